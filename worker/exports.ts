import type { Logger } from 'pino';
import type { Exported } from '../contracts/exports';
import { businessDate } from '../domain/calendar/clock';
import { parametersAt } from '../domain/parameters/parametersAt';
import type { ColumnCipher } from '../gateways/crypto';
import { BYTE_ORDER_MARK, type Cell, csvRow } from '../gateways/csv';
import { listAudit } from '../gateways/database/audit';
import type { Database } from '../gateways/database/client';
import {
  type ExportToMake,
  failExport,
  finishExport,
  noteExport,
  takeExport,
} from '../gateways/database/exports';
import { listEntries } from '../gateways/database/ledger';
import { listLoans } from '../gateways/database/loans';
import type { Page, Paging } from '../gateways/database/paging';
import { listPayments } from '../gateways/database/payments';
import { listTasks, type TaskFilter } from '../gateways/database/tasks';
import { repeatedly } from '../gateways/lifecycle';
import { xlsxOf } from '../gateways/xlsx';

export interface ExportParts extends Pick<Database, 'prisma' | 'sql'> {
  readonly cipher: ColumnCipher;
  readonly log: Logger;
}

const EVERY_MS = 1_000;
const ROWS_A_PAGE = 200;
/** Longer than a page may take: a worker that says nothing for so long is gone. */
const LEASE_SECONDS = 60;

/** Makes the files that people ask for, one after the other; several workers at once make different ones. */
export function keepExporting(parts: ExportParts): { stop(): Promise<void> } {
  const failed = (error: unknown) => parts.log.warn({ err: error }, 'no file was made');
  return repeatedly(() => makeExports(parts).catch(failed), EVERY_MS);
}

/** Makes all files that wait. */
export async function makeExports(parts: ExportParts): Promise<void> {
  for (let next = await takeExport(parts.sql, LEASE_SECONDS); next !== null; ) {
    const { id } = next;
    await make(parts, next).catch(async (error: unknown) => {
      parts.log.error({ err: error, exportId: id }, 'a file could not be made');
      await failExport(parts.sql, id);
    });
    next = await takeExport(parts.sql, LEASE_SECONDS);
  }
}

async function make(parts: ExportParts, file: ExportToMake): Promise<void> {
  const { head } = LISTS[file.what];
  const sheet = { rowCount: 0, isWhole: true };
  const rows = rowsOf(parts, file, sheet);
  const content =
    file.format === 'XLSX' ? (await xlsxOf(head, rows)).toString('base64') : await csvOf(head, rows);
  await finishExport(parts.sql, parts.cipher, file.id, { content, ...sheet });
}

/** Rows of a list, page by page as they are wanted; says how far it is after each page. */
async function* rowsOf(
  parts: ExportParts,
  file: ExportToMake,
  sheet: { rowCount: number; isWhole: boolean },
): AsyncGenerator<readonly Cell[]> {
  const { mostRows } = parametersAt(businessDate(Date.now())).security.exports;
  let after: string | undefined;
  do {
    const pageSize = Math.min(ROWS_A_PAGE, mostRows - sheet.rowCount);
    const { items, next } = await LISTS[file.what].page(parts, file, { after, pageSize });
    yield* items;
    sheet.rowCount += items.length;
    await noteExport(parts.sql, file.id, sheet.rowCount, LEASE_SECONDS);
    after = next ?? undefined;
  } while (after !== undefined && sheet.rowCount < mostRows);
  sheet.isWhole = after === undefined;
}

async function csvOf(head: readonly string[], rows: AsyncIterable<readonly Cell[]>): Promise<string> {
  const lines = [BYTE_ORDER_MARK + csvRow(head)];
  for await (const row of rows) lines.push(csvRow(row));
  return lines.join('');
}

/** A list as a table: its columns, and a page of its rows. */
interface List {
  readonly head: readonly string[];
  readonly page: (parts: ExportParts, file: ExportToMake, paging: Paging) => Promise<Page<readonly Cell[]>>;
}

/** The same words of a filter that the list is asked for with; the API has read them. */
const filterOf = <Filter>({ filter, institutionId }: ExportToMake) =>
  ({ ...filter, institutionId }) as Filter & { readonly institutionId: string };

/** Columns of rows: amounts in fen, instants in UTC. */
function listOf<Row>(
  read: (parts: ExportParts, file: ExportToMake, paging: Paging) => Promise<Page<Row>>,
  columns: Readonly<Record<string, (row: Row) => Cell>>,
): List {
  const cells = Object.values(columns);
  return {
    head: Object.keys(columns),
    page: async (parts, file, paging) => {
      const { items, next } = await read(parts, file, paging);
      return { items: items.map((row) => cells.map((cell) => cell(row))), next };
    },
  };
}

