import type { SignInsBefore } from '../../domain/accounts/signInWarnings';
import { SIGN_IN_ACTION } from './audit';
import { type Plain, plain } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { before, type Page, type Paging, pageOf, placeByNumber, rowsOf } from './paging';

/** Whose sign-ins: those that succeeded are the person's, those that failed are the mail address's. */
export interface SignInsOf {
  readonly userId: string;
  /** Keyed hashes of the mail address, under each key that is known. */
  readonly accountKeys: readonly string[];
}

const SHOWN = { id: true, at: true, outcome: true, detail: true } satisfies Prisma.AuditRecordSelect;
type ShownRow = Plain<'AuditRecord', Prisma.AuditRecordGetPayload<{ select: typeof SHOWN }>>;

/** A sign-in, or an attempt. */
export interface SignInRow extends Pick<ShownRow, 'id' | 'at' | 'outcome'> {
  readonly agent: string;
  /** Null once it is forgotten. */
  readonly network: string | null;
  readonly warnings: readonly string[];
}

const DONE = 'DONE';
/** So many sign-ins say what is usual for somebody. */
const USUAL = 50;

/** Somebody's sign-ins and the attempts at the account, newest first: what the audit trail has of them. */
export async function listSignIns(
  prisma: PrismaClient,
  { accountKeys, userId }: SignInsOf,
  paging: Paging,
): Promise<Page<SignInRow>> {
  const whose = { OR: [{ actorId: userId }, { caseId: { in: [...accountKeys] } }] };
  const rows = await prisma.auditRecord.findMany({
    select: SHOWN,
    where: { action: SIGN_IN_ACTION, ...whose, ...before(paging) },
    orderBy: { id: 'desc' },
    take: rowsOf(paging),
  });
  return pageOf(await withNetworks(prisma, rows.map(plain<'AuditRecord'>())), paging, placeByNumber);
}

/** What is usual for somebody, to judge a sign-in by. */
export async function signInsBefore(
  prisma: PrismaClient,
  { accountKeys, userId }: SignInsOf,
): Promise<SignInsBefore> {
  const rows = await prisma.auditRecord.findMany({
    select: SHOWN,
    where: { action: SIGN_IN_ACTION, actorId: userId, outcome: DONE },
    orderBy: { id: 'desc' },
    take: USUAL,
  });
  const last = rows[0]?.id;
  const failures = await prisma.auditRecord.count({
    where: {
      action: SIGN_IN_ACTION,
      caseId: { in: [...accountKeys] },
      outcome: { not: DONE },
      ...(last === undefined ? {} : { id: { gt: last } }),
    },
  });
  const succeeded = await withNetworks(prisma, rows.map(plain<'AuditRecord'>()));
  return {
    failures,
    succeeded: succeeded.map(({ agent, at, network }) => ({ agent, network, atMs: Date.parse(at) })),
  };
}

async function withNetworks(prisma: PrismaClient, rows: readonly ShownRow[]): Promise<readonly SignInRow[]> {
  const requestIds = rows.map(({ detail }) => String(detail.requestId));
  const sources = await prisma.requestSource.findMany({ where: { requestId: { in: requestIds } } });
  const networks = new Map(sources.map(({ network, requestId }) => [requestId, network]));
  return rows.map(({ detail, ...row }) => ({
    ...row,
    agent: String(detail.agent ?? ''),
    network: networks.get(String(detail.requestId)) ?? null,
    warnings: String(detail.warnings ?? '')
      .split(' ')
      .filter((warning) => warning !== ''),
  }));
}
