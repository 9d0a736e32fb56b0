import type { LoanId } from '../../contracts/ids';
import type { AnyStage } from '../../contracts/texts/processTexts';
import { type FailedOrder, TOLD_BY_BANK } from '../../domain/collection/nextOrder';
import type { BilingualText } from '../../domain/parameters/version';
import type { Case } from '../case/case';

/**
 * Waits until another order to pay money out may go out after a definite decline. What only people say was not paid
 * is not paid again without people.
 * @param orderer the case whose order was declined
 * @param declined its loan and the orders for the same business operation, oldest first
 * @returns null when it may; else a person must act, and this is what the decline means
 */
export async function untilNextOrder(
  orderer: Pick<Case<AnyStage>, 'activities' | 'time' | 'note'>,
  declined: { readonly loanId: LoanId; readonly orders: readonly FailedOrder[] },
  resolvedAtMs: number,
  summary: string,
): Promise<BilingualText | null> {
  const { time } = orderer;
  const knownFromMs = time.onTime(resolvedAtMs);
  time.liveTo(knownFromMs);
  const { next, text } = await orderer.activities.planNextOrder({ ...declined, knownFromMs });
  if (next.kind === 'STOP' || declined.orders.at(-1)?.code === TOLD_BY_BANK) return text;
  orderer.note('calendar', next.atMs);
  await time.wait(next.atMs, { summary });
  return null;
}
