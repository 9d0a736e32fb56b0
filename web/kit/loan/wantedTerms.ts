import { yuanText } from '../../../domain/money/text';
import type { Answers } from '../../client/client';
import { typedFen, WRONG_FIGURE, wrongWithYuan } from '../forms/typedFigures';
import { type Pair, type Values, words } from '../words/words';

/** What somebody wants to borrow, as typed. */
export interface WantedTerms {
  readonly amount: string;
  readonly term: string;
  readonly method: string;
}

/** The bounds of a product that terms have to keep. */
export type Bounds = Pick<
  Answers['Product'],
  'minimumFen' | 'maximumFen' | 'minimumTermMonths' | 'maximumTermMonths' | 'methods'
>;

/** A sentence with its values. */
export type Said = readonly [pair: Pair, values?: Values];

const WORDS = words({
  amountBelow: ['最低 {least} 元', 'At least ¥{least}'],
  amountAbove: ['最高 {most} 元', 'At most ¥{most}'],
  term: ['请填写 {least} 至 {most} 之间的整数月', 'Whole months, from {least} to {most}'],
  method: ['请选择还款方式', 'Choose how to repay'],
});

/** What is wrong with an amount in yuan, as typed, within a product; null: nothing. */
export function wrongAmount(typed: string, { minimumFen, maximumFen }: Bounds): Said | null {
  const wrong = wrongWithYuan(typed, { mayBeZero: false });
  if (wrong !== null) return [WRONG_FIGURE[wrong]];
  const amount = typedFen(typed) ?? 0;
  if (amount < minimumFen) return [WORDS.amountBelow, { least: yuanText(minimumFen) }];
  return amount > maximumFen ? [WORDS.amountAbove, { most: yuanText(maximumFen) }] : null;
}

/** What is wrong with a term in months, as typed; null: nothing. */
export function wrongTerm(typed: string, bounds: Bounds): Said | null {
  const { minimumTermMonths: least, maximumTermMonths: most } = bounds;
  const months = typedMonths(typed);
  return months === null || months < least || months > most ? [WORDS.term, { least, most }] : null;
}

/** What is wrong with a method; null: nothing. */
export function wrongMethod(method: string, { methods }: Bounds): Said | null {
  return methods.some((each) => each === method) ? null : [WORDS.method];
}

/** Terms as the API takes them; null while something is wrong with them. */
export function termsOf({ amount, term, method }: WantedTerms, bounds: Bounds) {
  const known = bounds.methods.find((each) => each === method);
  const isWrong = wrongAmount(amount, bounds) !== null || wrongTerm(term, bounds) !== null;
  const [amountFen, termMonths] = [typedFen(amount), typedMonths(term)];
  if (isWrong || known === undefined || amountFen === null || termMonths === null) return null;
  return { amountFen, termMonths, method: known };
}

/** Whole months, also in full width; null for anything else. */
export function typedMonths(typed: string): number | null {
  const plain = typed.normalize('NFKC').replace(/\s|个月$|月$/g, '');
  return /^\d{1,3}$/.test(plain) ? Number(plain) : null;
}
