import fc from 'fast-check';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar';
import { entryDefect, trialBalance } from '../../../domain/ledger';
import {
  type LoanEventBody,
  type LoanState,
  type LoanTerms,
  loanAt,
  prepaymentOptions,
  type RecordedEvent,
} from '../../../domain/loan';
import { type Fen, fen, rate } from '../../../domain/money';
import { CALENDAR, LoanBook, TERMS } from '../../support/loans';

const termsArbitrary: fc.Arbitrary<LoanTerms> = fc
  .record({
    principal: fc.integer({ min: 10_000, max: 500_000_000 }),
    annualRate: fc.constantFrom('0', '0.0345', '0.12', '0.2399'),
    termMonths: fc.constantFrom(1, 3, 6, 12, 24),
    method: fc.constantFrom(...(['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'BULLET'] as const)),
    dayCount: fc.constantFrom(...(['30/360', 'ACT/360', 'ACT/365'] as const)),
    start: fc.integer({ min: 0, max: 400 }),
    compoundInterest: fc.boolean(),
    graceDays: fc.constantFrom(0, 3, 7),
    graceMode: fc.constantFrom(...(['RETROACTIVE', 'FROM_GRACE_END'] as const)),
    accrual: fc.constantFrom(...(['ACCRUAL', 'LEGAL'] as const)),
    fee: fc.constantFrom('0', '0.01'),
  })
  .map(({ principal, annualRate, start, accrual, fee, ...rest }) => ({
    ...TERMS,
    ...rest,
    principalFen: fen(principal),
    annualRate: rate(annualRate),
    startDate: addDays(isoDate('2024-12-01'), start),
    waterfalls: { accrual, nonAccrual: 'NON_ACCRUAL' as const },
    prepaymentFeeRate: rate(fee),
  }));

/** A step: days pass, then something is tried. The number chooses amounts and instalments. */
interface Step {
  readonly days: number;
  readonly kind: string;
  readonly share: number;
  readonly backdatedDays: number;
}

const KINDS = [
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

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  days: fc.constantFrom(0, 0, 1, 5, 14, 31, 60),
  kind: fc.constantFrom(...KINDS),
  share: fc.integer({ min: 0, max: 1_000 }),
  backdatedDays: fc.constantFrom(0, 0, 0, 0, 3, 40),
});

const portion = (amount: number, share: number): Fen =>
  fen(Math.max(1, Math.floor((amount * share) / 1_000)));

function bodyOf({ kind, share }: Step, state: LoanState, book: LoanBook): LoanEventBody {
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
      return prepayment(kind === 'PREPAY_ALL', share, state, book);
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

function prepayment(isAll: boolean, share: number, state: LoanState, book: LoanBook): LoanEventBody {
  const principalFen = isAll ? state.principalNormalFen : portion(state.principalNormalFen, share);
  const quote = prepaymentOptions(book.history, state.asOf, isAll ? 'ALL' : principalFen, CALENDAR);
  return {
    kind: 'PREPAID',
    principalFen,
    mode: share % 2 === 0 ? 'SHORTEN_TERM' : 'REDUCE_INSTALMENT',
    amountFen: quote.ok ? quote.value.shortenTerm.cashFen : fen(1),
    into: share % 5 === 0 ? 'SUSPENSE' : 'BANK',
  };
}

function checkRecorded(book: LoanBook, { after, entries, events }: RecordedEvent, terms: LoanTerms): void {
  for (const entry of entries) expect(entryDefect(entry)).toBeNull();
  expect(trialBalance(book.entries).isBalanced).toBe(true);
  // Sub-ledger = general ledger.
  expect(book.ledgerBooks()).toEqual(after.books);
  // Nothing is negative, and no principal is lost.
  for (const instalment of after.instalments) {
    for (const amount of Object.values(instalment.unpaid)) expect(amount).toBeGreaterThanOrEqual(0);
  }
  for (const amount of Object.values(after.books)) expect(amount).toBeGreaterThanOrEqual(0);
  const booked = after.instalments.reduce((sum, row) => sum + row.scheduled.principalFen, 0);
  const prepaid = after.prepayments.reduce((sum, taken) => sum + taken.principalFen, 0);
  expect(booked + prepaid).toBe(terms.principalFen);
  // The order of the list means nothing.
  const shuffled = [...events].reverse();
  expect(loanAt(terms, shuffled, after.asOf, CALENDAR)).toEqual(loanAt(terms, events, after.asOf, CALENDAR));
}

function live(terms: LoanTerms, steps: readonly Step[]): { book: LoanBook; today: IsoDate; kinds: string[] } {
  const book = new LoanBook(terms).disburse();
  let today = terms.startDate;
  const kinds: string[] = [];
  for (const step of steps) {
    today = addDays(today, step.days);
    const effective = addDays(today, -step.backdatedDays);
    const state = loanAt(terms, book.history.events, effective, CALENDAR);
    const outcome = book.try(effective, bodyOf(step, state, book), today);
    if ('code' in outcome) continue;
    kinds.push(outcome.event.kind);
    checkRecorded(book, outcome, terms);
  }
  return { book, today, kinds };
}

// Many folds on a busy machine.
jest.setTimeout(600_000);

describe('a loan and its ledger', () => {
  it('agree after any sequence of events, backdated and reversed ones included', () => {
    fc.assert(
      fc.property(
        termsArbitrary,
        fc.array(stepArbitrary, { minLength: 1, maxLength: 25 }),
        (terms, steps) => {
          live(terms, steps);
        },
      ),
      { numRuns: Number(process.env.LOAN_MODEL_RUNS ?? 200) },
    );
  });

  it('are the same however late and in whatever order receipts become known', () => {
    const receipts = fc.uniqueArray(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 3_000_000 }), fc.nat()), {
      selector: ([days]) => days,
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(termsArbitrary, receipts, (terms, received) => {
        const lastDay = addDays(terms.startDate, 301);
        const known = (order: typeof received) => {
          const book = new LoanBook(terms).disburse();
          for (const [days, amountFen] of order) {
            const body: LoanEventBody = { kind: 'RECEIVED', amountFen: fen(amountFen), into: 'BANK' };
            book.record(addDays(terms.startDate, days), body, lastDay);
          }
          const { after } = book.record(lastDay, { kind: 'ACCRUED' });
          expect(book.ledgerBooks()).toEqual(after.books);
          return after;
        };
        const inTime = known([...received].sort(([left], [right]) => left - right));
        const late = known([...received].sort(([, , left], [, , right]) => left - right));
        expect(late).toEqual(inTime);
      }),
      { numRuns: 50 },
    );
  });
});
