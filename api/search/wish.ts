/** What somebody may mean by the words of a search. */
export interface SearchWish {
  /** As typed, in one spelling of letters and digits. */
  readonly words: string;
  /** The beginning of a unified social credit code. */
  readonly uscc: string | null;
  /** The first and the last id that begin so. */
  readonly ids: readonly [string, string] | null;
  readonly amountFen: number | null;
  /** The beginning of a reference of the bank. */
  readonly reference: string | null;
}

const USCC = /^[0-9A-Z]{4,18}$/;
const ID = /^[0-9a-f]{6,32}$/;
const REFERENCE = /^[A-Za-z0-9_./-]{4,64}$/;
const AMOUNT = /^¥?(\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(\.\d{1,6})?(万|亿)?元?$/;
const YUAN: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };

const FEN_PER_YUAN = 100;
/** More than what binary fractions are off by, less than anybody writes. */
const A_PART_OF_A_FEN = 0.01;

/** Reads the words of a search: one text may be several things. @param typed by a person, at most a line */
export function wishOf(typed: string): SearchWish {
  const words = typed.normalize('NFKC').trim();
  const hex = words.toLowerCase().replaceAll('-', '');
  return {
    words,
    uscc: USCC.test(words.toUpperCase()) ? words.toUpperCase() : null,
    ids: ID.test(hex) ? [idOf(hex, '0'), idOf(hex, 'f')] : null,
    amountFen: amountIn(words),
    reference: REFERENCE.test(words) ? words : null,
  };
}

const ID_PARTS = [8, 12, 16, 20, 32];

/** A UUID that begins so, filled up with a digit. */
function idOf(hex: string, digit: string): string {
  const full = hex.padEnd(32, digit);
  return ID_PARTS.map((end, part) => full.slice(ID_PARTS[part - 1] ?? 0, end)).join('-');
}

/** Fen of an amount as people write it; null for what is none, or has a part of a fen. */
function amountIn(words: string): number | null {
  const [, whole, decimals = '', unit] = AMOUNT.exec(words.replaceAll(' ', '')) ?? [];
  if (whole === undefined) return null;
  const yuan = Number(`${whole.replaceAll(',', '')}${decimals}`);
  const exact = yuan * (YUAN[unit ?? ''] ?? 1) * FEN_PER_YUAN;
  const fen = Math.round(exact);
  const isWhole = Math.abs(exact - fen) < A_PART_OF_A_FEN;
  return isWhole && fen > 0 && Number.isSafeInteger(fen) ? fen : null;
}
