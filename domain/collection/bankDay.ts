import { addDays, type IsoDate } from '../calendar/isoDate';
import type { PaymentParameters } from '../parameters/payments';
import type { PaymentOutcome } from './outcome';

/** The code of an order of which the bank says that it was carried out, on a day that can't be: nobody knows. */
export const BANK_DAY_IMPOSSIBLE = 'BANK_DAY_IMPOSSIBLE';

/**
 * Whether a bank can have booked an order on the day that it says. A day long before the order, or long after today,
 * is a mistake of its machines or a forgery, and would be interest for nothing.
 * @param outcome a decline names no day
 * @param orderedFor the order's value date
 * @param today the business date on which the bank said it, however late that is
 */
export function canBeBooked(
  outcome: PaymentOutcome,
  { orderedFor, today }: { readonly orderedFor: IsoDate; readonly today: IsoDate },
  { bankDay: { earlierDays, laterDays } }: Pick<PaymentParameters, 'bankDay'>,
): boolean {
  if (outcome.status !== 'SUCCEEDED') return true;
  const latest = today > orderedFor ? today : orderedFor;
  const { bankDate } = outcome;
  return bankDate >= addDays(orderedFor, -earlierDays) && bankDate <= addDays(latest, laterDays);
}
