import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSALS } from '../../../contracts/refusals';
import { fieldText, findText, LOCALES, localeOf, textOf } from '../../../contracts/texts/texts';
import { PARAMETER_VERSIONS } from '../../../domain/parameters/parametersAt';
import { STATEMENT_FIGURES } from '../../../domain/scoring/statements';

const ROOT = join(__dirname, '../../..');
const FOLDERS = ['domain', 'contracts', 'workflows', 'activities', 'api', 'gateways'];
const TEXTS = join(ROOT, 'contracts/texts');
const [first, ...others] = LOCALES;
const files = readdirSync(join(TEXTS, first));

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourcesBelow(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

/** Every text of a file by its path; stages are grouped by the kind of their case. */
function textsIn(locale: string, file: string): [path: string, text: string][] {
  const flat = (value: unknown, path: string): [string, string][] =>
    typeof value === 'string'
      ? [[path, value]]
      : Object.entries(value as object).flatMap(([key, inner]) => flat(inner, `${path}/${key}`));
  return flat(JSON.parse(readFileSync(join(TEXTS, locale, file), 'utf8')), '');
}

test('every language has the same files', () => {
  for (const locale of others) expect(readdirSync(join(TEXTS, locale))).toEqual(files);
});

test.each(files)('%s has the same keys and placeholders in both languages, and no empty text', (file) => {
  const told = (locale: string) =>
    textsIn(locale, file).map(([path, text]) => [path, (text.match(/\{\w+/g) ?? []).toSorted()]);
  for (const locale of others) expect(told(locale)).toEqual(told(first));
  const empty = LOCALES.flatMap((locale) => textsIn(locale, file)).filter(([, text]) => text.trim() === '');
  expect(empty).toEqual([]);
});

test.each([
  [1, 'Reminder call by customer service (1 day past due, '],
  [7, 'Reminder call by customer service (7 days past due, '],
])('English counts as it does: %i', (days, words) => {
  const values = { days, date: '2026-12-01', amountFen: 100 };
  expect(textOf('en', 'reasons', 'LADDER_CALL_BY_SERVICE', values)).toContain(words);
});

test('what English counts may be one; of refusals it is a limit, and more', () => {
  const many = /\{\w+\} (day|month|time|order|right|case|enquirie)s\b/;
  const bare = files
    .filter((file) => file !== 'refusals.json')
    .flatMap((file) => textsIn('en', file))
    .filter(([, text]) => many.test(text));
  expect(bare).toEqual([]);
});

test('every refusal that people are told is one that something refuses by', () => {
  const rules = FOLDERS.flatMap((folder) => sourcesBelow(join(ROOT, folder)))
    .filter((path) => !/contracts.refusals|generated/.test(path))
    .map((path) => readFileSync(path, 'utf8'));
  const dead = Object.keys(REFUSALS).filter((code) => !rules.some((rule) => rule.includes(`'${code}'`)));
  expect(dead).toEqual([]);
});

test('every reason of the scorecard has a sentence', () => {
  const rules = PARAMETER_VERSIONS.scorecard.flatMap(({ value }) => Object.values(value.characteristics));
  const codes = rules.flatMap((rule) => {
    const knockOuts = rule.kind === 'NUMERIC' ? [rule.knockOut] : Object.values(rule.knockOuts);
    return [rule.reason, ...knockOuts.flatMap((knockOut) => knockOut?.code ?? [])];
  });
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((code) => findText('zh-CN', 'reasons', code) === undefined)).toEqual([]);
});

test('every field that an application may lack or have wrong has a name', () => {
  const paths = [
    ...['productId', 'amountFen', 'termMonths', 'method', 'purpose', 'documents', 'statements', 'profile'],
    ...['yearsInOperation', 'maxDpd24m', 'enquiries6m', 'taxRating', 'litigation'].map(
      (name) => `profile.${name}`,
    ),
    ...['principalDue12mFen', 'existingDebtFen'].map((name) => `statements.${name}`),
    ...STATEMENT_FIGURES.flatMap((name) => [`statements.current.${name}`, `statements.previous.${name}`]),
  ];
  const names = paths.map((path) => fieldText('zh-CN', path));
  expect(names.filter((name) => /[a-zA-Z]/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(paths.length);
  expect(fieldText('en', 'statements.current.inventoryFen')).toBe('Statements of this year: Inventory');
});

test.each([
  ['en', 'en'],
  ['en-US', 'en'],
  ['zh-CN', 'zh-CN'],
  ['zh', 'zh-CN'],
])('%s is answered in %s', (asked, expected) => {
  expect(localeOf((...types) => types.find((type) => type === asked) ?? false)).toBe(expected);
});

test('who asks for neither language is answered in Chinese', () => {
  expect(localeOf(() => false)).toBe('zh-CN');
});
