import type { AuditAction, AuditSubject, RequestAction } from '../../contracts/audit';
import type { ColumnCipher } from '../crypto';
import { asked } from './asked';
import { type Plain, plain } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { namesOfMachines } from './machines';
import { before, type Page, type Paging, pageOf, placeByNumber, rowsOf } from './paging';
import { openPerson } from './personalData';

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
  /** For which enterprise a person of several did it. */
  readonly enterpriseId?: string | null;
}

/** Adds to the audit trail. */
export async function addAuditRecord(prisma: PrismaClient, record: NewAuditRecord): Promise<void> {
  await addAuditRecords(prisma, [record]);
}

/** Adds several records, together or not at all. */
export async function addAuditRecords(
  prisma: PrismaClient,
  records: readonly NewAuditRecord[],
): Promise<void> {
  await prisma.auditRecord.createMany({ data: [...records] });
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
  actor: { select: { id: true, personCipher: true } },
} satisfies Prisma.AuditRecordSelect;

type ShownRow = Plain<'AuditRecord', Prisma.AuditRecordGetPayload<{ select: typeof SHOWN }>>;

export interface AuditRow extends Omit<ShownRow, 'actor' | 'actorId'> {
  /** Who did it, a person or a machine; without a name when the account is gone, null when nobody was signed in. */
  readonly actor: { readonly id: string; readonly name: string } | null;
}

export interface AuditFilter {
  readonly institutionId: string;
  readonly caseId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly action?: AuditAction | undefined;
}

/** The audit trail of an institution, newest first. */
export async function listAudit(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  { institutionId, caseId, actorId, action }: AuditFilter,
  paging: Paging,
): Promise<Page<AuditRow>> {
  const rows = await prisma.auditRecord.findMany({
    select: SHOWN,
    where: { institutionId, ...asked({ caseId, actorId, action }), ...before(paging) },
    orderBy: { id: 'desc' },
    take: rowsOf(paging),
  });
  const page = pageOf(rows.map(plain<'AuditRecord'>()), paging, placeByNumber);
  const nobody = page.items.flatMap(({ actor, actorId: id }) =>
    actor === null && id !== null && UUID.test(id) ? [id] : [],
  );
  const machines = nobody.length === 0 ? new Map<string, string>() : await namesOfMachines(prisma, nobody);
  return { ...page, items: page.items.map((row) => withName(cipher, row, machines)) };
}

/** What may be a machine. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function withName(
  cipher: ColumnCipher,
  { actorId, actor, ...row }: ShownRow,
  machines: ReadonlyMap<string, string>,
): AuditRow {
  const name = actor === null ? (machines.get(actorId ?? '') ?? '') : openPerson(cipher, actor).name;
  return { ...row, actor: actorId === null ? null : { id: actorId, name } };
}

/** What signing in is called in the audit trail, which is the sign-in log too. */
export const SIGN_IN_ACTION = 'session.signIn';
