import { type LoanEventBody, type LoanHistory, type LoanState, prepaymentOptions } from '../../domain/loan';
import { type Fen, fen, rate } from '../../domain/money';
import { CALENDAR } from './loans';

/** What can be tried on a loan: at least one way to every kind of event. */
export const ATTEMPTS = [
  'ACCRUED',
  'PAY_DUE',
  'PAY_SHARE',
  'PAY_MORE',
  'CHANNEL',
  'APPLY',
  'RATE',
  'PREPAY',
  'PREPAY_ALL',
  'EXTEND',
  'RESCHEDULE',
  'ACCELERATE',
  'WAIVE',
  'FEE_PAID',
  'FEE_BILLED',
  'FEE_REFUND',
  'PAY_OVER',
  'CLASSIFY',
  'PROVISION',
  'NON_ACCRUAL',
  'RESUME',
  'WRITE_OFF',
  'RECOVER',
  'REFUND',
  'REVERSE',
  'CLOSE',
] as const;

/** Something to try; the number chooses amounts and instalments. */
export interface Attempt {
  readonly kind: string;
  readonly share: number;
}

const portion = (amount: number, share: number): Fen =>
  fen(Math.max(1, Math.floor((amount * share) / 1_000)));

/** The event that an attempt comes to on a loan as it is; it may well be refused. */
export function bodyOf({ kind, share }: Attempt, state: LoanState, history: LoanHistory): LoanEventBody {
  const due = state.totalDueFen;
  const pick = state.instalments[share % Math.max(1, state.instalments.length)];
  const receipt = (amountFen: Fen, into: 'BANK' | 'CHANNEL' | 'UNIDENTIFIED' = 'BANK'): LoanEventBody => ({
    kind: 'RECEIVED',
    amountFen,
    into,
  });
  switch (kind) {
    case 'PAY_DUE':
      return receipt(fen(Math.max(1, due)));
    case 'PAY_SHARE':
      return receipt(portion(due, share));
    case 'PAY_MORE':
      return receipt(fen(due + share * 100 + 1), 'UNIDENTIFIED');
    case 'CHANNEL':
      return receipt(portion(due, share), 'CHANNEL');
    case 'APPLY':
      return { kind: 'SUSPENSE_APPLIED', amountFen: fen(Math.min(due, state.suspenseFen)) };
    case 'RATE':
      return { kind: 'RATE_CHANGED', annualRate: rate(['0', '0.05', '0.18'][share % 3] ?? '0') };
    case 'PREPAY':
    case 'PREPAY_ALL':
      return prepayment(kind === 'PREPAY_ALL', share, state, history);
    case 'EXTEND':
      return { kind: 'EXTENDED', extraMonths: 1 + (share % 3) };
    case 'RESCHEDULE':
      return { kind: 'RESCHEDULED', termMonths: 1 + (share % 6) };
    case 'ACCELERATE':
      return { kind: 'ACCELERATED' };
    case 'WAIVE':
      return {
        kind: 'WAIVED',
        instalment: pick?.number ?? 1,
        component: (['fee', 'compound', 'penalty', 'interest'] as const)[share % 4] ?? 'fee',
        amountFen: portion(pick?.unpaidFen ?? 0, share % 50),
      };
    case 'FEE_PAID':
      return {
        kind: 'FEE_CHARGED',
        feeKind: (['LOAN_SERVICE', 'CONSULTING', 'APPRAISAL_AGENCY'] as const)[share % 3] ?? 'CONSULTING',
        amountFen: fen(share + 1),
        settlement: 'PAID',
      };
    case 'FEE_BILLED':
      return { kind: 'FEE_CHARGED', feeKind: 'PERIODIC', amountFen: fen(share + 1), settlement: 'BILLED' };
    case 'FEE_REFUND':
      return {
        kind: 'FEE_REFUNDED',
        feeKind:
          (['LOAN_SERVICE', 'PERIODIC', 'APPRAISAL_AGENCY', 'PREPAYMENT'] as const)[share % 4] ?? 'PERIODIC',
        amountFen: fen(1 + (share % 50)),
      };
    case 'PAY_OVER':
      return { kind: 'FEE_PAID_OVER', amountFen: fen(1 + (share % 300)) };
    case 'CLASSIFY':
      return { kind: 'CLASSIFIED', grade: share % 2 === 0 ? 'NORMAL' : 'SUBSTANDARD', reasons: [] };
    case 'PROVISION':
      return { kind: 'PROVISIONED', targetFen: portion(state.principalOutstandingFen + 1, share) };
    case 'NON_ACCRUAL':
      return { kind: 'NON_ACCRUAL_ENTERED' };
    case 'RESUME':
      return { kind: 'ACCRUAL_RESUMED' };
    case 'WRITE_OFF':
      return { kind: 'WRITTEN_OFF' };
    case 'RECOVER':
      return { kind: 'RECOVERED', amountFen: portion(state.writtenOffPrincipalFen * 2 + 10, share) };
    case 'REFUND':
      return { kind: 'REFUNDED', amountFen: fen(Math.max(1, state.suspenseFen)) };
    case 'REVERSE':
      return { kind: 'REVERSED', reverses: 1 + (share % (state.lastSequence + 1)), reason: 'test' };
    case 'CLOSE':
      return { kind: 'CLOSED' };
    default:
      return { kind: 'ACCRUED' };
  }
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
