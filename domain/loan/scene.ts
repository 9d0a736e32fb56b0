import type { IsoDate } from '../calendar';
import type { Refusal, Result } from '../result';
import type { Applied } from './books';
import type { CollectionDates } from './collectionDates';
import type { LoanEventKind, LoanEventOf } from './events';
import type { LoanPosition } from './position';

/** What the handler of an event needs besides it. The books are brought to the event's day. */
export interface Scene {
  readonly position: LoanPosition;
  readonly date: IsoDate;
  readonly collectionDateOf: CollectionDates;
}

/** What an event makes of the loan; a refusal only when that can't be computed. */
export type Outcome = Result<Applied, Refusal>;

/** Does what one kind of event says. */
export type Handler<Kind extends LoanEventKind> = (event: LoanEventOf<Kind>, scene: Scene) => Outcome;
