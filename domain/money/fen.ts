import { accept, type Result, refuse } from '../result';

declare const fenBrand: unique symbol;

/** Money in integer fen (1/100 RMB), within ±{@link MAX_FEN}, so that every sum stays a safe integer. */
export type Fen = number & { readonly [fenBrand]: 'Fen' };

/** Ten trillion yuan: above any loan book, and far below 2^53 so that sums of many amounts stay exact. */
export const MAX_FEN = 1_000_000_000_000_000;

/** Zero fen. */
export const ZERO_FEN = 0 as Fen;

/**
 * Asserts that a number is an amount in fen. For values that our own code made; input of people goes
 * through {@link parseFen}.
 * @throws RangeError when the number is not an integer within ±MAX_FEN.
 */
export function fen(amount: number): Fen {
  if (!Number.isInteger(amount) || Math.abs(amount) > MAX_FEN) {
    throw new RangeError(`not an amount in fen: ${amount}`);
  }
  // Normalises -0, which would otherwise print and compare oddly.
  return (amount === 0 ? 0 : amount) as Fen;
}

const DIGITS = /^-?\d{1,24}(\.\d+)?$/;

/** Why a text is no amount. */
export type AmountRefusal = 'NOT_A_NUMBER' | 'NEGATIVE' | 'TOO_LARGE' | 'NOT_INTEGER';

/**
 * Reads an amount in fen from outside: an integer ≥ 0 given as a number, or a string of digits.
 * @param field path named in the refusal
 */
export function parseFen(input: unknown, field = 'amountFen'): Result<Fen, AmountRefusal> {
  const match = typeof input === 'string' ? DIGITS.exec(input) : null;
  const amount = typeof input === 'number' ? input : match === null ? Number.NaN : Number(input);
  if (Number.isNaN(amount)) return refuse('NOT_A_NUMBER', field);
  if (amount < 0) return refuse('NEGATIVE', field);
  if (amount > MAX_FEN) return refuse('TOO_LARGE', field, { maximumFen: MAX_FEN });
  // A string with decimals is refused even where Number() would round them away.
  if (match?.[1] !== undefined || !Number.isInteger(amount)) return refuse('NOT_INTEGER', field);
  return accept(fen(amount));
}

/**
 * Adds amounts.
 * @throws RangeError when a sum on the way leaves ±MAX_FEN
 */
export function addFen(...amounts: readonly Fen[]): Fen {
  return amounts.reduce((sum, amount) => fen(sum + amount), ZERO_FEN);
}

/** `from` less `amount`. */
export function subtractFen(from: Fen, amount: Fen): Fen {
  return fen(from - amount);
}

/** The smaller of two amounts. */
export function minFen(left: Fen, right: Fen): Fen {
  return left < right ? left : right;
}

/** The larger of two amounts. */
export function maxFen(left: Fen, right: Fen): Fen {
  return left > right ? left : right;
}
