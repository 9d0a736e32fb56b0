import fc from 'fast-check';
import { isoDate } from '../../domain/calendar/isoDate';
import {
  type Charge,
  type ChargeStep,
  chargeAfter,
  outstandingOf,
  takeStep,
  toPayOf,
} from '../../domain/fees/charge';
import { prepaymentRefunds } from '../../domain/fees/prepaymentRefund';
import { fen } from '../../domain/money/fen';
import { rate } from '../../domain/money/rate';

const policy = { pointsShare: '0.20', vatRate: rate('0.06') } as const;
const charge: Charge = { kind: 'CONSULTING', priceFen: fen(99_999), validUntil: isoDate('2026-12-31') };

const amount = fc.integer({ min: 1, max: 120_000 }).map(fen);
const anyStep: fc.Arbitrary<ChargeStep> = fc
  .oneof(
    fc.record({
      type: fc.constant('CONSENT' as const),
      on: fc.constant(isoDate('2026-06-01')),
      pointsUsed: fc.nat(25_000),
    }),
    fc.record({ type: fc.constantFrom('INVOICE' as const, 'CANCEL' as const, 'DISPUTE' as const) }),
    fc.record({
      type: fc.constantFrom('COLLECT' as const, 'WAIVE' as const, 'REFUND' as const),
      amountFen: amount,
    }),
    fc.record({ type: fc.constant('RESOLVE' as const), upheldFen: fc.nat(120_000).map(fen) }),
  )
  .chain((step) => fc.nat(30).map((key) => ({ ...step, key: `${key}` }) as ChargeStep));

test('whatever is asked of a charge in whatever order: books balance, nothing goes below zero, points follow', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 30 }), fc.nat(30_000), (steps, begun) => {
      const balances = new Map<string, number>();
      let state = chargeAfter(charge, [], policy);
      let points = begun;
      const taken: ChargeStep[] = [];
      for (const step of steps) {
        const done = takeStep(charge, state, step, { policy, pointsBalance: points });
        if (!done.ok) continue;
        taken.push(step);
        state = done.value.state;
        points += done.value.points;
        for (const { account, debitFen, creditFen } of done.value.entries.flatMap(
          ({ postings }) => postings,
        )) {
          balances.set(account, (balances.get(account) ?? 0) + debitFen - creditFen);
        }
        const { collectedFen, refundedFen, heldFen } = state;
        expect(outstandingOf(charge, state)).toBeGreaterThanOrEqual(0);
        expect(balances.get('1124') ?? 0).toBe(outstandingOf(charge, state));
        expect(balances.get('1002') ?? 0).toBe(collectedFen - refundedFen + heldFen);
        expect([...balances.values()].reduce((sum, each) => sum + each, 0)).toBe(0);
      }
      expect(chargeAfter(charge, taken, policy)).toEqual(state);
      const { phase, collectedFen, refundedFen, waivedFen, pointsUsed } = state;
      const toPay = toPayOf(charge, state);
      const back = toPay === 0 ? 0 : Math.floor((pointsUsed * (waivedFen + refundedFen)) / toPay);
      const earned = Math.floor((collectedFen - refundedFen) / 100);
      expect(points - begun).toBe(phase === 'CANCELLED' ? 0 : earned - pointsUsed + back);
      // All given back: income and tax are as if there had been no charge.
      if (phase === 'INVOICED' && waivedFen + refundedFen === toPay) {
        expect([balances.get('6051') ?? 0, balances.get('2221.01') ?? 0]).toEqual([0, 0]);
      }
    }),
  );
});

test('prepayments never give back more than was collected', () => {
  const parts = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.nat(10_000_000).map(fen), parts, (collectedFen, shares) => {
      let balance = 100_000_000;
      const prepayments = shares.map((share, index) => {
        const principal = index === shares.length - 1 ? balance : Math.ceil((balance * share) / 100);
        const made = {
          on: isoDate(`2026-0${index + 2}-10`),
          balanceFen: fen(balance),
          principalFen: fen(principal),
        };
        balance -= principal;
        return made;
      });
      const whole = prepayments.filter(({ balanceFen }) => balanceFen > 0);
      const term = { collectedFen, startDate: isoDate('2026-01-10'), maturityDate: isoDate('2027-01-10') };
      const total = prepaymentRefunds(term, whole).reduce((sum, each) => sum + each, 0);
      expect(total).toBeLessThanOrEqual(collectedFen + whole.length);
    }),
  );
});
