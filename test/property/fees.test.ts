import fc from 'fast-check';
import { isoDate } from '../../domain/calendar/isoDate';
import {
  type Charge,
  type ChargeState,
  type ChargeStep,
  chargeAfter,
  outstandingOf,
  takeStep,
  toPayOf,
} from '../../domain/fees/charge';
import { prepaymentReliefs } from '../../domain/fees/prepaymentRelief';
import { mostRelief, type ReliefKind, reliefParts, reliefRoom } from '../../domain/fees/relief';
import { fen } from '../../domain/money/fen';
import { rate } from '../../domain/money/rate';
import { splitVat } from '../../domain/money/vat';

const policy = { pointsShare: '0.20', vatRate: rate('0.06') } as const;
const charge: Charge = { kind: 'CONSULTING', priceFen: fen(99_999), validUntil: isoDate('2026-12-31') };

type OwnStep = ChargeStep extends infer Step ? (Step extends unknown ? Omit<Step, 'key'> : never) : never;

const amount = fc.integer({ min: 1, max: 120_000 }).map(fen);
type Drawn =
  | Exclude<ChargeStep, { readonly type: 'BOUNCE' }>
  | { readonly type: 'BOUNCE'; readonly key: string; readonly nth: number };
const anyStep: fc.Arbitrary<Drawn> = fc
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
    fc.record({ type: fc.constant('BOUNCE' as const), nth: fc.nat(3) }),
  )
  .chain((step) => fc.nat(30).map((key) => ({ ...step, key: `${key}` }) as Drawn));

/** A receipt that bounces is one of those that came. */
function standingOf({ receipts }: ChargeState, step: Drawn): ChargeStep {
  if (step.type !== 'BOUNCE') return step;
  const [of, amountFen] = Object.entries(receipts)[step.nth] ?? ['none', fen(1)];
  return { type: 'BOUNCE', key: step.key, of, amountFen };
}

test('whatever is asked of a charge in whatever order: books balance, nothing goes below zero, points follow', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 30 }), fc.nat(30_000), (steps, begun) => {
      const balances = new Map<string, number>();
      let state = chargeAfter(charge, [], policy);
      let points = begun;
      const taken: ChargeStep[] = [];
      for (const drawn of steps) {
        const step = standingOf(state, drawn);
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
        // What bounced left the bank's account by the bank's file, which 1221 stands for.
        const atBank = (balances.get('1002') ?? 0) + (balances.get('1221') ?? 0);
        expect(atBank).toBe(collectedFen - refundedFen + heldFen);
        expect([collectedFen >= 0, heldFen >= 0]).toEqual([true, true]);
        expect([...balances.values()].reduce((sum, each) => sum + each, 0)).toBe(0);
      }
      expect(chargeAfter(charge, taken, policy)).toEqual(state);
      const { phase, collectedFen, refundedFen, waivedFen, pointsUsed } = state;
      const toPay = toPayOf(charge, state);
      const back = toPay === 0 ? 0 : Math.floor((pointsUsed * (waivedFen + refundedFen)) / toPay);
      const earned = Math.floor(Math.max(collectedFen - refundedFen, 0) / 100);
      expect(points - begun).toBe(phase === 'CANCELLED' ? 0 : earned - pointsUsed + back);
      // All given back: income and tax are as if there had been no charge.
      if (phase === 'INVOICED' && waivedFen + refundedFen === toPay) {
        expect([balances.get('6051') ?? 0, balances.get('2221.01') ?? 0]).toEqual([0, 0]);
      }
    }),
  );
});

/** Parts of a loan of a year that are prepaid, the last one all that is left of it. */
const prepaid = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 6 }).map((shares) => {
  let balance = 100_000_000;
  return shares.flatMap((share, index) => {
    const principal = index === shares.length - 1 ? balance : Math.ceil((balance * share) / 100);
    const made = { balanceFen: fen(balance), principalFen: fen(principal) };
    balance -= principal;
    return made.principalFen === 0 ? [] : [{ ...made, on: isoDate(`2026-0${index + 2}-10`) }];
  });
});
const term = { startDate: isoDate('2026-01-10'), maturityDate: isoDate('2027-01-10') };

