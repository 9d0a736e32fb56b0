import type { IsoDate } from '../calendar/isoDate';
import type { RefusalOf, Result } from '../result';
import type { extend } from '../schedule/extension';
import type { prepay } from '../schedule/prepayment';
import type { changeRate } from '../schedule/rateChange';
import type { reschedule } from '../schedule/rescheduling';
import type { Applied } from './books';
import type { CollectionDates } from './collectionDates';
import type { LoanEventKind, LoanEventOf } from './events';
import type { LoanPosition } from './position';

/** Where a loan stands when an event comes: its books are brought to the event's day. */
export interface Standing {
  readonly position: LoanPosition;
  readonly date: IsoDate;
  readonly collectionDateOf: CollectionDates;
}

/** Why it can't be computed what an event makes of the loan. */
export type HandlerRefusal =
  | RefusalOf<typeof prepay | typeof extend | typeof changeRate | typeof reschedule>
  | 'INSTALMENT_UNKNOWN'
  | 'NOTHING_OUTSTANDING'
  | 'ALREADY_NON_ACCRUAL'
  | 'NOT_NON_ACCRUAL';

/** What an event makes of the loan; a refusal only when that can't be computed. */
export type Outcome = Result<Applied, HandlerRefusal>;

/** Does what one kind of event says. */
export type Handler<Kind extends LoanEventKind> = (event: LoanEventOf<Kind>, standing: Standing) => Outcome;
