import { accept, type Result } from '../result';
import { type Applied, bringBooksTo } from './books';
import type { CollectionDates } from './collectionDates';
import type { LoanEvent, LoanEventKind } from './events';
import { accelerated, collectionDatesChanged, extended, rateChanged, rescheduled } from './handlers/contract';
import { feeCharged, feeIsPaidOver, feeIsRefunded, waived } from './handlers/fees';
import { disbursed, prepaid, received, refunded, setOff, suspenseApplied } from './handlers/money';
import {
  accrualIsResumed,
  classified,
  closed,
  nonAccrualEntered,
  provisioned,
  recovered,
  writtenOff,
} from './handlers/risk';
import { isInArrears } from './lines';
import { type PhaseRefusal, wrongPhase } from './phase';
import type { LoanPosition } from './position';
import type { Handler, HandlerRefusal, Outcome, Standing } from './standing';

type Handlers = { readonly [Kind in LoanEventKind]: Handler<Kind> };

const unchanged = (_event: LoanEvent, { position }: Standing): Outcome => accept({ position, drafts: [] });

const HANDLERS: Handlers = {
  DISBURSED: disbursed,
  // Bringing the books to its day is all that it does.
  ACCRUED: unchanged,
  RECEIVED: received,
  SUSPENSE_APPLIED: suspenseApplied,
  RATE_CHANGED: rateChanged,
  PREPAID: prepaid,
  EXTENDED: extended,
  RESCHEDULED: rescheduled,
  ACCELERATED: accelerated,
  WAIVED: waived,
  FEE_CHARGED: feeCharged,
  FEE_REFUNDED: feeIsRefunded,
  FEE_PAID_OVER: feeIsPaidOver,
  CLASSIFIED: classified,
  PROVISIONED: provisioned,
  NON_ACCRUAL_ENTERED: nonAccrualEntered,
  ACCRUAL_RESUMED: accrualIsResumed,
  WRITTEN_OFF: writtenOff,
  RECOVERED: recovered,
  REFUNDED: refunded,
  SET_OFF: setOff,
  // The fold leaves out what was reversed; nothing is left to do here.
  REVERSED: unchanged,
  CLOSED: closed,
  COLLECTION_DATES_CHANGED: collectionDatesChanged,
};

/** Everything that can happen to a loan. */
export const LOAN_EVENT_KINDS = Object.keys(HANDLERS) as readonly LoanEventKind[];

/**
 * Applies one event: brings the books to its day, then does what the event says. Gives the loan and its
 * entries together, so that ledger and loan can't disagree.
 * @returns a refusal only when the change can't be computed (e.g. no rows are left to change)
 */
export function applyEvent(
  position: LoanPosition,
  event: LoanEvent,
  collectionDateOf: CollectionDates,
): Result<Applied, HandlerRefusal | PhaseRefusal> {
  const hindrance = wrongPhase(position, event);
  if (hindrance !== null) return { ok: false, refusal: hindrance };
  const date = event.effectiveDate;
  const brought = bringBooksTo(position, date);
  const handler = HANDLERS[event.kind] as Handler<LoanEventKind>;
  const applied = handler(event, { position: brought.position, date, collectionDateOf });
  if (!applied.ok) return applied;
  const after = withClearing(brought.position, applied.value.position, event);
  return accept({
    position: { ...after, lastSequence: Math.max(position.lastSequence, event.sequence) },
    drafts: [...brought.drafts, ...applied.value.drafts].filter(({ postings }) => postings.length > 0),
  });
}

/** What can pay arrears, give them up or move them. */
const CLEARING: readonly LoanEventKind[] = [
  'RECEIVED',
  'PREPAID',
  'SUSPENSE_APPLIED',
  'WAIVED',
  'RESCHEDULED',
];

/** Notes the day on which the last of what was overdue is gone: from it on the loan is served again. */
function withClearing(
  before: LoanPosition,
  after: LoanPosition,
  { kind, effectiveDate }: LoanEvent,
): LoanPosition {
  if (!CLEARING.includes(kind) || !isInArrears(before, effectiveDate) || isInArrears(after, effectiveDate))
    return after;
  return { ...after, history: { ...after.history, clearedOn: effectiveDate } };
}
