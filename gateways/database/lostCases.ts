import type { Database } from './client';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { readRows } from './statement';
import type { Queryable } from './transaction';

/** An enterprise whose onboarding never began: the API died between the row and the start. */
export interface LostEnterprise extends Pick<Stored<'Enterprise'>, 'institutionId'> {
  readonly enterpriseId: string;
}

export interface LostApplication extends LostEnterprise, Pick<Stored<'Application'>, 'amountFen'> {
  readonly applicationId: string;
  readonly applicantId: string;
}

/** A loan that was paid out and whose application did not come to starting its process. */
export interface LostLoan extends LostEnterprise, Pick<Stored<'Loan'>, 'startDate' | 'principalFen'> {
  readonly loanId: string;
}

const ORDER = {
  id: true,
  institutionId: true,
  enterpriseId: true,
  key: true,
  amountFen: true,
  status: true,
  code: true,
  bankReference: true,
  bankDate: true,
} satisfies Prisma.PaymentSelect;

/** A notice of the bank that was stored and not handed on, with the order that it is about. */
export interface WaitingNotice extends Pick<Stored<'BankNotice'>, 'id' | 'payloadCipher'> {
  readonly payment: Pick<Stored<'Payment'>, keyof typeof ORDER> | null;
}

/** A process writes its first step at once; a case this old without one has no process. */
const LOST_AFTER = "interval '1 minute'";
const BATCH = 100;

const neverBegan = (id: string) =>
  `NOT EXISTS (SELECT FROM audit_record r WHERE r.case_id = ${id}::text AND r.action = 'STAGE_ENTERED')`;

/** @returns with whether its people brought its file from another institution */
export async function findLostEnterprises(
  sql: Queryable,
): Promise<readonly (LostEnterprise & { readonly isBrought: boolean })[]> {
  return await readRows<LostEnterprise & { readonly isBrought: boolean }>(
    sql,
    `SELECT id AS enterprise_id, institution_id, is_brought(id) AS is_brought FROM enterprise
       WHERE stage = 'AWAITING_ACTIVATION' AND created_at < now() - ${LOST_AFTER} AND ${neverBegan('enterprise.id')}
       LIMIT ${BATCH}`,
  );
}

export async function findLostApplications(sql: Queryable): Promise<readonly LostApplication[]> {
  return await readRows<LostApplication>(
    sql,
    `SELECT id AS application_id, enterprise_id, institution_id,
            created_by AS applicant_id, amount_fen FROM application
       WHERE stage = 'CHECKING' AND created_at < now() - ${LOST_AFTER} AND ${neverBegan('application.id')} LIMIT ${BATCH}`,
  );
}

export async function findLostLoans(sql: Queryable): Promise<readonly LostLoan[]> {
  return await readRows<LostLoan>(
    sql,
    `SELECT l.id AS loan_id, l.enterprise_id, l.institution_id,
            l.start_date, l.principal_fen
       FROM loan l JOIN application a ON a.id = l.id
       WHERE a.stage = 'DISBURSING' AND l.created_at < now() - 5 * ${LOST_AFTER} LIMIT ${BATCH}`,
  );
}

/** What the processes of these loans begin with. */
export async function readLoansToBegin(
  prisma: PrismaClient,
  loanIds: readonly string[],
): Promise<readonly LostLoan[]> {
  const rows = await prisma.loan
    .findMany({
      select: { id: true, enterpriseId: true, institutionId: true, startDate: true, principalFen: true },
      where: { id: { in: [...loanIds] } },
    })
    .then((found) => found.map(plain<'Loan'>()));
  return rows.map(({ id, ...loan }) => ({ loanId: id, ...loan }));
}

export async function findWaitingNotices({
  prisma,
  sql,
}: Pick<Database, 'prisma' | 'sql'>): Promise<readonly WaitingNotice[]> {
  const notices = await readRows<Pick<Stored<'BankNotice'>, 'id' | 'payloadCipher' | 'key'>>(
    sql,
    `SELECT id, payload_cipher, key FROM bank_notice WHERE handled_at IS NULL AND received_at < now() - interval '20 seconds'
       ORDER BY received_at LIMIT ${BATCH}`,
  );
  const keys = notices.flatMap(({ key }) => key ?? []);
  const orders = await prisma.payment
    .findMany({ select: ORDER, where: { key: { in: keys } } })
    .then((rows) => rows.map(plain<'Payment'>()));
  const orderOf = new Map(orders.map((order) => [order.key, order]));
  return notices.map(({ key, ...notice }) => ({ ...notice, payment: orderOf.get(key ?? '') ?? null }));
}
