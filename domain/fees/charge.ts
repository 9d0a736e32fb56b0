import type { IsoDate } from '../calendar/isoDate';
import type { EntryDraft } from '../ledger/draft';
import type { CashAccount, FeeKind } from '../ledger/entries';
import { feeBilledTo, feeGivenBack, feeMoneyBounced, feeMoneyIn, type GivenBack } from '../ledger/feeEntries';
import { type Fen, fen, maxFen, minFen, subtractFen, ZERO_FEN } from '../money/fen';
import { splitVat } from '../money/vat';
import { accept, type Result, refuse } from '../result';
import { type PricePolicy, pointsLimit } from './price';
import { reliefRoom } from './relief';

/** A charge as it was quoted. */
export interface Charge {
  readonly kind: FeeKind;
  /** After discounts, before points; VAT is inside. */
  readonly priceFen: Fen;
  /** The last day on which it may be agreed to. */
  readonly validUntil: IsoDate;
}

/** What becomes of a charge, each step under a key of its own: it is taken once. */
export type ChargeStep = { readonly key: string } & (
  | { readonly type: 'CONSENT'; readonly on: IsoDate; readonly pointsUsed: number }
  | { readonly type: 'INVOICE' }
  | { readonly type: 'CANCEL' }
  | { readonly type: 'COLLECT'; readonly amountFen: Fen; readonly cash?: CashAccount }
  /**
   * The bank has taken a receipt back, or never had it.
   * @property of the key of its COLLECT
   * @property amountFen all of it
   */
  | { readonly type: 'BOUNCE'; readonly of: string; readonly amountFen: Fen }
  | { readonly type: 'WAIVE'; readonly amountFen: Fen }
  | { readonly type: 'REFUND'; readonly amountFen: Fen }
  | { readonly type: 'DISPUTE' }
  /** @property upheldFen what the customer is right about; 0: nothing */
  | { readonly type: 'RESOLVE'; readonly upheldFen: Fen }
);
export const CHARGE_STEPS = [
  'CONSENT',
  'INVOICE',
  'CANCEL',
  'COLLECT',
  'BOUNCE',
  'WAIVE',
  'REFUND',
  'DISPUTE',
  'RESOLVE',
] as const satisfies readonly ChargeStep['type'][];

export const CHARGE_STATUSES = [
  'QUOTED',
  'CONSENTED',
  'INVOICED',
  'PARTLY_COLLECTED',
  'COLLECTED',
  'DISPUTED',
  'WAIVED',
  'REFUNDED',
  'CANCELLED',
] as const;
export type ChargeStatus = (typeof CHARGE_STATUSES)[number];

export type ChargeRefusal =
  | 'DUPLICATE'
  | 'CHARGE_CANCELLED'
  | 'QUOTE_EXPIRED'
  | 'POINTS_ABOVE_LIMIT'
  | 'CHARGE_NOT_CONSENTED'
  | 'ALREADY_CONSENTED'
  | 'ALREADY_INVOICED'
  | 'NOT_INVOICED'
  | 'NOTHING_OUTSTANDING'
  | 'NOT_A_RECEIPT'
  | 'CHARGE_DISPUTED'
  | 'WAIVE_ABOVE_OUTSTANDING'
  | 'REFUND_ABOVE_COLLECTED'
  | 'NO_DISPUTE'
  | 'UPHELD_ABOVE_CHARGE';

/** Where a charge stands after its steps. */
export interface ChargeState {
  readonly phase: 'QUOTED' | 'CONSENTED' | 'INVOICED' | 'CANCELLED';
  readonly pointsUsed: Fen;
  /** Of the charge alone: what came above it is held for whoever paid it. */
  readonly collectedFen: Fen;
  readonly heldFen: Fen;
  readonly waivedFen: Fen;
  readonly refundedFen: Fen;
  readonly isDisputed: boolean;
  readonly keys: readonly string[];
  /** What came and has not bounced, by the key of its COLLECT. */
  readonly receipts: Readonly<Record<string, Fen>>;
}

/** What a step does to the books, and to the points of whoever pays. */
export interface ChargeEffect {
  readonly state: ChargeState;
  readonly entries: readonly EntryDraft[];
  /** Points that come (+) or go (−). */
  readonly points: number;
}

const QUOTED: ChargeState = {
  phase: 'QUOTED',
  pointsUsed: ZERO_FEN,
  collectedFen: ZERO_FEN,
  heldFen: ZERO_FEN,
  waivedFen: ZERO_FEN,
  refundedFen: ZERO_FEN,
  isDisputed: false,
  keys: [],
  receipts: {},
};

/** One point for each whole yuan that was paid. */
const FEN_PER_POINT = 100;

/**
 * A charge after its steps. How many points might pay was judged when they were set against it.
 * @throws RangeError for steps that it can't have taken
 */
