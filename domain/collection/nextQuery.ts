import { addDays, businessDate, type IsoDate } from '../calendar';
import type { PaymentParameters } from '../parameters/payments';

/** When to ask for an order whose outcome is unknown. */
export type NextQuery =
  | { readonly kind: 'QUERY_AT'; readonly atMs: number }
  /** Asked often enough: the statement file of this business day, which comes on the next, decides. */
  | { readonly kind: 'DAY_FILE'; readonly settleDate: IsoDate; readonly availableOn: IsoDate };

const MS_PER_SECOND = 1_000;

/**
 * The next time to ask the bank for an order by its key. An unknown order is never sent again.
 * @param queriesSoFar how often it was asked for
 * @param submittedAtMs business instant of its submission; the delays count from there
 */
export function nextQuery(
  queriesSoFar: number,
  submittedAtMs: number,
  { unknownQuerySeconds }: Pick<PaymentParameters, 'unknownQuerySeconds'>,
): NextQuery {
  const delaySeconds = unknownQuerySeconds[queriesSoFar];
  if (delaySeconds !== undefined) {
    return { kind: 'QUERY_AT', atMs: submittedAtMs + delaySeconds * MS_PER_SECOND };
  }
  const settleDate = businessDate(submittedAtMs);
  return { kind: 'DAY_FILE', settleDate, availableOn: addDays(settleDate, 1) };
}
