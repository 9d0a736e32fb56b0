import { parseIsoDate } from '../calendar/isoDate';
import { FEE_KINDS } from '../ledger/entries';
import { type AmountRefusal, parseFen } from '../money/fen';
import { parseRate, type RateRefusal } from '../money/rate';
import { FIVE_TIER_GRADES } from '../overdue/grades';
import { accept, type Refusal, type Result, refuse } from '../result';
import { PREPAYMENT_MODES } from '../schedule/prepayment';
import { REPAYMENT_METHODS } from '../schedule/types';
import { FIELD_OF } from './components';
import type { NewLoanEvent } from './events';
import { RECEIPT_ACCOUNTS } from './receipts';
import { WATERFALL_PRESETS } from './terms';

type Reader = (value: unknown, field: string) => Result<unknown, EventFieldRefusal>;

/** Whether an amount may be 0 or negative is a rule of its event. */
const amount: Reader = (value, field) => {
  if (typeof value !== 'number') return refuse('NOT_A_NUMBER', field);
  return value < 0 ? accept(value) : parseFen(value, field);
};

const rate: Reader = (value, field) =>
  typeof value === 'string' ? parseRate(value, field) : refuse('NOT_A_NUMBER', field);

const whole: Reader = (value, field) =>
  Number.isInteger(value) ? accept(value) : refuse('NOT_INTEGER', field);

function oneOf(allowed: readonly string[]): Reader {
  return (value, field) =>
    allowed.some((word) => word === value)
      ? accept(value)
      : refuse('UNKNOWN_VALUE', field, { allowed: allowed.join(', ') });
}

const dates: Reader = (value, field) => {
  if (typeof value !== 'object' || value === null) return refuse('NOT_A_DATE', field);
  const wrong = Object.entries(value)
    .flat()
    .find((date) => !parseIsoDate(date, field).ok);
  return wrong === undefined ? accept(value) : refuse('NOT_A_DATE', field);
};

const amountsBySequence: Reader = (value, field) => {
  if (typeof value !== 'object' || value === null) return refuse('NOT_A_NUMBER', field);
  const isWrong = Object.entries(value).some(
    ([sequence, fen]) => !/^\d+$/.test(sequence) || !amount(fen, field).ok || Number(fen) <= 0,
  );
  return isWrong ? refuse('NOT_A_NUMBER', field) : accept(value);
};

const wholes: Reader = (value, field) =>
  Array.isArray(value) && value.every(Number.isInteger) ? accept(value) : refuse('NOT_INTEGER', field);

/** A field means the same in every kind of event. */
const READERS: Readonly<Record<string, Reader>> = {
  effectiveDate: parseIsoDate,
  recordedOn: parseIsoDate,
  bankDate: parseIsoDate,
  firstDueDate: parseIsoDate,
  amountFen: amount,
  principalFen: amount,
  targetFen: amount,
  annualRate: rate,
  extraMonths: whole,
  termMonths: whole,
  instalment: whole,
  reverses: whole,
  withdraws: wholes,
  collectionDates: dates,
  claims: amountsBySequence,
  claimedFen: () => refuse('UNKNOWN_VALUE', 'claimedFen'),
  by: oneOf(['EOD']),
  into: oneOf(RECEIPT_ACCOUNTS),
  preset: oneOf(WATERFALL_PRESETS),
  feeKind: oneOf(FEE_KINDS),
  mode: oneOf(PREPAYMENT_MODES),
  method: oneOf(REPAYMENT_METHODS),
  component: oneOf(Object.keys(FIELD_OF)),
  settlement: oneOf(['PAID', 'BILLED']),
  grade: oneOf(FIVE_TIER_GRADES),
};

/** May be left out of some event, which then goes on with what the loan has. */
const OPTIONAL: readonly string[] = [
  'annualRate',
  'bankDate',
  'by',
  'claimedFen',
  'claims',
  'collectionDates',
  'firstDueDate',
  'method',
  'preset',
  'withdraws',
];

/** Why a field of an event can't be kept. */
export type EventFieldRefusal = AmountRefusal | RateRefusal | 'NOT_A_DATE' | 'UNKNOWN_VALUE';

/**
 * The first field of an event that holds what its type doesn't allow and a cast let through: an event is kept
 * for ever and computed with each time the loan is looked at.
 * @returns null when there is none
 */
export function wrongField(event: NewLoanEvent): Refusal<EventFieldRefusal> | null {
  for (const [field, value] of Object.entries(event)) {
    if (value === undefined && OPTIONAL.includes(field)) continue;
    const read = READERS[field]?.(value, field);
    if (read?.ok === false) return read.refusal;
  }
  return null;
}
