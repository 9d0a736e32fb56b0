import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import en from '../../../contracts/texts/en/refusals.json';

const TEXTS: Readonly<Record<string, string>> = en;
/** A refusal that is built where its code is written, up to the end of the statement; not where a function tells the rest. */
const REFUSED = /(?:refuse|no)\(\s*'([A-Z][A-Z0-9_]*)'([^;]*?)\);/g;

const sources = readdirSync('domain', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const built = sources.flatMap((file) =>
  [...readFileSync(join('domain', file), 'utf8').matchAll(REFUSED)].map(([, code = '', rest = '']) => ({
    file,
    code,
    rest,
  })),
);

test('a refusal gives every value that its words need', () => {
  const lacking = built.flatMap(({ file, code, rest }) =>
    [...(TEXTS[code] ?? '').matchAll(/\{(\w+)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !/\w\(\w+\)$/.test(rest) && !new RegExp(`\\b${name}\\b`).test(rest))
      .map((name) => `${file}: ${code} lacks {${name}}`),
  );
  expect(built.length).toBeGreaterThan(100);
  expect(lacking).toEqual([]);
});
