import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reachOf } from '../support/reach';

/** What stands in `domain/` is in force, or on the shelf with what it waits for. */

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Whole folders that run for people or run what does, and files that are found by their name. */
const BEGINNINGS = [
  /^(dev|demo|sandbox|prisma)\//,
  /^(api|worker|door)\/main\.ts$/,
  /^web\/(apply|desk)\/main\.tsx$/,
  /^worker\/commands\//,
  /^workflows\/(index|interceptors\/\w+)\.ts$/,
  /^gateways\/temporal\/failureConverter\.ts$/,
];
const reach = reachOf(root, (path) => BEGINNINGS.some((beginning) => beginning.test(path)));

/** The rows of a table of the shelf: the words in code of each cell but the last. */
function rowsOf(title: string): string[][][] {
  const [, section = ''] = read('docs/shelf.md').split(`## ${title}\n`);
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -2)
      .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)),
  );
}

/** Names on the shelf as `path#name`; a star stands for all of the file's. */
function shelved(title: string, known: ReadonlySet<string>): string[] {
  return rowsOf(title).flatMap(([[path = ''] = [], names = []]) =>
    names.flatMap((name) =>
      name === '*' ? [...known].filter((full) => full.startsWith(`${path}#`)) : [`${path}#${name}`],
    ),
  );
}

/** Kinds of loan events that neither reached code makes nor the night, in SQL, one by one in its order. */
function eventsNotMade(): string[] {
  const kinds = [...read('domain/loan/events.ts').matchAll(/readonly kind: '(\w+)'/g)].map(
    ([, kind = '']) => kind,
  );
  const migrations = readdirSync(join(root, 'prisma/migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => read(`prisma/migrations/${name}/migration.sql`))
    .join('\n');
  return kinds.filter(
    (kind) => !reach.kindsMade.has(kind) && !new RegExp(`\\(\\d, '${kind}',`).test(migrations),
  );
}

function expectShelf(found: Iterable<string>, listed: readonly string[]): void {
  const [inFact, onShelf] = [new Set(found), new Set(listed)];
  expect({
    'reached by no program and not in docs/shelf.md': [...inFact].filter((name) => !onShelf.has(name)),
    'in docs/shelf.md, but reached or gone': [...onShelf].filter((name) => !inFact.has(name)),
  }).toEqual({
    'reached by no program and not in docs/shelf.md': [],
    'in docs/shelf.md, but reached or gone': [],
  });
}

test('every exported name is reached, or on the shelf', () => {
  const listed = ['Rules', 'Names that only tests ask for'].flatMap((title) =>
    shelved(title, reach.exported),
  );
  expectShelf(reach.unreached, listed);
});

test('every kind of loan event is made by something, or on the shelf', () => {
  const listed = rowsOf('Events of a loan that nothing makes yet').flatMap(([kinds = []]) => kinds);
  expectShelf(eventsNotMade(), listed);
});

test('every figure of policy is read, or on the shelf', () => {
  expectShelf(reach.unread, shelved('Figures of policy that nothing reads', reach.fields));
});

test('what nobody calls is found', () => {
  expect(reach.exported.size).toBeGreaterThan(1_000);
  expect(reach.unreached.has('domain/pricing/sensitivity.ts#sensitivityOf')).toBe(true);
  expect(reach.unreached.has('domain/loan/waterfall.ts#allocate')).toBe(false);
});
