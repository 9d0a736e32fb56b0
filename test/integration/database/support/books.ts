import type { IsoDate } from '../../../../domain/calendar/isoDate';
import type { Queryable } from '../../../../gateways/database/transaction';

/** What two people of finance have done by the database (`ledger_change`), as its owner does it without them. */

export async function closePeriod(
  owner: Queryable,
  institutionId: string,
  { month, closedBy }: { readonly month: string; readonly closedBy: string },
): Promise<string> {
  return await answerOf(owner, 'SELECT close_period($1, $2, $3) AS answer', [institutionId, month, closedBy]);
}

export async function reverseEntry(
  owner: Queryable,
  institutionId: string,
  of: { readonly originalKey: string; readonly mirrorKey: string; readonly date: IsoDate },
): Promise<string> {
  const { originalKey, mirrorKey, date } = of;
  return await answerOf(owner, 'SELECT reverse_entry($1, $2, $3, $4) AS answer', [
    institutionId,
    originalKey,
    mirrorKey,
    date,
  ]);
}

async function answerOf(owner: Queryable, text: string, values: readonly unknown[]): Promise<string> {
  const { rows } = await owner.query<{ answer: string }>(text, [...values]);
  return rows[0]?.answer ?? '';
}
