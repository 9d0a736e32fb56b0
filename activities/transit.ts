import { addDays, type IsoDate } from '../domain/calendar/isoDate';
import { transitCleared } from '../domain/ledger/transit';
import { parametersAt } from '../domain/parameters/parametersAt';
import { openBreak, openBreaks, resolveBreaks } from '../gateways/database/breaks';
import { postEntry } from '../gateways/database/ledger';
import type { Queryable } from '../gateways/database/transaction';
import {
  findTransitBreaksOver,
  type InTransit,
  type Movement,
  readInTransit,
  writeClearing,
} from '../gateways/database/transit';
import type { DayOfFile } from './transfers';

/** Money in transit of which it is known what entered it. */
export type EnteredMoney = Pick<InTransit, 'loanId' | 'amountFen'> & { readonly changeId: string };

/**
 * The bank shows money that was entered by hand: nothing more is booked on the loan, and 1012 holds it no longer.
 * @param receiptId where it was held for nobody until then; it is claimed already
 */
export async function clearTransit(
  sql: Queryable,
  { changeId, loanId, amountFen }: EnteredMoney,
  of: { readonly movement: Movement; readonly receiptId: string | null; readonly on: IsoDate },
): Promise<void> {
  const { movement, receiptId, on: date } = of;
  await writeClearing(sql, changeId, movement, receiptId);
  await postEntry(sql, movement.institutionId, {
    ...transitCleared(amountFen, receiptId === null ? '1002' : '2241.02'),
    ...{ businessKey: clearingKey(loanId, changeId), date },
    ...(receiptId === null ? { bankDate: date } : {}),
  });
}

/** Of the entry by which money in transit has come. */
export function clearingKey(loanId: string, changeId: string): string {
  return `loan/${loanId}/change/${changeId}/cleared`;
}

/**
 * The bank shows another amount than was entered: nothing is cleared in part, and people see both until the entry is
 * reversed. What the bank has is held meanwhile.
 */
export async function tellDifference(
  sql: Queryable,
  institutionId: string,
  { businessKey: key, amountFen: booksFen, loanId, loanNo }: InTransit,
  shown: { readonly date: string; readonly bankReference: string; readonly amountFen: number },
): Promise<void> {
  const { date, bankReference, amountFen: bankFen } = shown;
  await openBreak(sql, {
    ...{ institutionId, kind: 'AMOUNT_DIFF', reference: `${date}/${bankReference}` },
    amountFen: Math.abs(bankFen - booksFen),
    detail: { date, key, direction: 'IN', bankReference, bankFen, booksFen, loanId, loanNo },
  });
}

/** What the bank has not shown in the days that it may take is for a person; what it has shown since is not any more. */
export async function watchTransit(sql: Queryable, { institutionId, date }: DayOfFile): Promise<void> {
  const { transitDays } = parametersAt(date).changes;
  const late = (await readInTransit(sql, institutionId)).filter(
    ({ receivedOn }) => addDays(receivedOn, transitDays) < date,
  );
  await openBreaks(
    sql,
    late.map(({ businessKey, amountFen, receivedOn, loanId, loanNo, bankReference }) => ({
      ...{ institutionId, kind: 'IN_TRANSIT', reference: businessKey, amountFen },
      detail: {
        date: receivedOn,
        booksFen: amountFen,
        loanId,
        loanNo,
        ...(bankReference === null ? {} : { bankReference }),
      },
    })),
  );
  for (const { kind, references } of await findTransitBreaksOver(sql, institutionId))
    await resolveBreaks(sql, { institutionId, kind, references, resolution: `SEEN_BY_${date}` });
}
