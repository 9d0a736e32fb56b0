import type { WantedTerms } from '../../contracts/workflows';
import { asked } from './asked';
import { fieldsOf, type Plain, plain, type Stored } from './columns';
import { Prisma, type PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import type { Scope } from './scope';
import { write } from './statement';
import type { Queryable } from './transaction';

const SUMMARY = {
  id: true,
  institutionId: true,
  enterpriseId: true,
  productId: true,
  amountFen: true,
  termMonths: true,
  method: true,
  purpose: true,
  stage: true,
  stageSince: true,
  refusalCode: true,
  refusalReason: true,
  refusalReasonCode: true,
  createdAt: true,
  enterprise: { select: { name: true } },
  product: { select: { code: true } },
} satisfies Prisma.ApplicationSelect;

const APPEAL = {
  reason: true,
  stage: true,
  stageSince: true,
  refusalCode: true,
  refusalReason: true,
  refusalReasonCode: true,
  answerByAt: true,
  createdAt: true,
} satisfies Prisma.AppealSelect;

/** Columns of an appeal that people see with its application. */
export const APPEAL_FIELDS = fieldsOf(APPEAL);

const FILE = {
  ...SUMMARY,
  statements: true,
  profile: true,
  assessment: true,
  offer: true,
  appealUntil: true,
  createdBy: true,
  loan: { select: { id: true } },
  appeal: { select: APPEAL },
} satisfies Prisma.ApplicationSelect;

export const APPLICATION_FIELDS = fieldsOf(FILE);
export type ApplicationRow = Plain<'Application', Prisma.ApplicationGetPayload<{ select: typeof SUMMARY }>>;
export type ApplicationFile = Plain<'Application', Prisma.ApplicationGetPayload<{ select: typeof FILE }>>;

/** Applications within a scope, newest first. */
export async function listApplications(
  prisma: PrismaClient,
  scope: Scope,
  {
    stage,
    enterpriseId,
  }: { readonly stage?: string | undefined; readonly enterpriseId?: string | undefined },
  paging: Paging,
): Promise<Page<ApplicationRow>> {
  const rows = await prisma.application.findMany({
    select: SUMMARY,
    where: { AND: [scope, asked({ stage, enterpriseId }), olderThan(paging)] },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'Application'>()), paging, placeByAge);
}

/** One application within a scope; null when there is none for this reader. */
export function findApplication(
  prisma: PrismaClient,
  scope: Scope,
  id: string,
): Promise<ApplicationFile | null> {
  return prisma.application
    .findFirst({ select: FILE, where: { AND: [scope, { id }] } })
    .then(plain<'Application'>());
}

/** `at`: business instant, ISO 8601. */
export interface NewApplication
  extends Pick<
    Stored<'Application'>,
    'id' | 'institutionId' | 'enterpriseId' | 'productId' | 'termMonths' | 'method' | 'purpose' | 'createdBy'
  > {
  readonly amountFen: number;
  readonly statements: object;
  readonly profile: object;
  readonly at: string;
}

/** Writes an application's row; writing it again changes nothing. */
export async function writeApplication(
  prisma: PrismaClient,
  { at, ...application }: NewApplication,
): Promise<void> {
  await prisma.application.createMany({
    data: { ...application, stage: 'CHECKING', stageSince: at },
    skipDuplicates: true,
  });
}

/**
 * Stores what an applicant supplied, while the case waits for it.
 * @returns false when the case does not wait for information any more: nothing is changed
 */
export async function storeInformation(
  sql: Queryable,
  id: string,
  supplied: {
    readonly purpose?: string | undefined;
    readonly statements?: unknown;
    readonly profile?: unknown;
  },
): Promise<boolean> {
  const changed = await write(
    sql,
    `UPDATE application SET purpose = coalesce($2, purpose), statements = statements || coalesce($3, '{}'::jsonb),
       profile = profile || coalesce($4, '{}'::jsonb)
     WHERE id = $1 AND stage = 'AWAITING_INFORMATION'`,
    [id, supplied.purpose ?? null, jsonOf(supplied.statements), jsonOf(supplied.profile)],
  );
  return changed === 1;
}

const jsonOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

const FACTS = {
  id: true,
  institutionId: true,
  enterpriseId: true,
  amountFen: true,
  termMonths: true,
  method: true,
  purpose: true,
  statements: true,
  profile: true,
  assessment: true,
  offer: true,
  enterprise: { select: { uscc: true } },
  product: {
    select: {
      code: true,
      kind: true,
      status: true,
      minimumFen: true,
      maximumFen: true,
      minimumTermMonths: true,
      maximumTermMonths: true,
      methods: true,
      dayCount: true,
      terms: true,
    },
  },
} satisfies Prisma.ApplicationSelect;

/** An application with its product, as the activities judge it. */
export type ApplicationFacts = Plain<'Application', Prisma.ApplicationGetPayload<{ select: typeof FACTS }>>;

/** @throws PrismaClientKnownRequestError when there is no such application: the process was started for nothing */
export function readApplicationFacts(prisma: PrismaClient, applicationId: string): Promise<ApplicationFacts> {
  return prisma.application
    .findUniqueOrThrow({ select: FACTS, where: { id: applicationId } })
    .then(plain<'Application'>());
}

/** What the bureau knows goes into the profile: it counts for more than what an applicant says. */
export async function writeProfile(
  sql: Queryable,
  applicationId: string,
  known: Readonly<Record<string, unknown>>,
): Promise<void> {
  await write(sql, 'UPDATE application SET profile = profile || $2::jsonb WHERE id = $1', [
    applicationId,
    JSON.stringify(known),
  ]);
}

export async function writeAssessment(
  prisma: PrismaClient,
  applicationId: string,
  assessment: object,
): Promise<void> {
  await prisma.application.updateMany({ where: { id: applicationId }, data: { assessment } });
}

/** Writes down the terms that an applicant wants; what was offered on others is no offer any more. */
export async function writeTerms(
  prisma: PrismaClient,
  applicationId: string,
  { amountFen, termMonths, method }: WantedTerms,
): Promise<void> {
  await prisma.application.updateMany({
    where: { id: applicationId },
    data: { amountFen, termMonths, method, offer: Prisma.DbNull },
  });
}

export async function writeOffer(prisma: PrismaClient, applicationId: string, offer: object): Promise<void> {
  await prisma.application.updateMany({ where: { id: applicationId }, data: { offer } });
}
