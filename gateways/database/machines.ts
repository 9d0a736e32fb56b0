import type { Pool } from 'pg';
import type { MachineScope } from '../../domain/machines/scopes';
import { type Plain, plain } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { INSTITUTION } from './institutions';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { readRow, readRows, write } from './statement';
import { inTransaction, type Queryable } from './transaction';

const SHOWN = {
  id: true,
  name: true,
  scopes: true,
  createdBy: true,
  createdAt: true,
  endedAt: true,
  institution: { select: INSTITUTION },
  secrets: {
    select: { id: true, createdAt: true, endsAt: true, usedAt: true },
    orderBy: { createdAt: 'asc' },
  },
} satisfies Prisma.MachineSelect;

/** A machine as its institution's admins see it, with its secrets, those that are over too. */
export type MachineRow = Plain<'Machine', Prisma.MachineGetPayload<{ select: typeof SHOWN }>>;

/** The machines of an institution, newest first. */
export async function listMachines(
  prisma: PrismaClient,
  institutionId: string,
  paging: Paging,
): Promise<Page<MachineRow>> {
  const rows = await prisma.machine.findMany({
    select: SHOWN,
    where: { institutionId, ...olderThan(paging) },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'Machine'>()), paging, placeByAge);
}

/** A machine, or null. */
export async function findMachine(prisma: PrismaClient, id: string): Promise<MachineRow | null> {
  const row = await prisma.machine.findUnique({ select: SHOWN, where: { id } });
  return row && plain<'Machine'>()(row);
}

/** How many machines of an institution go on. */
export function countMachines(prisma: PrismaClient, institutionId: string): Promise<number> {
  return prisma.machine.count({ where: { institutionId, endedAt: null } });
}

/** A secret to be kept, by its hash. */
export interface NewSecret {
  readonly id: string;
  readonly hash: string;
  readonly by: string;
  readonly days: number;
}

/** Makes a machine with its first secret. */
export async function writeMachine(
  sql: Pool,
  {
    id,
    institutionId,
    name,
    scopes,
    secret,
  }: {
    readonly id: string;
    readonly institutionId: string;
    readonly name: string;
    readonly scopes: readonly MachineScope[];
    readonly secret: NewSecret;
  },
): Promise<void> {
  await inTransaction(sql, async (tx) => {
    await write(
      tx,
      'INSERT INTO machine (id, institution_id, name, scopes, created_by) VALUES ($1, $2, $3, $4, $5)',
      [id, institutionId, name, scopes, secret.by],
    );
    await addSecret(tx, id, secret);
  });
}

/**
 * Gives a machine another secret. The newest of those before goes on for so many days, or ends at once as the others do.
 * @param overlapDays 0: at once
 */
export async function renewSecret(
  sql: Pool,
  machineId: string,
  { secret, overlapDays }: { readonly secret: NewSecret; readonly overlapDays: number },
): Promise<void> {
  await inTransaction(sql, async (tx) => {
    // One after the other: else two at once leave three.
    await readRow(tx, 'SELECT id FROM machine WHERE id = $1 FOR UPDATE', [machineId]);
    const [newest, ...others] = await readRows<{ readonly id: string }>(
      tx,
      'SELECT id FROM machine_secret WHERE machine_id = $1 AND ends_at > now() ORDER BY created_at DESC, id DESC',
      [machineId],
    );
    await endSecrets(tx, others, 0);
    await endSecrets(tx, newest === undefined ? [] : [newest], overlapDays);
    await addSecret(tx, machineId, secret);
  });
}

async function endSecrets(
  tx: Queryable,
  secrets: readonly { readonly id: string }[],
  days: number,
): Promise<void> {
  await write(
    tx,
    // The column rounds to milliseconds: what ends now must not end a little later.
    `UPDATE machine_secret SET ends_at = least(ends_at, date_trunc('milliseconds', now()) + make_interval(days => $2))
       WHERE id = ANY ($1)`,
    [secrets.map(({ id }) => id), days],
  );
}

async function addSecret(tx: Queryable, machineId: string, { id, hash, by, days }: NewSecret): Promise<void> {
  await write(
    tx,
    `INSERT INTO machine_secret (id, machine_id, secret_hash, created_by, ends_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(days => $5))`,
    [id, machineId, hash, by, days],
  );
}

/** Ends a machine: neither a secret nor a token opens anything for it. @returns false when it had ended */
export async function endMachine(
  sql: Queryable,
  { id, by }: { readonly id: string; readonly by: string },
): Promise<boolean> {
  const count = await write(
    sql,
    'UPDATE machine SET ended_by = $2, ended_at = now() WHERE id = $1 AND ended_at IS NULL',
    [id, by],
  );
  return count === 1;
}

/** A machine that shows its secret, which is noted as used. @returns null for what opens none */
export async function machineBySecret(
  sql: Queryable,
  { id, hash }: { readonly id: string; readonly hash: string },
): Promise<(Pick<MachineRow, 'scopes'> & { readonly institutionId: string }) | null> {
  return await readRow(
    sql,
    `UPDATE machine_secret s SET used_at = now() FROM machine m
       WHERE m.id = $1 AND s.machine_id = m.id AND s.secret_hash = $2 AND s.ends_at > now() AND m.ended_at IS NULL
       RETURNING m.scopes, m.institution_id`,
    [id, hash],
  );
}

/** What machines are called, by their ids. */
export async function namesOfMachines(
  prisma: PrismaClient,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await prisma.machine.findMany({
    select: { id: true, name: true },
    where: { id: { in: [...ids] } },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
