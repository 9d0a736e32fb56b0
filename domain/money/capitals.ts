import type { Fen } from './fen';

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES = ['', '拾', '佰', '仟'];
const TEN_THOUSAND = 10_000;
const HUNDRED_MILLION = 100_000_000;
const FEN_A_YUAN = 100;

/**
 * An amount in capitals, as contracts and bills have it beside the figures: `30_000_000` → `叁拾万元整`.
 * Rules: 《支付结算办法》附件一《正确填写票据和结算凭证的基本规定》: a whole amount ends with 整; empty places within are
 * said as one 零, also before 角 or 分 that follow one.
 * @param amountFen from 0
 * @throws RangeError below 0
 */
export function yuanInCapitals(amountFen: Fen): string {
  if (amountFen < 0) throw new RangeError(`no amount to be paid: ${amountFen}`);
  const yuan = Math.floor(amountFen / FEN_A_YUAN);
  const jiao = Math.floor((amountFen % FEN_A_YUAN) / 10);
  const rest = amountFen % 10;
  const whole = yuan === 0 ? '' : `${numberInCapitals(yuan)}元`;
  if (jiao === 0 && rest === 0) return `${whole || '零元'}整`;
  const gap = whole !== '' && (jiao === 0 || yuan % 10 === 0) ? '零' : '';
  return [whole, gap, jiao > 0 ? `${DIGITS[jiao]}角` : '', rest > 0 ? `${DIGITS[rest]}分` : ''].join('');
}

/** A whole number from 1. */
function numberInCapitals(number: number): string {
  if (number >= HUNDRED_MILLION) return split(number, HUNDRED_MILLION, '亿');
  if (number >= TEN_THOUSAND) return split(number, TEN_THOUSAND, '万');
  const digits = [...String(number)].map(Number);
  return digits
    .map((digit, index) => (digit === 0 ? '零' : `${DIGITS[digit]}${PLACES[digits.length - 1 - index]}`))
    .join('')
    .replace(/零+/g, '零')
    .replace(/零$/, '');
}

function split(number: number, unit: number, name: string): string {
  const [upper, lower] = [Math.floor(number / unit), number % unit];
  const head = `${numberInCapitals(upper)}${name}`;
  if (lower === 0) return head;
  const isGap = lower < unit / 10 || upper % 10 === 0;
  return `${head}${isGap ? '零' : ''}${numberInCapitals(lower)}`;
}
