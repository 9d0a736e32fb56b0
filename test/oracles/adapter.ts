/** Where a case's result is not what the oracle expects. */
export interface Difference {
  /** Id and place, e.g. `S001 rows[3].interest`. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** A parsed oracle file: its blocks by name. */
export type OracleFile = Readonly<Record<string, unknown>>;

/**
 * Checks one case of a block.
 * @param testCase one element of the block (see {@link casesOf})
 * @param file the whole file, for blocks that need its `meta`
 * @returns the differences, none when the case passes; a thrown error counts as a difference
 */
// biome-ignore lint/suspicious/noExplicitAny: the cases are JSON of the shape that the adapter declares
export type CaseCheck = (testCase: any, file: OracleFile) => readonly Difference[];

/** Connects one oracle file to the code that it judges. One module a file in `adapters/`, exported as `adapter`. */
export interface OracleAdapter {
  /** File name, e.g. `schedules.json`. */
  readonly file: string;
  /** One check for each block that holds cases. */
  readonly blocks: Readonly<Record<string, CaseCheck>>;
  /** Blocks that hold prose or parameters only, or rules that are not in force yet; `meta` and `spec` need not be named. */
  readonly withoutCases?: readonly string[];
}

/**
 * The cases of a block, however it is written: a list; `{ spec, cases: [...] }`; or a map, whose entries
 * become `{ key, value }`.
 */
export function casesOf(block: unknown): readonly unknown[] {
  if (Array.isArray(block)) return block;
  if (typeof block !== 'object' || block === null) return [block];
  if ('cases' in block && Array.isArray(block.cases)) return block.cases;
  return Object.entries(block).map(([key, value]) => ({ key, value }));
}

/**
 * Compares deeply and names each difference by its path. Keys that only `actual` has are ignored, so an
 * adapter may hand over more than the oracle fixes.
 */
export function compare(path: string, expected: unknown, actual: unknown): readonly Difference[] {
  if (Array.isArray(expected)) return compareLists(path, expected, actual);
  if (typeof expected === 'object' && expected !== null) return compareObjects(path, expected, actual);
  return Object.is(expected, actual) ? [] : [{ path, expected, actual }];
}

function compareLists(path: string, expected: readonly unknown[], actual: unknown): readonly Difference[] {
  if (!Array.isArray(actual)) return [{ path, expected, actual }];
  const lengths = compare(`${path}.length`, expected.length, actual.length);
  return [
    ...lengths,
    ...expected.flatMap((item, index) => compare(`${path}[${index}]`, item, actual[index])),
  ];
}

function compareObjects(path: string, expected: object, actual: unknown): readonly Difference[] {
  if (typeof actual !== 'object' || actual === null) return [{ path, expected, actual }];
  const found = actual as Record<string, unknown>;
  return Object.entries(expected).flatMap(([key, value]) => compare(`${path}.${key}`, value, found[key]));
}

/** How a file may word a code of ours, for the codes that no case we have seen writes out. */
export type Wordings = Readonly<Record<string, RegExp>>;

/**
 * Our codes in the words of the file: each code becomes the name in `names` that means it. A name that means
 * none of them is not touched by this, and so shows as a difference; as does one that two codes would claim.
 */
export function inWordsOf(
  names: readonly string[],
  codes: readonly string[],
  wordings: Wordings,
): readonly string[] {
  return codes.map((code) => names.find((name) => wordings[code]?.test(name)) ?? code);
}
