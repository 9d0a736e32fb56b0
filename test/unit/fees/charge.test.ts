import { isoDate } from '../../../domain/calendar/isoDate';
import {
  type Charge,
  type ChargeState,
  type ChargeStep,
  chargeAfter,
  outstandingOf,
  statusOf,
  takeStep,
  waivableOf,
} from '../../../domain/fees/charge';
import { checkGrant, mostRelief, reliefParts, reliefRoom } from '../../../domain/fees/relief';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';

/** A receipt of a fee that does not stay: what is owed, what is in the books, and whose points they are. */

const policy = { pointsShare: '0.20', vatRate: rate('0.06') } as const;
const charge: Charge = { kind: 'CONSULTING', priceFen: fen(100_000), validUntil: isoDate('2026-12-31') };
const begun: readonly ChargeStep[] = [
  { type: 'CONSENT', key: 'consent', on: isoDate('2026-06-01'), pointsUsed: 0 },
  { type: 'INVOICE', key: 'invoice' },
];
const collect = (key: string, amountFen: number): ChargeStep => ({
  ...{ type: 'COLLECT', key, amountFen: fen(amountFen) },
});
const bounce = (of: string, amountFen: number): ChargeStep => ({
  ...{ type: 'BOUNCE', key: `bounce/${of}`, of, amountFen: fen(amountFen) },
});
const refund = (amountFen: number): ChargeStep => ({
  ...{ type: 'REFUND', key: 'refund', amountFen: fen(amountFen) },
});
const after = (...steps: readonly ChargeStep[]) => chargeAfter(charge, [...begun, ...steps], policy);
const take = (state: ChargeState, step: ChargeStep) =>
  takeStep(charge, state, step, { policy, pointsBalance: 0 });

test('what bounced is owed again, out of 1221; the invoice, its income and its tax stay', () => {
  const bounced = take(after(collect('c1', 100_000)), bounce('c1', 100_000));
  if (!bounced.ok) throw new Error(bounced.refusal.code);
  const { state, entries, points } = bounced.value;
  expect([statusOf(charge, state), outstandingOf(charge, state)]).toEqual(['INVOICED', 100_000]);
  expect(entries.map(({ event }) => event)).toEqual(['FEE_BOUNCED']);
  expect(
    entries.flatMap(({ postings }) => postings.map((each) => [each.account, each.debitFen - each.creditFen])),
  ).toEqual([
    ['1124', 100_000],
    ['1221', -100_000],
  ]);
  expect(points).toBe(-1_000);
  const again = take(state, collect('c2', 100_000));
  expect(again.ok && statusOf(charge, again.value.state)).toBe('COLLECTED');
});

test('a receipt bounces once, all of it, and only one that came', () => {
  const state = after(collect('c1', 60_000), collect('c2', 40_000), bounce('c1', 60_000));
  expect([statusOf(charge, state), outstandingOf(charge, state)]).toEqual(['PARTLY_COLLECTED', 60_000]);
  for (const step of [
    bounce('c1', 60_000),
    { ...bounce('c2', 40_000), amountFen: fen(39_999) } as ChargeStep,
  ]) {
    const refused = take(state, { ...step, key: 'another' });
    expect(refused.ok ? '' : refused.refusal.code).toBe('NOT_A_RECEIPT');
  }
  const unknown = take(state, bounce('c3', 1));
  expect(unknown.ok ? '' : unknown.refusal.code).toBe('NOT_A_RECEIPT');
});

test('money that was held is gone before what was paid of the charge', () => {
  const state = after(collect('c1', 60_000), collect('c2', 55_000), bounce('c1', 60_000));
  expect([state.collectedFen, state.heldFen, outstandingOf(charge, state)]).toEqual([55_000, 0, 45_000]);
});

test('a refund that was paid out before is owed back, and is no part of the price', () => {
  const state = after(collect('c1', 100_000), refund(40_000), bounce('c1', 100_000));
  // 60,000 of the price and 40,000 that went out for nothing.
  expect([outstandingOf(charge, state), waivableOf(charge, state)]).toEqual([100_000, 60_000]);
  const above = take(state, { type: 'WAIVE', key: 'waive', amountFen: fen(60_001) });
  expect(above.ok ? '' : above.refusal.code).toBe('WAIVE_ABOVE_OUTSTANDING');
  const room = reliefRoom({ ...state, outstandingFen: outstandingOf(charge, state) });
  expect([mostRelief('WAIVE', room), mostRelief('REFUND', room), mostRelief('DISPUTE', room)]).toEqual([
    60_000, 0, 60_000,
  ]);
  const paid = take(state, collect('c2', 100_000));
  if (!paid.ok) throw new Error(paid.refusal.code);
  // For the 60,000 that are kept.
  expect(paid.value.points).toBe(600);
});

test('a dispute goes on, about as much as before; what it finds right is given up', () => {
  const disputed = after(collect('c1', 100_000), { type: 'DISPUTE', key: 'dispute' }, bounce('c1', 100_000));
  expect(statusOf(charge, disputed)).toBe('DISPUTED');
  const found = take(disputed, { type: 'RESOLVE', key: 'resolve', upheldFen: fen(30_000) });
  if (!found.ok) throw new Error(found.refusal.code);
  expect(found.value.entries.map(({ event }) => event)).toEqual(['FEE_WAIVED']);
  expect(outstandingOf(charge, found.value.state)).toBe(70_000);
});

test('what staff would give back is given up where it is not there any more', () => {
  const room = (paidFen: number) => ({ waivableFen: fen(100_000 - paidFen), paidFen: fen(paidFen) });
  expect(reliefParts('REFUND', room(100_000), fen(40_000))).toEqual({ waivedFen: 0, refundedFen: 40_000 });
  expect(reliefParts('REFUND', room(30_000), fen(40_000))).toEqual({
    waivedFen: 10_000,
    refundedFen: 30_000,
  });
  expect(reliefParts('REFUND', room(0), fen(40_000))).toEqual({ waivedFen: 40_000, refundedFen: 0 });
});

test('no more is granted than is in dispute, and whoever would is told how much is', () => {
  expect(checkGrant(500, 500).ok).toBe(true);
  expect(checkGrant(501, 500)).toEqual({
    ok: false,
    refusal: { code: 'UPHELD_ABOVE_CHARGE', field: 'amountFen', detail: { maximumFen: 500 } },
  });
});
