import fc from 'fast-check';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { debitBalance, sumByAccount } from '../../../domain/ledger/balances';
import { entryDefect } from '../../../domain/ledger/draft';
import type { RecordedEvent } from '../../../domain/loan/append';
import { totalOf } from '../../../domain/loan/components';
import type { LoanEvent, LoanEventBody } from '../../../domain/loan/events';
import { loanAt } from '../../../domain/loan/fold';
import { heldMoneyUses, setOffUse, sightOf } from '../../../domain/loan/heldMoney';
import { owesNothing } from '../../../domain/loan/owed';
import { owedBackFen } from '../../../domain/loan/payerClaims';
import type { LoanTerms } from '../../../domain/loan/terms';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { ATTEMPTS, type Attempt, bodyOf } from '../../support/loanAttempts';
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

/** A step: days pass, then something is tried. */
interface Step extends Attempt {
  readonly days: number;
  readonly backdatedDays: number;
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  days: fc.constantFrom(0, 0, 1, 5, 14, 31, 60),
  kind: fc.constantFrom(...ATTEMPTS),
  share: fc.integer({ min: 0, max: 1_000 }),
  backdatedDays: fc.constantFrom(0, 0, 0, 0, 3, 40),
});

const CASH = { BANK: '1002', CHANNEL: '1012', UNIDENTIFIED: '2241.02', SUSPENSE: null } as const;

/** What an event says that it moves of the accounts of money, in less out; as the database has it (`money_of`). */
function moneyTold(event: LoanEvent, events: readonly LoanEvent[]): Readonly<Record<string, number>> {
  switch (event.kind) {
    case 'RECEIVED':
    case 'RECOVERED':
    case 'PREPAID':
      return CASH[event.into] === null ? {} : { [CASH[event.into] ?? '']: event.amountFen };
    case 'FEE_CHARGED':
      return event.settlement === 'PAID' ? { '1002': event.amountFen } : {};
    case 'DISBURSED':
    case 'REFUNDED':
    case 'FEE_REFUNDED':
    case 'FEE_PAID_OVER':
      return { '1002': -event.amountFen };
    case 'REVERSED': {
      const target = events.find(({ sequence }) => sequence === event.reverses);
      const told = target === undefined ? {} : moneyTold(target, events);
      return Object.fromEntries(Object.entries(told).map(([account, amount]) => [account, -amount]));
    }
    default:
      return {};
  }
}

function checkRecorded(book: LoanBook, recorded: RecordedEvent, terms: LoanTerms): void {
  const { after, entries, events, event } = recorded;
  // What brought the money of an event is asked of the event: its entries move that, and no other.
  const moved = sumByAccount(entries);
  const told = moneyTold(event, events);
  for (const account of ['1002', '1012', '2241.02'] as const)
    expect([account, debitBalance(moved, account)]).toEqual([account, told[account] ?? 0]);
  for (const entry of entries) expect(entryDefect(entry)).toBeNull();
  const sums = Object.values(sumByAccount(book.entries));
  expect(sums.reduce((total, { debitFen, creditFen }) => total + debitFen - creditFen, 0)).toBe(0);
  // What payers owe is what reversals claim and nothing was set off against, whatever was replayed since.
  expect(debitBalance(sumByAccount(book.entries), '1221.01')).toBe(owedBackFen(events));
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
    const outcome = book.try(effective, bodyOf(step, state, book.history), today);
    if ('code' in outcome) continue;
    kinds.push(outcome.event.kind);
    checkRecorded(book, outcome, terms);
  }
  return { book, today, kinds };
}

