import { accept, type Result, refuse } from '../result';
import { type AmountRefusal, type Fen, fen, MAX_FEN } from './fen';

/** How many places a unit is above a fen. */
const PLACES_ABOVE_FEN: Readonly<Record<string, number>> = { '': 2, 万: 6, 亿: 10 };

const TYPED = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d*))?(万|亿)?$/;

/**
 * Reads an amount as people type or paste it, in yuan: `300000`, `300,000.00`, `３０万`, `¥1 234.5元`. Exact: nothing
 * is rounded, and a third decimal of a yuan is refused.
 * @param field path named in the refusal
 */
export function parseTypedYuan(
  typed: string,
  field = 'amountFen',
  { mayBeNegative = false }: { readonly mayBeNegative?: boolean } = {},
): Result<Fen, AmountRefusal> {
  const match = TYPED.exec(plainAmount(typed));
  if (match === null) return refuse('NOT_A_NUMBER', field);
  const [, sign = '', whole = '', decimals = '', unit = ''] = match;
  if (whole === '' && decimals === '') return refuse('NOT_A_NUMBER', field);
  const shift = PLACES_ABOVE_FEN[unit] ?? 0;
  if (/[1-9]/.test(decimals.slice(shift))) return refuse('NOT_INTEGER', field);
  const digits = whole.replaceAll(',', '') + decimals.slice(0, shift).padEnd(shift, '0');
  const amount = Number(digits);
  if (amount > MAX_FEN) return refuse('TOO_LARGE', field, { maximumFen: MAX_FEN });
  if (sign === '-' && amount > 0 && !mayBeNegative) return refuse('NEGATIVE', field);
  return accept(fen(sign === '-' ? -amount : amount));
}

/** Full width made plain; blanks, the sign of the currency and 元 taken out; brackets of accountants are a minus. */
function plainAmount(typed: string): string {
  const plain = typed
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\ufeff¥￥]/gu, '')
    .replace(/^(?:RMB|CNY)/i, '')
    .replace(/[−–—]/g, '-')
    .replace(/(?:元|圆)整?$/, '')
    .replace(/，/g, ',');
  return plain.replace(/^\((.+)\)$/, '-$1');
}
