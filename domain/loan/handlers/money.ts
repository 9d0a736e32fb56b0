import { disburse, feeCollected, feePaid, interestDue, repay } from '../../ledger/entries';
import { claimSetOff, overpaymentRefunded } from '../../ledger/refunds';
import { type Fen, fen, minFen, ZERO_FEN } from '../../money/fen';
import { accept } from '../../result';
import { buildSchedule } from '../../schedule/buildSchedule';
import { sumLines } from '../books';
import type { LoanEventOf } from '../events';
import { futureLines, lineOf } from '../lines';
import type { LoanPosition } from '../position';
import { cashAccountOf, receive, withFee } from '../receipts';
import { isPrepayable, prepaymentAt, withRemaining } from '../remaining';
import type { Outcome, Standing } from '../standing';

/** Pays the loan out and makes its schedule, counted from the day of payment. */
export function disbursed(
  event: LoanEventOf<'DISBURSED'>,
  { position, date, collectionDateOf }: Standing,
): Outcome {
  const { terms } = position;
  const built = buildSchedule({ ...terms, principalFen: event.amountFen, startDate: date });
  if (!built.ok) return built;
  const { rows, levelFen } = built.value;
  return accept({
    position: {
      ...position,
      phase: 'ACTIVE',
      scheduleTerms: built.value.terms,
      levelFen,
      lines: rows.map((row) => lineOf(row, collectionDateOf)),
      rates: [{ from: date, annualRate: terms.annualRate }],
      accruedThrough: date,
    },
    drafts: [disburse(event.amountFen)],
  });
}

/** Pays what is due with money that came in. */
export function received(event: LoanEventOf<'RECEIVED'>, { position, date }: Standing): Outcome {
  const money = { amountFen: event.amountFen, cash: cashAccountOf(event.into), preset: event.preset };
  return accept(receive(position, money, date));
}

/** Pays what is due with money that was held. */
export function suspenseApplied(
  { amountFen }: LoanEventOf<'SUSPENSE_APPLIED'>,
  { position, date }: Standing,
): Outcome {
  const money = { amountFen: minFen(amountFen, spendable(position)), cash: cashAccountOf('SUSPENSE') };
  return accept(receive(position, money, date));
}

/** Nothing is held where a replay finds that more was given back than came. */
function spendable({ suspenseFen }: LoanPosition): Fen {
  return fen(Math.max(0, suspenseFen));
}

/** Gives held money back; what of it is claimed back since was not held. */
export function refunded(
  { amountFen, claimedFen = ZERO_FEN }: LoanEventOf<'REFUNDED'>,
  { position }: Standing,
): Outcome {
  return accept({
    position: { ...position, suspenseFen: fen(position.suspenseFen - amountFen + claimedFen) },
    drafts: [overpaymentRefunded(amountFen, claimedFen)],
  });
}

/** Sets held money off against what the borrower owes back; what of it is claimed back since was not held. */
export function setOff(
  { amountFen, claimedFen = ZERO_FEN }: LoanEventOf<'SET_OFF'>,
  { position }: Standing,
): Outcome {
  const heldFen = fen(amountFen - claimedFen);
  return accept({
    position: { ...position, suspenseFen: fen(position.suspenseFen - heldFen) },
    drafts: [claimSetOff(heldFen)],
  });
}

/**
 * Pays the running interest, the fee and the principal, and computes the rows anew. A replay may find that
 * something was due on the day, or that the money doesn't cover it: then it is a receipt like others.
 */
export function prepaid(
  event: LoanEventOf<'PREPAID'>,
  { position, date, collectionDateOf }: Standing,
): Outcome {
  const cash = cashAccountOf(event.into);
  const isFromSuspense = event.into === 'SUSPENSE';
  const amountFen = isFromSuspense ? minFen(event.amountFen, spendable(position)) : event.amountFen;
  const quote = prepaymentAt(position, date, event.principalFen, event.mode);
  const isPossible = quote.ok && quote.value.cashFen <= amountFen && isPrepayable(position, date);
  if (!isPossible) return accept(receive(position, { amountFen, cash }, date));
  const { accruedInterestFen, principalPrepaidFen, feeFen, billedFeesFen, cashFen, remaining } = quote.value;
  const heldFen = isFromSuspense ? fen(0) : fen(amountFen - cashFen);
  const after = withRemaining(position, date, remaining, false, collectionDateOf);
  const withPrepaymentFee = { ...after, feesTaken: withFee(after, 'PREPAYMENT', feeFen) };
  const taken = {
    date,
    mode: event.mode,
    interestFen: accruedInterestFen,
    principalFen: principalPrepaidFen,
    feeFen,
  };
  return accept({
    position: {
      ...after,
      suspenseFen: fen(position.suspenseFen + (isFromSuspense ? -cashFen : heldFen)),
      prepayments: [...after.prepayments, taken],
      feesTaken: withFee(withPrepaymentFee, 'PERIODIC', billedFeesFen),
    },
    drafts: [
      interestDue(sumLines(futureLines(position, date), (line) => line.deferredVatFen)),
      repay({
        cash,
        normalPrincipalFen: principalPrepaidFen,
        overduePrincipalFen: fen(0),
        interestFen: accruedInterestFen,
        suspenseFen: heldFen,
      }),
      feePaid('PREPAYMENT', feeFen, after.terms.vatRate, cash),
      feeCollected(billedFeesFen, cash),
    ],
  });
}
