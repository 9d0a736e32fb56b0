import { contactFromMs } from '../collection/quietHours';
import type { ContactLimits } from '../parameters/collection';
import { accept, type Result, refuse } from '../result';

/** Somebody talked to the debtor or about it, or tried to. */
export interface Contact {
  readonly channel: 'PHONE' | 'VISIT';
  readonly party: 'DEBTOR' | 'GUARANTOR' | 'THIRD_PARTY';
  readonly outcome: 'REACHED' | 'PROMISED' | 'NOT_REACHED' | 'REFUSES' | 'WRONG_NUMBER';
  readonly atMs: number;
}

type ContactRefusal =
  | 'CONTACT_IN_FUTURE'
  | 'CONTACT_IN_QUIET_HOURS'
  | 'CONTACT_LIMIT'
  | 'CONTACT_THIRD_PARTY';

/**
 * Whether a debtor may be disturbed at a moment: by day, and not once it was called as often as a day allows over all
 * its loans (GB/T 45251-2025). Asked within the debtor's turn, so that nobody else's call comes between.
 * @param atMs business instant
 * @param callsOfDay calls on that day that were made or that people were asked to make
 */
export function mayDisturb(
  { atMs, callsOfDay }: { readonly atMs: number; readonly callsOfDay: number },
  { maximumCallsPerDebtorPerDay: limit, ...hours }: ContactLimits,
): Result<void, 'CONTACT_IN_QUIET_HOURS' | 'CONTACT_LIMIT'> {
  if (contactFromMs(atMs, hours) > atMs) return refuse('CONTACT_IN_QUIET_HOURS', 'at');
  return callsOfDay < limit ? accept(undefined) : refuse('CONTACT_LIMIT', undefined, { limit });
}

const IN_VAIN: readonly Contact['outcome'][] = ['NOT_REACHED', 'WRONG_NUMBER'];

/**
 * Whether a contact keeps the limits (GB/T 45251-2025): by day, not too often over all loans of the debtor, and with
 * third parties only where the debtor was tried in vain and never reached, and never about the debt.
 * @param earlier of the same default
 * @param callsOfDay on the day of the contact, over all loans of the debtor
 */
export function judgeContact(
  contact: Contact,
  {
    nowMs,
    earlier,
    callsOfDay,
  }: {
    readonly nowMs: number;
    readonly earlier: readonly Pick<Contact, 'party' | 'outcome'>[];
    readonly callsOfDay: number;
  },
  limits: ContactLimits,
): Result<void, ContactRefusal> {
  if (contact.atMs > nowMs) return refuse('CONTACT_IN_FUTURE', 'at');
  // A visit is no call: it is made by day, however often the debtor was called.
  const calls = contact.channel === 'PHONE' ? callsOfDay : 0;
  const disturbing = mayDisturb({ atMs: contact.atMs, callsOfDay: calls }, limits);
  if (!disturbing.ok) return disturbing;
  if (contact.party !== 'THIRD_PARTY') return accept(undefined);
  const withDebtor = earlier.filter(({ party }) => party === 'DEBTOR');
  const isOutOfReach = withDebtor.length > 0 && withDebtor.every(({ outcome }) => IN_VAIN.includes(outcome));
  const isAboutDebt = contact.outcome === 'PROMISED' || contact.outcome === 'REFUSES';
  return isOutOfReach && !isAboutDebt ? accept(undefined) : refuse('CONTACT_THIRD_PARTY', 'party');
}