test('prepayments never let more of a fee fall away than it is', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000).map(fen), prepaid, (agreedFen, prepayments) => {
      const total = prepaymentReliefs({ agreedFen, ...term }, prepayments).reduce(
        (sum, each) => sum + each,
        0,
      );
      expect(total).toBeLessThanOrEqual(agreedFen);
    }),
  );
});

/** What somebody else asks of a fee before a prepayment, and what is paid of it. */
const between = fc.record({
  paidFen: fc.nat(60_000),
  kind: fc.constantFrom('WAIVE' as const, 'REFUND' as const, 'DISPUTE' as const),
  wantedFen: fc.oneof(fc.constant(0), fc.nat(30_000)),
});

test('a prepaid fee: paid, given up and outstanding are what was agreed, whoever paid how much of it', () => {
  const service: Charge = { ...charge, kind: 'LOAN_SERVICE' };
  const around = { policy, pointsBalance: 100_000 };
  fc.assert(
    fc.property(prepaid, fc.nat(19_999), fc.array(between, { maxLength: 6 }), (prepayments, points, acts) => {
      const credited = new Map<string, number>();
      let key = 0;
      let state = chargeAfter(service, [], policy);
      const take = (step: OwnStep): void => {
        key += 1;
        const done = takeStep(service, state, { ...step, key: `${key}` } as ChargeStep, around);
        if (!done.ok) throw new Error(`${step.type}: ${done.refusal.code}`);
        state = done.value.state;
        for (const { account, debitFen, creditFen } of done.value.entries.flatMap((each) => each.postings)) {
          credited.set(account, (credited.get(account) ?? 0) + creditFen - debitFen);
        }
      };
      const room = () => reliefRoom({ ...state, outstandingFen: outstandingOf(service, state) });
      /** As its process does: given up at once, paid back when the bank has. */
      const grant = (kind: ReliefKind, wantedFen: number): number => {
        const grantedFen = fen(Math.min(wantedFen, mostRelief(kind, room())));
        const { waivedFen, refundedFen } = reliefParts(kind, room(), grantedFen);
        if (kind === 'DISPUTE') {
          take({ type: 'DISPUTE' });
          take({ type: 'RESOLVE', upheldFen: grantedFen });
        } else {
          if (waivedFen > 0) take({ type: 'WAIVE', amountFen: waivedFen });
          if (refundedFen > 0) take({ type: 'REFUND', amountFen: refundedFen });
        }
        // Nobody is paid back what they still owe.
        if (kind !== 'REFUND' && refundedFen > 0) expect(outstandingOf(service, state)).toBe(0);
        return grantedFen;
      };
      take({ type: 'CONSENT', on: isoDate('2026-06-01'), pointsUsed: points });
      take({ type: 'INVOICE' });
      const agreedFen = toPayOf(service, state);
      let byPeople = 0;
      let fallen = 0;
      for (const [index] of prepayments.entries()) {
        const act = acts[index];
        const outstandingFen = outstandingOf(service, state);
        if (act !== undefined && outstandingFen > 0 && act.paidFen > 0) {
          take({ type: 'COLLECT', amountFen: fen(Math.min(act.paidFen, outstandingFen)) });
        }
        if (act !== undefined) byPeople += grant(act.kind, act.wantedFen);
        const standing = { agreedFen: fen(agreedFen - byPeople), ...term };
        const relief = prepaymentReliefs(standing, prepayments)[index] ?? 0;
        const granted = grant('PREPAYMENT', relief);
        fallen += granted;
        const { collectedFen, waivedFen, refundedFen } = state;
        expect(collectedFen + waivedFen + outstandingOf(service, state)).toBe(agreedFen);
        expect(refundedFen).toBeLessThanOrEqual(collectedFen);
        expect(waivedFen + refundedFen).toBe(byPeople + fallen);
        // Whatever was paid of it before: where nobody gave anything up it falls away as if all had been.
        if (byPeople === 0) expect(granted).toBe(relief);
        const given = waivedFen + refundedFen;
        const vat = (amountFen: number) => splitVat(fen(amountFen), policy.vatRate).vatFen;
        expect(credited.get('2221.01') ?? 0).toBe(vat(agreedFen) - vat(given));
        expect((credited.get('1124') ?? 0) + outstandingOf(service, state)).toBe(0);
      }
    }),
  );
});
