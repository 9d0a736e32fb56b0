import { daysBetween, type IsoDate } from '../calendar/isoDate';
import { type Fen, fen } from '../money/fen';
import { least, minus, NOTHING, plus, sumOf, totalOf } from './components';
import type { LoanEvent, LoanEventKind } from './events';
import type { InstalmentState, LoanState } from './state';

/**
 * A loan as its borrower owes it. A write-off is the house's own affair (账销案存): to the borrower all that is claimed
 * is overdue, and what was recovered has paid the oldest instalments of it. Any other loan is as its books say.
 */
export function asOwed(state: LoanState): LoanState {
  if (state.status !== 'WRITTEN_OFF') return state;
  const { claim, asOf } = state;
  const instalments = claimedRows(state);
  const oldest = instalments.find(({ collectionDate, unpaidFen }) => unpaidFen > 0 && collectionDate < asOf);
  const claimedFen = totalOf(claim);
  return {
    ...state,
    status: claimedFen === 0 ? 'SETTLED' : 'OVERDUE',
    principalOutstandingFen: claim.principalFen,
    principalNormalFen: fen(0),
    principalOverdueFen: claim.principalFen,
    interestAccruedFen: claim.interestFen,
    interestDueFen: claim.interestFen,
    penaltyFen: claim.penaltyFen,
    compoundFen: claim.compoundFen,
    feesFen: claim.feeFen,
    totalDueFen: claimedFen,
    daysPastDue: oldest === undefined ? 0 : daysBetween(oldest.dueDate, asOf),
    nextDue: null,
    instalments,
  };
}

/** Instalments of what is owed of which something is unpaid: none of a loan that ended. */
export function unpaidOf({ status, instalments }: LoanState): readonly InstalmentState[] {
  return status === 'SETTLED' || status === 'CLOSED'
    ? []
    : instalments.filter(({ unpaidFen }) => unpaidFen > 0);
}

/**
 * All that is unpaid of instalments after their collection dates: principal, interest, fees, penalty and compound
 * interest. What is collected today is not overdue yet.
 */
export function overdueFenOf(unpaid: readonly InstalmentState[], today: IsoDate): Fen {
  const late = unpaid.filter(({ collectionDate }) => collectionDate < today);
  return fen(late.reduce((sum, { unpaidFen }) => sum + unpaidFen, 0));
}

/** The instalments with what is claimed of each; together the claim, to the fen. */
function claimedRows({ instalments, claim, asOf }: LoanState): InstalmentState[] {
  const atWriteOff = instalments.map(({ unpaid, paid, waived, accruedInterestFen }) => ({
    ...unpaid,
    interestFen: fen(accruedInterestFen - paid.interestFen - waived.interestFen),
  }));
  let recovered = minus(sumOf(atWriteOff), claim);
  return instalments.map((row, index) => {
    const asked = atWriteOff[index] ?? NOTHING;
    const got = least(recovered, asked);
    recovered = minus(recovered, got);
    const unpaid = minus(asked, got);
    const unpaidFen = totalOf(unpaid);
    return {
      ...row,
      paid: plus(row.paid, got),
      unpaid,
      unpaidFen,
      daysPastDue: unpaidFen > 0 && row.collectionDate < asOf ? daysBetween(row.dueDate, asOf) : 0,
      status: unpaidFen > 0 ? 'OVERDUE' : 'PAID',
    };
  });
}

/** Whether nothing is owed any more, now or later: held money is free then. */
export function owesNothing({ status, claim }: LoanState): boolean {
  return status === 'SETTLED' || status === 'CLOSED' || (status === 'WRITTEN_OFF' && totalOf(claim) === 0);
}

/** What the house does in its own books, and a borrower has no part in. */
const OF_THE_HOUSE: ReadonlySet<LoanEventKind> = new Set([
  'ACCRUED',
  'CLASSIFIED',
  'PROVISIONED',
  'NON_ACCRUAL_ENTERED',
  'ACCRUAL_RESUMED',
  'WRITTEN_OFF',
  'FEE_PAID_OVER',
]);

/** What happened to a loan as its borrower is told it: a recovery is a receipt like any other. */
export function eventsTold<Event extends Pick<LoanEvent, 'kind'>>(events: readonly Event[]): Event[] {
  return events
    .filter(({ kind }) => !OF_THE_HOUSE.has(kind))
    .map((event) => (event.kind === 'RECOVERED' ? { ...event, kind: 'RECEIVED' } : event));
}

/**
 * Over how much a line of a statement is, fen: the money of the event; of a reversal what it takes back, less than
 * nothing. Null where no money moved.
 * @param all events of the loan, those before the statement too
 */
export function amountTold(event: LoanEvent, all: readonly LoanEvent[]): number | null {
  if ('amountFen' in event) return event.amountFen;
  const taken = takenBackBy(event, all);
  return taken !== undefined && 'amountFen' in taken ? -taken.amountFen : null;
}

/** The event that a reversal takes back; undefined of any other one. */
export function takenBackBy(event: LoanEvent, all: readonly LoanEvent[]): LoanEvent | undefined {
  return event.kind === 'REVERSED' ? all.find(({ sequence }) => sequence === event.reverses) : undefined;
}
