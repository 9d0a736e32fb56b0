import { parseTypedYuan } from '../../../domain/money/typed';
import { words } from '../words/words';

/** What is wrong with a figure as it was typed; a form says it by {@link WRONG_FIGURE}. */
export type WrongFigure = 'EMPTY' | 'NOT_A_NUMBER' | 'NEGATIVE' | 'TOO_LARGE' | 'NOT_INTEGER' | 'TOO_SMALL';

export const WRONG_FIGURE = words({
  EMPTY: ['请填写', 'Fill this in'],
  NOT_A_NUMBER: ['请填写金额，如 300,000.00 或 30万', 'Type an amount such as 300,000.00'],
  NEGATIVE: ['不能为负数', 'It must not be negative'],
  TOO_LARGE: ['金额过大', 'It is too large'],
  NOT_INTEGER: ['最多两位小数', 'Two decimals at most'],
  TOO_SMALL: ['必须大于零', 'It must be above zero'],
});

/** What a figure has to be. */
export interface FigureRule {
  readonly mayBeEmpty?: boolean;
  readonly mayBeNegative?: boolean;
  readonly mayBeZero?: boolean;
}

/** @returns null when what was typed is an amount that the field takes */
export function wrongWithYuan(
  typed: string,
  { mayBeEmpty = false, mayBeNegative = false, mayBeZero = true }: FigureRule = {},
): WrongFigure | null {
  if (typed.trim() === '') return mayBeEmpty ? null : 'EMPTY';
  const read = parseTypedYuan(typed, '', { mayBeNegative });
  if (!read.ok) return read.refusal.code;
  return read.value === 0 && !mayBeZero ? 'TOO_SMALL' : null;
}

/** @returns fen; null for what is no amount */
export function typedFen(typed: string): number | null {
  const read = parseTypedYuan(typed, '', { mayBeNegative: true });
  return read.ok ? read.value : null;
}

const POINTS = /^\d{1,9}$/;

/** Points that are typed to pay with, at most so many; null: no such number. */
export function typedPoints(typed: string, limit: number): number | null {
  const text = typed.trim();
  if (text === '') return 0;
  const points = POINTS.test(text) ? Number(text) : null;
  return points !== null && points <= limit ? points : null;
}
