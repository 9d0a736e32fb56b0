import type { DecisionReasonCode } from '../../domain/approval/decisionReasons';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { ChargeStatus } from '../../domain/fees/charge';
import { asked } from './asked';
import { type Plain, plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import type { Scope } from './scope';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

const SUMMARY = {
  id: true,
  institutionId: true,
  enterpriseId: true,
  loanId: true,
  rule: true,
  kind: true,
  period: true,
  status: true,
  statusSince: true,
  settlement: true,
  priceFen: true,
  pointsUsed: true,
  outstandingFen: true,
  collectedFen: true,
  waivedFen: true,
  refundedFen: true,
  chargedOn: true,
  validUntil: true,
  invoiceNo: true,
  createdAt: true,
} satisfies Prisma.FeeSelect;

const FILE = {
  ...SUMMARY,
  tariff: true,
  shown: true,
  shownSha256: true,
  history: {
    select: {
      number: true,
      key: true,
      type: true,
      countsOn: true,
      amountFen: true,
      pointsUsed: true,
      at: true,
    },
    orderBy: { number: 'asc' },
  },
  requests: {
    select: {
      id: true,
      kind: true,
      status: true,
      amountFen: true,
      grantedFen: true,
      reason: true,
      source: true,
      requestedBy: true,
      result: true,
      createdAt: true,
      decidedAt: true,
    },
    orderBy: { createdAt: 'asc' },
  },
} satisfies Prisma.FeeSelect;

export type FeeRow = Pick<Stored<'Fee'>, keyof typeof SUMMARY>;
export type FeeFile = Plain<'Fee', Prisma.FeeGetPayload<{ select: typeof FILE }>>;

/** Charges within a scope, newest first. */
export async function listFees(
  prisma: PrismaClient,
  scope: Scope,
  { status, loanId }: { readonly status?: ChargeStatus | undefined; readonly loanId?: string | undefined },
  paging: Paging,
): Promise<Page<FeeRow>> {
  const rows = await prisma.fee.findMany({
    select: SUMMARY,
    where: { AND: [scope, asked({ status, loanId }), olderThan(paging)] },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'Fee'>()), paging, placeByAge);
}

/** One charge within a scope with all that became of it, or null. */
export async function findFeeFile(prisma: PrismaClient, scope: Scope, id: string): Promise<FeeFile | null> {
  return await prisma.fee.findFirst({ select: FILE, where: { AND: [scope, { id }] } }).then(plain<'Fee'>());
}

/** Names of these enterprises, by id. */
export async function namesOf(
  prisma: PrismaClient,
  enterpriseIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await prisma.enterprise.findMany({
    select: { id: true, name: true },
    where: { id: { in: [...new Set(enterpriseIds)] } },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What is asked about a charge, by a person. */
export type WantedFeeRequest = Pick<
  Stored<'FeeRequest'>,
  'id' | 'feeId' | 'institutionId' | 'enterpriseId' | 'kind' | 'reason' | 'source'
> & { readonly amountFen: number | null; readonly requestedBy: string };

/**
 * Writes what somebody asks about a charge; a second time changes nothing.
 * @returns false when a dispute is open, or the receipt is said to have bounced
 * @throws a violated law of the database when there is nothing to ask
 */
export async function writeFeeRequest(sql: Queryable, wanted: WantedFeeRequest): Promise<boolean> {
  const { id, feeId, institutionId, enterpriseId, kind, amountFen, reason, source, requestedBy } = wanted;
  await write(
    sql,
    `INSERT INTO fee_request (id, fee_id, institution_id, enterprise_id, kind, amount_fen, reason, source, requested_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [id, feeId, institutionId, enterpriseId, kind, amountFen, reason, source, requestedBy],
  );
  const row = await readRow<{ id: string }>(sql, 'SELECT id FROM fee_request WHERE id = $1', [id]);
  return row !== null;
}

/** The days of a loan's events, by their keys. */
export async function daysOfEvents(
  sql: Queryable,
  loanId: string | null,
  keys: readonly string[],
): Promise<ReadonlyMap<string, IsoDate>> {
  const rows = await readRows<{ key: string; day: IsoDate }>(
    sql,
    `SELECT business_key AS key, effective_date::text AS day FROM loan_event
       WHERE loan_id = $1 AND business_key = ANY ($2::text[])`,
    [loanId, keys],
  );
  return new Map(rows.map(({ key, day }) => [key, day]));
}

/** The last movements of the points of an enterprise. */
export async function lastPoints(
  prisma: PrismaClient,
  enterpriseId: string,
): Promise<readonly Pick<Stored<'FeePoints'>, 'feeId' | 'points' | 'createdAt'>[]> {
  const rows = await prisma.feePoints.findMany({
    select: { feeId: true, points: true, createdAt: true },
    where: { enterpriseId },
    orderBy: { createdAt: 'desc' },
    take: 50,
  });
  return rows.map(plain<'FeePoints'>());
}

const PUBLISHED = {
  id: true,
  createdAt: true,
  decidedAt: true,
  grantedFen: true,
  fee: { select: { kind: true, priceFen: true, pointsUsed: true } },
} satisfies Prisma.FeeRequestSelect;
export type PublishedDispute = Plain<'FeeRequest', Prisma.FeeRequestGetPayload<{ select: typeof PUBLISHED }>>;

/** What came of disputes, of all institutions, newest first. */
export async function listPublishedDisputes(
  prisma: PrismaClient,
  paging: Paging,
): Promise<Page<PublishedDispute>> {
  const rows = await prisma.feeRequest.findMany({
    select: PUBLISHED,
    where: { AND: [{ kind: 'DISPUTE', status: { not: 'OPEN' } }, olderThan(paging)] },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'FeeRequest'>()), paging, placeByAge);
}

/** The number of the reason for which each dispute was decided: of the last decision before it was. */
export async function reasonsOfDisputes(
  sql: Queryable,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, DecisionReasonCode>> {
  const rows = await readRows<{ id: string; reasonCode: DecisionReasonCode }>(
    sql,
    `SELECT q.id, d.reason_code FROM fee_request q CROSS JOIN LATERAL (SELECT d.reason_code FROM decision d
         JOIN human_task t ON t.id = d.task_id WHERE t.kind = 'RESOLVE_FEE_DISPUTE' AND d.case_type = 'FEE'
           AND d.case_id = q.fee_id::text AND d.decided_at <= q.decided_at ORDER BY d.decided_at DESC LIMIT 1) d
       WHERE q.id = ANY ($1::uuid[]) AND d.reason_code IS NOT NULL`,
    [requestIds],
  );
  return new Map(rows.map(({ id, reasonCode }) => [id, reasonCode]));
}

const NOTICE = {
  tariff: true,
  loanId: true,
  institutionId: true,
  enterpriseId: true,
  sentOn: true,
  effectiveFrom: true,
  isFavourable: true,
  shown: true,
  shownSha256: true,
} satisfies Prisma.TariffNoticeSelect;
export type TariffNoticeRow = Pick<Stored<'TariffNotice'>, keyof typeof NOTICE>;
export type TariffAnswerRow = Pick<Stored<'TariffAnswer'>, 'tariff' | 'loanId' | 'answeredOn' | 'answer'>;

/** What loans within a scope were told of later price lists, newest first, and what was said to it, oldest first. */
export async function listTariffNotices(
  prisma: PrismaClient,
  scope: Scope,
  of: { readonly loanId?: string | undefined; readonly tariff?: string | undefined },
): Promise<{ readonly notices: readonly TariffNoticeRow[]; readonly answers: readonly TariffAnswerRow[] }> {
  const notices = await prisma.tariffNotice
    .findMany({
      select: NOTICE,
      where: { AND: [scope, asked(of)] },
      orderBy: { createdAt: 'desc' },
      take: 200,
    })
    .then((rows) => rows.map(plain<'TariffNotice'>()));
  const answers = await prisma.tariffAnswer
    .findMany({
      select: { tariff: true, loanId: true, answeredOn: true, answer: true },
      where: { loanId: { in: notices.map(({ loanId }) => loanId) } },
      orderBy: { createdAt: 'asc' },
    })
    .then((rows) => rows.map(plain<'TariffAnswer'>()));
  return { notices, answers };
}

/**
 * Writes what somebody says to other prices, dated by the database; a second time changes nothing.
 * @throws a violated law of the database when it is not theirs to say
 */
export async function writeTariffAnswer(
  sql: Queryable,
  answer: Omit<Stored<'TariffAnswer'>, 'answeredOn' | 'createdAt'>,
): Promise<void> {
  const { id, tariff, loanId, enterpriseId, shownSha256, answeredBy } = answer;
  await write(
    sql,
    `INSERT INTO tariff_answer (id, tariff, loan_id, enterprise_id, answer, shown_sha256, answered_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [id, tariff, loanId, enterpriseId, answer.answer, shownSha256, answeredBy],
  );
}

/** The day on which a loan was agreed to. */
export async function signedDays(
  sql: Queryable,
  loanIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await readRows<{ loanId: string; signedOn: string }>(
    sql,
    `SELECT loan_id, min(effective_from) AS signed_on FROM fee_agreement WHERE loan_id = ANY ($1::uuid[]) GROUP BY 1`,
    [loanIds],
  );
  return new Map(rows.map(({ loanId, signedOn }) => [loanId, signedOn]));
}
