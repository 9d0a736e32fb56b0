import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { functionLengths } from './support/functionLength';
import { literalsIn } from './support/screenWords';

/** Few rules of the house that a linter cannot hold. */

const root = join(__dirname, '..');
const MAX_LINES = 400;
/** Examples are read one at a time. */
const MAX_TEST_LINES = 800;
/** A function, tests included, is seen whole. */
const MAX_FUNCTION_LINES = 70;
/** A component has its markup in it. */
const MAX_COMPONENT_LINES = 120;
/** Tables of data and generated files may be long. */
const longByNature = [/\.json$/, /\.sql$/, /\.svg$/, /\.md$/, /^prisma\/schema\.prisma$/, /^CHANGELOG/];
const isText = (path: string): boolean => !/\.(png|ico|jpg|woff2?|ttf|otf|gz|bin|pdf)$/.test(path);

const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)) && statSync(join(root, path)).isFile());
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const texts = tracked.filter(isText).filter((path) => path !== 'test/tidy.test.ts');
const code = texts.filter((path) => /\.(ts|tsx|mjs|cjs)$/.test(path));

/** Lines of files that match, as `path:line`. */
function linesWith(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe('the tree', () => {
  it('holds no open ends', () => {
    expect(linesWith(texts, /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });

  it('names no folder of a single machine and no private registry', () => {
    const authored = texts.filter((path) => path !== 'package-lock.json');
    expect(linesWith(authored, /(^|[\s'"`(=])\/(root|work|home\/\w+|Users\/\w+)\//)).toEqual([]);
    expect(linesWith(['package-lock.json'], /"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/)).toEqual([]);
    expect(linesWith(texts, /_authToken|npm_config_registry|GOPROXY=/)).toEqual([]);
  });

  it('locks the binaries of every system, else npm ci refuses the lock', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const locked = Object.keys(packages);
    const wanted = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(wanted.filter((name) => !locked.some((path) => path.endsWith(`node_modules/${name}`)))).toEqual(
      [],
    );
  });

  it('has no secret and no private key in it', () => {
    expect(linesWith(texts, /-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}/)).toEqual([]);
  });

  it('keeps its files short enough to be read in one go', () => {
    const long = texts
      .filter((path) => path !== 'package-lock.json' && !longByNature.some((pattern) => pattern.test(path)))
      .filter(
        (path) => read(path).split('\n').length > (path.endsWith('.test.ts') ? MAX_TEST_LINES : MAX_LINES),
      );
    expect(long).toEqual([]);
  });

  it('keeps its functions short enough to be seen whole', () => {
    const long = code.flatMap((path) =>
      functionLengths(path, read(path))
        .filter(({ lines }) => lines > (path.endsWith('.tsx') ? MAX_COMPONENT_LINES : MAX_FUNCTION_LINES))
        .map(({ line, lines }) => `${path}:${line} has ${lines} lines`),
    );
    expect(long).toEqual([]);
  });

  it('imports a rule from where it stands: a list of the domain would hide the file and load all that is beside it', () => {
    expect(tracked.filter((path) => /^domain\/.*\/index\.ts$/.test(path))).toEqual([]);
  });

  it('names a unit test after the file that it is about, or after its folder', () => {
    const sources = tracked.filter((path) => !path.startsWith('test/'));
    const names = new Set(
      sources.flatMap((path) => path.split('/').map((part) => part.replace(/\.\w+$/, ''))),
    );
    const unit = code.filter((path) => /^test\/unit\/.*\.test\.ts$/.test(path));
    expect(unit.filter((path) => !names.has(basename(path, '.test.ts')))).toEqual([]);
  });

  it('exports a rule where it is declared, so that the shelf sees it', () => {
    const rules = code.filter((path) => path.startsWith('domain/'));
    expect(linesWith(rules, /^export (type )?[{*]/)).toEqual([]);
  });

  it('links only to what exists', () => {
    const dead = texts
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) =>
        linksOf(path)
          .filter((link) => !leadsSomewhere(path, link))
          .map((link) => `${path} → ${link}`),
      );
    expect(dead).toEqual([]);
  });

  it('runs no test alone and skips none', () => {
    const tests = code.filter((path) => path.endsWith('.test.ts'));
    expect(linesWith(tests, /\b(describe|it|test)\.only\(|\b(xit|xdescribe|fit|fdescribe)\(/)).toEqual([]);
  });

  it('silences the compiler nowhere', () => {
    expect(linesWith(code, /@ts-(ignore|nocheck)|biome-ignore-all/)).toEqual([]);
  });
});

describe('screens', () => {
  it('say nothing but their words: each sentence is there in both languages, beside its code', () => {
    const screens = code.filter((path) => /^web\/.*\.tsx$/.test(path));
    expect(screens.flatMap((path) => literalsIn(path, read(path)))).toEqual([]);
  });
});

describe('SQL', () => {
  it('names no column a second time: a row takes its names and types from the schema (see statement.ts)', () => {
    const program = code.filter((path) => /^(activities|api|gateways|worker)\//.test(path));
    expect(linesWith(program, /\bAS "\w*[A-Z]/)).toEqual([]);
    const typed = linesWith(program, /\b(sql|client|lock)\.query</);
    expect(typed.filter((line) => !/database\/(statement|migrate)/.test(line))).toEqual([]);
  });
});

/** Targets of the links in a Markdown file, without those to the web. */
function linksOf(path: string): string[] {
  const text = read(path).replace(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)]
    .map((match) => match[1] ?? '')
    .filter((link) => !/^(https?:|mailto:)/.test(link));
}

function leadsSomewhere(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? from : normalize(join(dirname(from), decodeURIComponent(file)));
  if (target.startsWith('..') || !existsSync(join(root, target))) return false;
  return anchor === undefined || !target.endsWith('.md') || anchorsOf(target).includes(anchor);
}

/** Anchors as the forges make them from headings. */
function anchorsOf(path: string): string[] {
  return [...read(path).matchAll(/^#{1,6}\s+(.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}
