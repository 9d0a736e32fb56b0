import type { LoanHistory } from '../../domain/loan/append';
import type { LoanEventBody } from '../../domain/loan/events';
import { prepaymentOptions } from '../../domain/loan/quote';
import type { LoanState } from '../../domain/loan/state';
import { type Fen, fen } from '../../domain/money/fen';
import { rate } from '../../domain/money/rate';
import { CALENDAR } from './loans';

/** Something to try; the number chooses amounts and instalments. */
export interface Attempt {
  readonly kind: keyof typeof TRIES;
  readonly share: number;
}

const portion = (amount: number, share: number): Fen =>
  fen(Math.max(1, Math.floor((amount * share) / 1_000)));

const receipt = (amountFen: number, into: 'BANK' | 'CHANNEL' | 'UNIDENTIFIED' = 'BANK'): LoanEventBody => ({
  kind: 'RECEIVED',
  amountFen: fen(amountFen),
  into,
});

type Try = (share: number, state: LoanState, history: LoanHistory) => LoanEventBody;

const TRIES = {
  ACCRUED: () => ({ kind: 'ACCRUED' }),
  PAY_DUE: (_share, { totalDueFen }) => receipt(Math.max(1, totalDueFen)),
  PAY_SHARE: (share, { totalDueFen }) => receipt(portion(totalDueFen, share)),
  PAY_MORE: (share, { totalDueFen }) => receipt(totalDueFen + share * 100 + 1, 'UNIDENTIFIED'),
  CHANNEL: (share, { totalDueFen }) => receipt(portion(totalDueFen, share), 'CHANNEL'),
  APPLY: (_share, { totalDueFen, suspenseFen }) => ({
    kind: 'SUSPENSE_APPLIED',
    amountFen: fen(Math.min(totalDueFen, suspenseFen)),
  }),
  RATE: (share) => ({ kind: 'RATE_CHANGED', annualRate: rate(['0', '0.05', '0.18'][share % 3] ?? '0') }),
  PREPAY: (share, state, history) => prepayment(false, share, state, history),
  PREPAY_ALL: (share, state, history) => prepayment(true, share, state, history),
  EXTEND: (share) => ({ kind: 'EXTENDED', extraMonths: 1 + (share % 3) }),
  RESCHEDULE: (share) => ({ kind: 'RESCHEDULED', termMonths: 1 + (share % 6) }),
  ACCELERATE: () => ({ kind: 'ACCELERATED' }),
  WAIVE: (share, { instalments }) => {
    const pick = instalments[share % Math.max(1, instalments.length)];
    const component = (['fee', 'compound', 'penalty', 'interest'] as const)[share % 4] ?? 'fee';
    const amountFen = portion(pick?.unpaidFen ?? 0, share % 50);
    return { kind: 'WAIVED', instalment: pick?.number ?? 1, component, amountFen };
  },
  FEE_PAID: (share) => {
    const feeKind = (['LOAN_SERVICE', 'CONSULTING', 'APPRAISAL_AGENCY'] as const)[share % 3] ?? 'CONSULTING';
    return { kind: 'FEE_CHARGED', feeKind, amountFen: fen(share + 1), settlement: 'PAID' };
  },
  FEE_BILLED: (share) => ({
    kind: 'FEE_CHARGED',
    feeKind: 'PERIODIC',
    amountFen: fen(share + 1),
    settlement: 'BILLED',
  }),
  FEE_REFUND: (share) => {
    const feeKind =
      (['LOAN_SERVICE', 'PERIODIC', 'APPRAISAL_AGENCY', 'PREPAYMENT'] as const)[share % 4] ?? 'PERIODIC';
    return { kind: 'FEE_REFUNDED', feeKind, amountFen: fen(1 + (share % 50)) };
  },
  PAY_OVER: (share) => ({ kind: 'FEE_PAID_OVER', amountFen: fen(1 + (share % 300)) }),
  CLASSIFY: (share) => ({
    kind: 'CLASSIFIED',
    grade: share % 2 === 0 ? 'NORMAL' : 'SUBSTANDARD',
    reasons: [],
  }),
  PROVISION: (share, { principalOutstandingFen }) => ({
    kind: 'PROVISIONED',
    targetFen: portion(principalOutstandingFen + 1, share),
  }),
  NON_ACCRUAL: () => ({ kind: 'NON_ACCRUAL_ENTERED' }),
  RESUME: () => ({ kind: 'ACCRUAL_RESUMED' }),
  WRITE_OFF: () => ({ kind: 'WRITTEN_OFF' }),
  RECOVER: (share, { writtenOffPrincipalFen }) => ({
    kind: 'RECOVERED',
    amountFen: portion(writtenOffPrincipalFen * 2 + 10, share),
    into: 'BANK',
  }),
  REFUND: (_share, { suspenseFen }) => ({ kind: 'REFUNDED', amountFen: fen(Math.max(1, suspenseFen)) }),
  REVERSE: (share, { lastSequence }) => ({
    kind: 'REVERSED',
    reverses: 1 + (share % (lastSequence + 1)),
    reason: 'test',
  }),
  CLOSE: () => ({ kind: 'CLOSED' }),
} as const satisfies Readonly<Record<string, Try>>;

/** What can be tried on a loan: at least one way to every kind of event. */
export const ATTEMPTS = Object.keys(TRIES) as (keyof typeof TRIES)[];

/** The event that an attempt comes to on a loan as it is; it may well be refused. */
export function bodyOf({ kind, share }: Attempt, state: LoanState, history: LoanHistory): LoanEventBody {
  const attempt: Try = TRIES[kind];
  return attempt(share, state, history);
}

function prepayment(isAll: boolean, share: number, state: LoanState, history: LoanHistory): LoanEventBody {
  const principalFen = isAll ? state.principalNormalFen : portion(state.principalNormalFen, share);
  const quote = prepaymentOptions(history, state.asOf, isAll ? 'ALL' : principalFen, CALENDAR);
  return {
    kind: 'PREPAID',
    principalFen,
    mode: share % 2 === 0 ? 'SHORTEN_TERM' : 'REDUCE_INSTALMENT',
    amountFen: quote.ok ? quote.value.shortenTerm.cashFen : fen(1),
    into: share % 5 === 0 ? 'SUSPENSE' : 'BANK',
  };
}
