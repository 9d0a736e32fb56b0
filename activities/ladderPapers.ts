import type { CaseChange } from '../contracts/activities';
import { businessDate } from '../domain/calendar/clock';
import { addDays, type IsoDate } from '../domain/calendar/isoDate';
import { sumOf, totalOf } from '../domain/loan/components';
import { expectedOf } from '../domain/loan/expected';
import { sightOf } from '../domain/loan/heldMoney';
import { arrearsOn } from '../domain/overdue/arrears';
import { parametersAt } from '../domain/parameters/parametersAt';
import { writePapers } from '../gateways/database/papers';
import type { Queryable } from '../gateways/database/transaction';
import type { QueuedRow } from '../gateways/queue';
import type { ActivityDeps } from './deps';
import { openLoan } from './loanBooks';

/**
 * The letter of demand of a rung, in each language, as the books stand on the day of the step (民法典 art. 195).
 * @param sql within the transaction that writes that the rung's letter is sent
 * @returns papers to be queued; none where the step sends no such letter, or all was paid meanwhile
 */
export async function writeLetterOfDemand(
  sql: Queryable,
  cipher: ActivityDeps['cipher'],
  { collection, caseId: loanId, at }: Pick<CaseChange, 'collection' | 'caseId' | 'at'>,
): Promise<readonly QueuedRow[]> {
  const sent = collection?.settled?.find(
    ({ action, outcome }) => action === 'SEND_COLLECTION_LETTER' && outcome === 'DONE',
  );
  if (collection === undefined || sent === undefined) return [];
  const day = businessDate(Date.parse(at));
  const { record, calendar } = await openLoan(sql, loanId);
  const { latest } = sightOf(record, day, calendar);
  const unpaid = expectedOf(latest).map((row) => ({ ...row, isUnpaid: true }));
  const arrears = arrearsOn(unpaid, latest.asOf);
  if (arrears === null) return [];
  const parts = sumOf(
    unpaid.filter(({ collectionDate }) => collectionDate < latest.asOf).map((row) => row.unpaid),
  );
  const { institutionId, enterpriseId } = record;
  return await writePapers(sql, cipher, {
    ...{ institutionId, enterpriseId, caseType: 'LOAN', caseId: loanId, issuedOn: day },
    ...{ kind: 'COLLECTION_LETTER', fact: `loan/${loanId}/default/${collection.episode}/day/${sent.day}` },
    values: {
      ...{ loanId, asOf: latest.asOf, dueDate: arrears.dueDate, daysPastDue: arrears.daysPastDue },
      ...{ parts, totalFen: totalOf(parts), payBy: payBy(day) },
    },
  });
}

/**
 * The notice that the whole loan falls due, in each language.
 * @param sql within the transaction that books it
 */
export async function writeAccelerationNotice(
  sql: Queryable,
  cipher: ActivityDeps['cipher'],
  {
    changeId,
    loanId,
    today,
  }: { readonly changeId: string; readonly loanId: string; readonly today: IsoDate },
): Promise<readonly QueuedRow[]> {
  const { record, calendar } = await openLoan(sql, loanId);
  const { latest } = sightOf(record, today, calendar);
  const parts = sumOf(expectedOf(latest).map(({ unpaid }) => unpaid));
  const { institutionId, enterpriseId } = record;
  return await writePapers(sql, cipher, {
    ...{ institutionId, enterpriseId, caseType: 'LOAN', caseId: loanId, issuedOn: today },
    ...{ kind: 'ACCELERATION_NOTICE', fact: `loan/${loanId}/change/${changeId}` },
    values: { loanId, on: today, parts, totalFen: totalOf(parts), payBy: payBy(today) },
  });
}

function payBy(day: IsoDate): IsoDate {
  return addDays(day, parametersAt(day).overdue.letterDays);
}