// Many folds on a busy machine.
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

  it('agree on what payers owe, whatever was refunded before receipts are taken back', () => {
    const acts = fc.array(
      fc.record({
        act: fc.constantFrom(...(['RECEIVE', 'RECEIVE', 'REFUND', 'REFUND', 'REVERSE', 'LATE'] as const)),
        days: fc.constantFrom(0, 1, 9, 31),
        share: fc.integer({ min: 1, max: 1_000 }),
      }),
      { minLength: 3, maxLength: 14 },
    );
    let claimed = 0;
    fc.assert(
      fc.property(acts, (steps) => {
        const book = new LoanBook(TERMS).disburse();
        let today = TERMS.startDate;
        for (const { act, days, share } of steps) {
          today = addDays(today, days);
          const { suspenseFen, totalDueFen } = loanAt(TERMS, book.history.events, today, CALENDAR);
          const open = book.history.events.filter(
            ({ kind, sequence }) =>
              kind === 'RECEIVED' &&
              !book.history.events.some((other) => other.kind === 'REVERSED' && other.reverses === sequence),
          );
          const bodies: Record<typeof act, LoanEventBody> = {
            RECEIVE: { kind: 'RECEIVED', amountFen: fen(share * 5_000), into: 'BANK' },
            LATE: { kind: 'RECEIVED', amountFen: fen(share * 100), into: 'BANK' },
            REFUND: {
              kind: 'REFUNDED',
              amountFen: fen(Math.ceil(((suspenseFen - totalDueFen) * share) / 1_000)),
            },
            REVERSE: {
              kind: 'REVERSED',
              reverses: open[share % open.length]?.sequence ?? 1,
              reason: 'bounced',
            },
          };
          const on = act === 'LATE' && days > 0 ? addDays(today, -days) : today;
          const outcome = book.try(on, bodies[act], today);
          if ('code' in outcome) continue;
          checkRecorded(book, outcome, TERMS);
          if (outcome.event.kind === 'REVERSED' && outcome.event.claims !== undefined) claimed += 1;
        }
      }),
      { numRuns: 60 },
    );
    expect(claimed).toBeGreaterThan(0);
  });

  it('give a surplus back once: what was given back and not claimed came in, and was not owed', () => {
    const terms = { ...TERMS, termMonths: 1, principalFen: fen(1_000_000) };
    const acts = fc.array(
      fc.record({
        act: fc.constantFrom(
          ...(['RECEIVE', 'RECEIVE', 'RECEIVE', 'GIVE_BACK', 'GIVE_BACK', 'REVERSE', 'LATE'] as const),
        ),
        days: fc.constantFrom(1, 9, 31),
        share: fc.integer({ min: 1, max: 1_000 }),
      }),
      { minLength: 6, maxLength: 16 },
    );
    let setOffs = 0;
    let claimedAgain = 0;
    fc.assert(
      fc.property(acts, (steps) => {
        const book = new LoanBook(terms).disburse();
        let today = terms.startDate;
        const events = () => book.history.events;
        const latest = () => sightOf(book.history, today, CALENDAR).latest;
        const standing = () =>
          events().filter(
            ({ kind, sequence }) =>
              kind === 'RECEIVED' &&
              !events().some((other) => other.kind === 'REVERSED' && other.reverses === sequence),
          );
        const sumFen = (of: readonly LoanEvent[]) =>
          of.reduce((sum, event) => sum + ('amountFen' in event ? event.amountFen : 0), 0);
        const note = (on: IsoDate, body: LoanEventBody) => {
          const outcome = book.try(on, body, today);
          if ('code' in outcome) return;
          checkRecorded(book, outcome, terms);
          if (body.kind === 'REVERSED' && 'claims' in outcome.event) {
            const given = events().filter(({ kind }) => kind === 'SET_OFF');
            const { claims = {} } = outcome.event as Extract<LoanEvent, { kind: 'REVERSED' }>;
            if (given.some(({ sequence }) => String(sequence) in claims)) claimedAgain += 1;
          }
        };
        /** As activities do after each booking. */
        const useHeld = () => {
          for (;;) {
            const [use] = heldMoneyUses(book.history, today, CALENDAR);
            const setOff = setOffUse(book.history, today, owedBackFen(events()), CALENDAR);
            const kind = use === undefined ? 'SET_OFF' : 'SUSPENSE_APPLIED';
            const next = use ?? setOff;
            if (next === null) break;
            if (kind === 'SET_OFF') setOffs += 1;
            const recorded = book.record(
              next.date,
              { kind, amountFen: next.amountFen },
              [next.date, today].sort().at(-1) ?? today,
            );
            checkRecorded(book, recorded, terms);
          }
        };
        const giveBack = () => {
          const { suspenseFen } = latest();
          const freeFen = fen(suspenseFen - owedBackFen(events()));
          if (owesNothing(latest()) && freeFen > 0)
            note(latest().asOf, { kind: 'REFUNDED', amountFen: freeFen });
        };
        const check = () => {
          const state = latest();
          const cameFen = sumFen(standing());
          const outFen = sumFen(events().filter(({ kind }) => kind === 'REFUNDED'));
          const paidFen = state.instalments.reduce((sum, { paid }) => sum + totalOf(paid), 0);
          const owedFen = owedBackFen(events());
          expect(cameFen - outFen).toBe(paidFen + state.suspenseFen - owedFen);
          expect(owedFen).toBeGreaterThanOrEqual(0);
          if (owedFen === 0) expect(outFen).toBeLessThanOrEqual(cameFen - paidFen);
          if (owesNothing(state)) expect(Math.min(state.suspenseFen, owedFen)).toBe(0);
        };
        for (const { act, days, share } of steps) {
          today = addDays(today, days);
          useHeld();
          if (act === 'GIVE_BACK') giveBack();
          else if (act === 'REVERSE') {
            const receipts = standing();
            const reverses = receipts[share % receipts.length]?.sequence ?? 1;
            note(today, { kind: 'REVERSED', reverses, reason: 'bounced' });
          } else {
            const on = act === 'LATE' && days > 0 ? addDays(today, -days) : today;
            note(on, { kind: 'RECEIVED', amountFen: fen(share * 4_000), into: 'BANK' });
          }
          useHeld();
          check();
        }
        today = addDays(today, 40);
        const dueFen = latest().totalDueFen + owedBackFen(events()) + 7;
        note(today, { kind: 'RECEIVED', amountFen: fen(dueFen), into: 'BANK' });
        useHeld();
        check();
        expect(owedBackFen(events())).toBe(0);
        giveBack();
        check();
        expect(book.record(latest().asOf, { kind: 'CLOSED' }, latest().asOf).after.suspenseFen).toBe(0);
        // What was set off with it is owed back again.
        note(today, { kind: 'REVERSED', reverses: standing().at(-1)?.sequence ?? 1, reason: 'bounced' });
        check();
      }),
      { numRuns: 60 },
    );
    expect(Math.min(setOffs, claimedAgain)).toBeGreaterThan(0);
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
