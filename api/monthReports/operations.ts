import { createHash } from 'node:crypto';
import { type FundFigures, fundFigures, type RiskFigures, riskFigures } from '../../contracts/monthReports';
import { isoDate } from '../../domain/calendar/isoDate';
import {
  addMonthReport,
  findMonthReport,
  type MonthReportRow,
  readFundFigures,
  readRiskFigures,
  signMonthReport,
} from '../../gateways/database/monthReports';
import { type NewPaper, papersOfFact, writePapers } from '../../gateways/database/papers';
import { lastClosedMonth } from '../../gateways/database/signOffs';
import { inTransaction, type Queryable } from '../../gateways/database/transaction';
import type { QueuedRow } from '../../gateways/queue/types';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { refusedBy } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { BOOKS, lately, staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';

/** Reports of a closed month: shown, signed by finance and by risk, issued as papers. */
export const monthReportOperations = {
  getMonthReport: { who: BOOKS, do: get },
  signMonthReport: {
    who: lately('MONEY', staff('finance', 'risk')),
    audit: 'monthReport.sign',
    do: sign,
  },
} satisfies SomeOperations;

type ReportCall = Call<'getMonthReport' | 'signMonthReport'>;
type Figures = RiskFigures | FundFigures;

async function get(parts: Parts, call: Call<'getMonthReport'>): Promise<AnswerOf<'getMonthReport'>> {
  const report = await reportOf(parts, call);
  return await presented(parts, call, report?.figures ?? (await figuresNow(parts, call)), report);
}

const reportOf = ({ sql, cipher }: Parts, call: ReportCall): Promise<MonthReportRow | null> =>
  findMonthReport(sql, cipher, institutionOfCall(call), call.params);

/** Figures of a month that nobody signed for yet. @throws ApiProblem while it is open */
async function figuresNow({ sql }: Parts, call: ReportCall): Promise<Figures> {
  const institutionId = institutionOfCall(call);
  const { month, kind } = call.params;
  const closed = await lastClosedMonth(sql, institutionId);
  if (closed === null || month > closed) throw refusedBy({ code: 'PERIOD_OPEN', field: 'month' });
  const from = isoDate(`${month}-01`);
  if (kind === 'FUND') return await readFundFigures(sql, institutionId, from);
  return found(await readRiskFigures(sql, institutionId, from));
}

/** The same figures have the same hash, however a database kept them: their schema puts them in order. */
function hashOf(figures: Figures): string {
  const ordered = 'classes' in figures ? riskFigures.parse(figures) : fundFigures.parse(figures);
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}

async function presented(
  { sql }: Parts,
  call: ReportCall,
  figures: Figures,
  report: MonthReportRow | null,
): Promise<AnswerOf<'getMonthReport'>> {
  const { month, kind } = call.params;
  const { finance = null, risk = null } = report ?? {};
  const paperIds = report === null ? [] : await papersOfFact(sql, `report/${report.id}`);
  return { month, kind, figures, hash: hashOf(figures), finance, risk, paperIds };
}

async function sign(parts: Parts, call: Call<'signMonthReport'>): Promise<AnswerOf<'signMonthReport'>> {
  const { month, kind } = call.params;
  const { userId: by, roles } = callerOf(call);
  const before = await reportOf(parts, call);
  const figures = before?.figures ?? (await figuresNow(parts, call));
  if (hashOf(figures) !== call.body.hash) throw refusedBy({ code: 'QUOTE_CHANGED', field: 'hash' });
  const role = roles.includes('finance') ? 'finance' : 'risk';
  call.note({ month, kind, role });
  const other = role === 'finance' ? before?.risk : before?.finance;
  if (other?.by.id === by) throw refusedBy({ code: 'SAME_PERSON_AS_REQUESTER' });
  const { today: on } = await businessTime(parts);
  const rows = await inTransaction(parts.sql, async (tx) => {
    const institutionId = institutionOfCall(call);
    await addMonthReport(tx, { id: before?.id ?? call.subjectId, institutionId, month, kind, figures });
    const { id } = found(await findMonthReport(tx, parts.cipher, institutionId, call.params));
    if (!(await signMonthReport(tx, id, { role, by, on }))) throw refusedBy({ code: 'ALREADY_DECIDED' });
    return await issued(parts, tx, institutionId, call);
  });
  for (const row of rows) await parts.queues.enqueue(row);
  return await presented(parts, call, figures, await reportOf(parts, call));
}

/** The papers of a report that both signed, in the transaction of the second signature. */
async function issued(
  { cipher }: Parts,
  tx: Queryable,
  institutionId: string,
  call: Call<'signMonthReport'>,
): Promise<readonly QueuedRow[]> {
  const { id, finance, risk, figures, kind } = found(
    await findMonthReport(tx, cipher, institutionId, call.params),
  );
  if (finance === null || risk === null) return [];
  const signers = [
    { name: finance.by.name, role: 'finance' as const, on: finance.on },
    { name: risk.by.name, role: 'risk' as const, on: risk.on },
  ];
  const issuedOn = finance.on > risk.on ? finance.on : risk.on;
  return await writePapers(tx, cipher, {
    ...{ institutionId, enterpriseId: null, caseType: 'INSTITUTION', caseId: institutionId },
    ...{ issuedOn, fact: `report/${id}`, ...said(kind, figures, signers) },
  });
}

type Said =
  | Pick<NewPaper<'RISK_REPORT'>, 'kind' | 'values'>
  | Pick<NewPaper<'FUND_REPORT'>, 'kind' | 'values'>;

function said(
  kind: MonthReportRow['kind'],
  figures: Figures,
  signers: NewPaper<'RISK_REPORT'>['values']['signers'],
): Said {
  return kind === 'RISK'
    ? { kind: 'RISK_REPORT', values: { ...riskFigures.parse(figures), signers } }
    : { kind: 'FUND_REPORT', values: { ...fundFigures.parse(figures), signers } };
}
