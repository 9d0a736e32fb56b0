import type { AuditAction, AuditSubject, RequestAction } from '../../contracts/audit';
import { asked } from './asked';
import { type Plain, plain } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { before, type Page, type Paging, pageOf, placeByNumber, rowsOf } from './paging';

/** Something that somebody did or tried. Ids only, never personal data. */
export interface NewAuditRecord {
  readonly actorId: string | null;
  readonly institutionId: string | null;
  readonly action: RequestAction;
  readonly caseType: AuditSubject | null;
  readonly caseId: string | null;
  /** `DONE`, or the code of the refusal. */
  readonly outcome: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** Adds to the audit trail. */
export async function addAuditRecord(prisma: PrismaClient, record: NewAuditRecord): Promise<void> {
  await prisma.auditRecord.createMany({ data: record });
}

const SHOWN = {
  id: true,
  at: true,
  actorId: true,
  action: true,
  caseType: true,
  caseId: true,
  outcome: true,
  detail: true,
  actor: { select: { name: true } },
} satisfies Prisma.AuditRecordSelect;

export type AuditRow = Plain<'AuditRecord', Prisma.AuditRecordGetPayload<{ select: typeof SHOWN }>>;

export interface AuditFilter {
  readonly institutionId: string;
  readonly caseId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly action?: AuditAction | undefined;
}

/** The audit trail of an institution, newest first. */
export async function listAudit(
  prisma: PrismaClient,
  { institutionId, caseId, actorId, action }: AuditFilter,
  paging: Paging,
): Promise<Page<AuditRow>> {
  const rows = await prisma.auditRecord.findMany({
    select: SHOWN,
    where: { institutionId, ...asked({ caseId, actorId, action }), ...before(paging) },
    orderBy: { id: 'desc' },
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'AuditRecord'>()), paging, placeByNumber);
}

/** What signing in is called in the audit trail, which is the sign-in log too. */
export const SIGN_IN_ACTION = 'session.signIn';
