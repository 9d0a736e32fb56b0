/** How alike two sequences are, from 0 (nothing in common) to 1 (equal). */
export type Similarity = number;

/** Common prefixes count more: names differ at the end more often than at the beginning. */
const PREFIX_WEIGHT = 0.1;
const LONGEST_PREFIX = 4;

/** Jaro-Winkler similarity of two sequences of symbols (characters or syllables). */
export function jaroWinkler(left: readonly string[], right: readonly string[]): Similarity {
  const jaro = jaroSimilarity(left, right);
  return jaro + commonPrefix(left, right) * PREFIX_WEIGHT * (1 - jaro);
}

function jaroSimilarity(left: readonly string[], right: readonly string[]): Similarity {
  if (left.length === 0 || right.length === 0) return left.length === right.length ? 1 : 0;
  const reach = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1);
  const matchOfLeft = matchSymbols(left, right, reach);
  const matches = matchOfLeft.filter((index) => index >= 0);
  if (matches.length === 0) return 0;
  const inRightOrder = [...matches].sort((a, b) => a - b);
  const outOfOrder = matches.filter(
    (index, position) => right[index] !== right[inRightOrder[position] ?? index],
  );
  const transpositions = outOfOrder.length / 2;
  const shares =
    matches.length / left.length +
    matches.length / right.length +
    (matches.length - transpositions) / matches.length;
  return shares / 3;
}

/** For each symbol of `left` the index of its match in `right`, −1 for none; each is matched once. */
function matchSymbols(left: readonly string[], right: readonly string[], reach: number): readonly number[] {
  const taken = new Set<number>();
  return left.map((symbol, position) => {
    const from = Math.max(0, position - reach);
    const until = Math.min(right.length, position + reach + 1);
    for (let index = from; index < until; index += 1) {
      if (right[index] !== symbol || taken.has(index)) continue;
      taken.add(index);
      return index;
    }
    return -1;
  });
}

function commonPrefix(left: readonly string[], right: readonly string[]): number {
  const longest = Math.min(LONGEST_PREFIX, left.length, right.length);
  const differsAt = left.slice(0, longest).findIndex((symbol, index) => symbol !== right[index]);
  return differsAt < 0 ? longest : differsAt;
}

/** One less the edits (insert, delete, replace) per symbol of the longer sequence. */
export function levenshteinRatio(left: readonly string[], right: readonly string[]): Similarity {
  const longer = Math.max(left.length, right.length);
  return longer === 0 ? 1 : 1 - editDistance(left, right) / longer;
}

function editDistance(left: readonly string[], right: readonly string[]): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [row, symbol] of left.entries()) {
    const current = [row + 1];
    for (const [column, other] of right.entries()) {
      const replaced = at(previous, column) + (symbol === other ? 0 : 1);
      current.push(Math.min(at(previous, column + 1) + 1, at(current, column) + 1, replaced));
    }
    previous = current;
  }
  return at(previous, right.length);
}

/** A cell of the table; both rows are as long as the loops are. */
function at(row: readonly number[], index: number): number {
  return row[index] as number;
}