export function chargeAfter(charge: Charge, steps: readonly ChargeStep[], policy: PricePolicy): ChargeState {
  const around = { policy: { ...policy, pointsShare: '1' }, pointsBalance: Number.MAX_SAFE_INTEGER } as const;
  return steps.reduce((state, step) => {
    const taken = takeStep(charge, state, step, around);
    if (!taken.ok) throw new RangeError(`${step.key}: ${taken.refusal.code}`);
    return taken.value.state;
  }, QUOTED);
}

/**
 * Takes a charge one step on. A refused step changes nothing.
 * @param around the points that whoever pays has before it
 */
export function takeStep(
  charge: Charge,
  state: ChargeState,
  step: ChargeStep,
  around: { readonly policy: PricePolicy; readonly pointsBalance: number },
): Result<ChargeEffect, ChargeRefusal> {
  const refusal = refusalOf(charge, state, step, around);
  if (refusal !== null) return refuse(refusal);
  const next = { ...state, keys: [...state.keys, step.key] };
  const whole = { charge, policy: around.policy };
  switch (step.type) {
    case 'CONSENT': {
      const pointsUsed = fen(step.pointsUsed);
      return effect(charge, state, { ...next, phase: 'CONSENTED', pointsUsed });
    }
    case 'CANCEL':
      return effect(charge, state, { ...next, phase: 'CANCELLED' });
    case 'INVOICE': {
      const invoiced = { ...next, phase: 'INVOICED' } as const;
      return effect(charge, state, invoiced, [
        feeBilledTo(charge.kind, toPayOf(charge, state), around.policy.vatRate),
      ]);
    }
    case 'COLLECT': {
      const paidFen = minFen(step.amountFen, outstandingOf(charge, state));
      const heldFen = subtractFen(step.amountFen, paidFen);
      const collected = {
        ...next,
        collectedFen: fen(state.collectedFen + paidFen),
        heldFen: fen(state.heldFen + heldFen),
        receipts: { ...state.receipts, [step.key]: step.amountFen },
      };
      return effect(charge, state, collected, [feeMoneyIn(paidFen, heldFen, step.cash)]);
    }
    case 'BOUNCE': {
      const { [step.of]: _gone, ...receipts } = state.receipts;
      const { amountFen } = step;
      // Of all that came the charge itself is paid first, so what was too much is gone first.
      const heldFen = minFen(amountFen, state.heldFen);
      const paidFen = subtractFen(amountFen, heldFen);
      const bounced = {
        ...next,
        collectedFen: subtractFen(state.collectedFen, paidFen),
        heldFen: subtractFen(state.heldFen, heldFen),
        receipts,
      };
      return effect(charge, state, bounced, [feeMoneyBounced(paidFen, heldFen)]);
    }
    case 'WAIVE':
      return giveBack(whole, state, next, { waivedFen: step.amountFen, refundedFen: ZERO_FEN });
    case 'REFUND':
      return giveBack(whole, state, next, { waivedFen: ZERO_FEN, refundedFen: step.amountFen });
    case 'DISPUTE':
      return effect(charge, state, { ...next, isDisputed: true });
    case 'RESOLVE': {
      const waivedFen = minFen(step.upheldFen, waivableOf(charge, state));
      const refundedFen = subtractFen(step.upheldFen, waivedFen);
      return giveBack(whole, state, { ...next, isDisputed: false }, { waivedFen, refundedFen });
    }
  }
}

/** Why a step can't be taken; null when it can. */
function refusalOf(
  charge: Charge,
  state: ChargeState,
  step: ChargeStep,
  { policy, pointsBalance }: { readonly policy: PricePolicy; readonly pointsBalance: number },
): ChargeRefusal | null {
  const { phase, keys, isDisputed } = state;
  if (keys.includes(step.key)) return 'DUPLICATE';
  if (phase === 'CANCELLED') return 'CHARGE_CANCELLED';
  const isInvoiced = phase === 'INVOICED';
  switch (step.type) {
    case 'CONSENT':
      if (phase !== 'QUOTED') return 'ALREADY_CONSENTED';
      if (step.on > charge.validUntil) return 'QUOTE_EXPIRED';
      return step.pointsUsed > pointsLimit(charge.priceFen, pointsBalance, policy)
        ? 'POINTS_ABOVE_LIMIT'
        : null;
    case 'INVOICE':
      if (isInvoiced) return 'ALREADY_INVOICED';
      return phase === 'QUOTED' ? 'CHARGE_NOT_CONSENTED' : null;
    case 'CANCEL':
      return isInvoiced ? 'ALREADY_INVOICED' : null;
    case 'BOUNCE':
      return state.receipts[step.of] === step.amountFen ? null : 'NOT_A_RECEIPT';
    case 'RESOLVE':
      if (!isDisputed) return 'NO_DISPUTE';
      return step.upheldFen > inDispute(charge, state) ? 'UPHELD_ABOVE_CHARGE' : null;
    default:
      if (!isInvoiced) return 'NOT_INVOICED';
      return isDisputed ? 'CHARGE_DISPUTED' : amountRefusal(charge, state, step);
  }
}

