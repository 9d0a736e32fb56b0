import type { FeeStepTaken } from '../contracts/activities';
import { businessDate } from '../domain/calendar/clock';
import type { IsoDate } from '../domain/calendar/isoDate';
import {
  type Charge,
  type ChargeEffect,
  type ChargeRefusal,
  type ChargeState,
  type ChargeStep,
  chargeAfter,
  statusOf,
  takeStep,
} from '../domain/fees/charge';
import type { PricePolicy } from '../domain/fees/price';
import { parametersAt } from '../domain/parameters/parametersAt';
import { accept, type Result, refuse } from '../domain/result';
import {
  type Fee,
  lockFee,
  readFeeStanding,
  readFeeSteps,
  readPoints,
  writeFeeEvent,
} from '../gateways/database/fees';
import { postEntry } from '../gateways/database/ledger';
import type { Queryable } from '../gateways/database/transaction';
import { impossible } from './loanBooks';

/** The rules that a charge was priced by: those of the day on which it may be charged. */
export function policyOf({ chargedOn }: Pick<Fee, 'chargedOn'>): PricePolicy {
  const { contract, fees } = parametersAt(chargedOn);
  return { pointsShare: fees.pointsShare, vatRate: contract.vatRate };
}

/** A charge with all that became of it. */
export async function foldFee(
  sql: Queryable,
  fee: Fee,
): Promise<{ readonly charge: Charge; readonly state: ChargeState; readonly policy: PricePolicy }> {
  const { kind, priceFen, validUntil } = fee;
  const policy = policyOf(fee);
  const charge = { kind, priceFen, validUntil };
  return { charge, state: chargeAfter(charge, await readFeeSteps(sql, fee.id), policy), policy };
}

/** What a step would do to a charge, or why it can't be taken; writes nothing. */
export async function judgeFeeStep(
  sql: Queryable,
  fee: Fee,
  step: ChargeStep,
): Promise<Result<ChargeEffect, ChargeRefusal>> {
  const { charge, state, policy } = await foldFee(sql, fee);
  return takeStep(charge, state, step, { policy, pointsBalance: await readPoints(sql, fee.enterpriseId) });
}

/** Why a step can't be taken that was not taken before. */
type StepRefusal = Exclude<ChargeRefusal, 'DUPLICATE'>;

/** Whose step it is, and the days that it counts on. */
export interface FeeStepHead {
  /** Business instant, ISO 8601. */
  readonly at: string;
  readonly actorId: string | null;
  /** Where another day than that of the instant counts: the bank's. */
  readonly on?: IsoDate;
  readonly bankDate?: IsoDate;
  readonly detail?: object;
  /** What was asked, of a step that gives up or back, or is about a dispute. */
  readonly requestId?: string | undefined;
}

/**
 * Takes a charge on by a step: its event with its points, and its entries, within the transaction of the caller. A step
 * that was taken before changes nothing.
 */
export async function recordFeeStep(
  client: Queryable,
  feeId: string,
  step: ChargeStep,
  { at, actorId, on = businessDate(Date.parse(at)), bankDate, detail, requestId }: FeeStepHead,
): Promise<Result<void, StepRefusal>> {
  const fee = await lockFee(client, feeId);
  const taken = await judgeFeeStep(client, fee, step);
  if (!taken.ok) {
    const { code } = taken.refusal;
    return code === 'DUPLICATE' ? accept(undefined) : refuse(code);
  }
  const { entries, points, state } = taken.value;
  const number = fee.events + 1;
  await writeFeeEvent(client, feeId, step, { number, on, at, actorId, detail, requestId });
  for (const [index, entry] of entries.entries()) {
    // The last is under the event's own key, as an order's is under the order's.
    const businessKey = index === entries.length - 1 ? step.key : `${step.key}/${entry.event}`;
    const days = bankDate === undefined ? { date: on } : { date: on, bankDate };
    await postEntry(client, fee.institutionId, { ...entry, businessKey, ...days });
  }
  const kept = await readFeeStanding(client, feeId, number);
  const expected = statusOf(fee, state);
  if (kept.status !== expected || kept.points !== points) {
    throw impossible(
      `fee ${feeId}: ${kept.status}, ${kept.points} in the database, ${expected}, ${points} by its steps`,
    );
  }
  return accept(undefined);
}

/** The answer to a process. */
export function takenOf(recorded: Result<void, StepRefusal>): FeeStepTaken {
  return recorded.ok ? { ok: true } : { ok: false, code: recorded.refusal.code };
}
