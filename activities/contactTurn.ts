import type { CaseChange, Recorded } from '../contracts/activities';
import { businessDate } from '../domain/calendar/clock';
import { classOf } from '../domain/overdue/actionClasses';
import { mayDisturb } from '../domain/overdue/contacts';
import { parametersAt } from '../domain/parameters/parametersAt';
import { readContactInTurn } from '../gateways/database/collection';
import type { Queryable } from '../gateways/database/transaction';

/**
 * Takes the debtor's turn for contact that a step of the ladder makes: a letter, a call, a visit. Two loans of a debtor
 * are looked at beside each other, and people call it too: only within the turn is what was counted still so when it is
 * written (GB/T 45251-2025).
 * @param sql within the transaction that writes the step
 * @returns why it may not be made now; null when it may, or the step makes none
 */
export async function withheldContact(
  sql: Queryable,
  { collection, caseId: loanId, enterpriseId, at }: CaseChange,
): Promise<NonNullable<Recorded['withheld']> | null> {
  const contact = collection?.settled?.find(
    ({ action, outcome }) => outcome === 'DONE' && classOf(action) === 'CONTACT',
  );
  if (collection === undefined || contact === undefined || enterpriseId === null) return null;
  const atMs = Date.parse(at);
  const day = businessDate(atMs);
  const { episode } = collection;
  const { callsOfDay, isWritten, isPromised, isDebiting } = await readContactInTurn(
    sql,
    { ...contact, loanId, episode, enterpriseId },
    day,
  );
  if (isWritten) return null;
  if (isPromised) return 'PROMISE_ALREADY_OPEN';
  if (isDebiting) return 'DEBIT_IN_PROGRESS';
  const judged = mayDisturb({ atMs, callsOfDay }, parametersAt(day).overdue.contactLimits);
  return judged.ok ? null : judged.refusal.code;
}