function amountRefusal(
  charge: Charge,
  state: ChargeState,
  step: Extract<ChargeStep, { type: 'COLLECT' | 'WAIVE' | 'REFUND' | 'DISPUTE' }>,
): ChargeRefusal | null {
  const outstandingFen = outstandingOf(charge, state);
  switch (step.type) {
    case 'COLLECT':
      return outstandingFen === 0 ? 'NOTHING_OUTSTANDING' : null;
    case 'WAIVE':
      return step.amountFen > waivableOf(charge, state) ? 'WAIVE_ABOVE_OUTSTANDING' : null;
    case 'REFUND':
      return step.amountFen > refundableOf(state) ? 'REFUND_ABOVE_COLLECTED' : null;
    case 'DISPUTE':
      return null;
  }
}

/** What is waived goes first, then what is refunded; parts of the VAT add up to all of it. */
function giveBack(
  { charge, policy }: { readonly charge: Charge; readonly policy: PricePolicy },
  before: ChargeState,
  after: ChargeState,
  { waivedFen, refundedFen }: { readonly waivedFen: Fen; readonly refundedFen: Fen },
): Result<ChargeEffect, never> {
  const givenFen = givenBackOf(before);
  const partOf = (fromFen: number, partFen: Fen): GivenBack => {
    const net = (amountFen: number) => splitVat(fen(amountFen), policy.vatRate).netFen;
    const netFen = subtractFen(net(fromFen + partFen), net(fromFen));
    return { netFen, vatFen: subtractFen(partFen, netFen) };
  };
  const entries = [
    ...(waivedFen > 0 ? [feeGivenBack('FEE_WAIVED', charge.kind, partOf(givenFen, waivedFen))] : []),
    ...(refundedFen > 0
      ? [feeGivenBack('FEE_REFUND', charge.kind, partOf(givenFen + waivedFen, refundedFen))]
      : []),
  ];
  const state = {
    ...after,
    waivedFen: fen(before.waivedFen + waivedFen),
    refundedFen: fen(before.refundedFen + refundedFen),
  };
  return effect(charge, before, state, entries);
}

function effect(
  charge: Charge,
  before: ChargeState,
  state: ChargeState,
  entries: readonly EntryDraft[] = [],
): Result<ChargeEffect, never> {
  return accept({ state, entries, points: pointsOf(charge, state) - pointsOf(charge, before) });
}

/** What a charge has brought whoever pays in points so far: earned, less used, and what of those came back. */
function pointsOf(charge: Charge, state: ChargeState): number {
  const { phase, pointsUsed } = state;
  if (phase === 'CANCELLED') return 0;
  const toPayFen = toPayOf(charge, state);
  const earned = Math.floor(maxFen(refundableOf(state), ZERO_FEN) / FEN_PER_POINT);
  const back =
    toPayFen === 0 ? 0 : Number((BigInt(pointsUsed) * BigInt(givenBackOf(state))) / BigInt(toPayFen));
  return earned - pointsUsed + back;
}

/** What is to be paid: the price less points. */
export function toPayOf({ priceFen }: Charge, { pointsUsed }: ChargeState): Fen {
  return subtractFen(priceFen, pointsUsed);
}

/** What is still to be paid; nothing before the invoice. */
export function outstandingOf(charge: Charge, state: ChargeState): Fen {
  if (state.phase !== 'INVOICED') return ZERO_FEN;
  return fen(toPayOf(charge, state) - state.collectedFen - state.waivedFen);
}

/** What of the outstanding part may be given up. */
export function waivableOf(charge: Charge, state: ChargeState): Fen {
  return reliefRoom({ ...state, outstandingFen: outstandingOf(charge, state) }).waivableFen;
}

/** What was paid and not given back; below zero where more was given back than stayed. */
export function refundableOf({ collectedFen, refundedFen }: ChargeState): Fen {
  return subtractFen(collectedFen, refundedFen);
}

function givenBackOf({ waivedFen, refundedFen }: ChargeState): Fen {
  return fen(waivedFen + refundedFen);
}

/** What a dispute can be about. */
function inDispute(charge: Charge, state: ChargeState): Fen {
  return fen(outstandingOf(charge, state) + refundableOf(state));
}

/** What people call the state of a charge. From the invoice on it follows from the amounts. */
export function statusOf(charge: Charge, state: ChargeState): ChargeStatus {
  const { phase, isDisputed, collectedFen, refundedFen } = state;
  if (phase !== 'INVOICED') return phase;
  if (isDisputed) return 'DISPUTED';
  const isSettled = outstandingOf(charge, state) === 0;
  if (isSettled && collectedFen === 0) return 'WAIVED';
  if (isSettled) return refundedFen === collectedFen ? 'REFUNDED' : 'COLLECTED';
  return collectedFen > 0 ? 'PARTLY_COLLECTED' : 'INVOICED';
}