const LISTS: Readonly<Record<Exported, List>> = {
  TASKS: listOf(({ sql }, file, paging) => listTasks(sql, filterOf<TaskFilter>(file), paging), {
    id: ({ id }) => id,
    kind: ({ kind }) => kind,
    caseTitle: ({ caseTitle }) => caseTitle,
    caseType: ({ caseType }) => caseType,
    caseId: ({ caseId }) => caseId,
    role: ({ role }) => role,
    status: ({ status }) => status,
    claimedBy: ({ claimedBy }) => claimedBy,
    amountFen: ({ amountFen }) => amountFen,
    dueAt: ({ dueAt }) => dueAt,
    isOverdue: ({ isOverdue }) => isOverdue,
    outcome: ({ outcome }) => outcome,
    closedBy: ({ closedBy }) => closedBy,
    closedAt: ({ closedAt }) => closedAt,
  }),
  LOANS: listOf(
    ({ prisma }, file, paging) => {
      const { institutionId, overdue, status, ...wish } = filterOf<{
        readonly overdue: string;
        readonly status?: string;
      }>(file);
      const filter = {
        ...wish,
        overdue: overdue === 'true',
        status: status === undefined ? status : [status],
      };
      return listLoans(prisma, { institutionId }, filter, paging);
    },
    {
      id: ({ id }) => id,
      enterpriseName: ({ enterprise }) => enterprise.name,
      status: ({ status }) => status,
      startDate: ({ startDate }) => startDate,
      principalFen: ({ principalFen }) => principalFen,
      principalOutstandingFen: ({ principalOutstandingFen }) => principalOutstandingFen,
      interestReceivableFen: ({ interestReceivableFen }) => interestReceivableFen,
      suspenseFen: ({ suspenseFen }) => suspenseFen,
      provisionFen: ({ provisionFen }) => provisionFen,
      daysPastDue: ({ daysPastDue }) => daysPastDue,
      riskClass: ({ riskClass }) => riskClass,
      nextDueDate: ({ nextDueDate }) => nextDueDate,
    },
  ),
  PAYMENTS: listOf(
    ({ prisma }, file, paging) => {
      const { institutionId, ...wish } = filterOf<object>(file);
      return listPayments(prisma, { institutionId }, wish, paging);
    },
    {
      id: ({ id }) => id,
      key: ({ key }) => key,
      enterpriseName: ({ enterprise }) => enterprise?.name ?? null,
      subjectType: ({ subjectType }) => subjectType,
      subjectId: ({ subjectId }) => subjectId,
      purpose: ({ purpose }) => purpose,
      status: ({ status }) => status,
      amountFen: ({ amountFen }) => amountFen,
      valueDate: ({ valueDate }) => valueDate,
      code: ({ code }) => code,
      bankReference: ({ bankReference }) => bankReference,
      bankDate: ({ bankDate }) => bankDate,
      settledAt: ({ settledAt }) => settledAt,
    },
  ),
  ENTRIES: entryLines(),
  AUDIT: listOf(({ prisma, cipher }, file, paging) => listAudit(prisma, cipher, filterOf(file), paging), {
    id: ({ id }) => id,
    at: ({ at }) => at,
    actorId: ({ actor }) => actor?.id ?? null,
    actor: ({ actor }) => actor?.name ?? null,
    action: ({ action }) => action,
    caseType: ({ caseType }) => caseType,
    caseId: ({ caseId }) => caseId,
    outcome: ({ outcome }) => outcome,
    detail: ({ detail }) => JSON.stringify(detail),
  }),
};

/** A row for each line of an entry. */
function entryLines(): List {
  const head = [
    ...['entry', 'businessKey', 'event', 'entryDate', 'valueDate', 'bankDate', 'loanId', 'line'],
    ...['accountCode', 'accountName', 'debitFen', 'creditFen'],
  ];
  return {
    head,
    page: async ({ prisma }, file, paging) => {
      const { items, next } = await listEntries(prisma, filterOf(file), paging);
      const rows = items.flatMap(
        ({ postings, id, businessKey, event, entryDate, valueDate, bankDate, loanId }) =>
          postings.map(({ line, accountCode, account, debitFen, creditFen }) => [
            ...[id, businessKey, event, entryDate, valueDate, bankDate, loanId, line],
            ...[accountCode, account.nameZh, debitFen, creditFen],
          ]),
      );
      return { items: rows, next };
    },
  };
}
