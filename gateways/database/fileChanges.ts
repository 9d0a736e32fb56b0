import { createHash } from 'node:crypto';
import type { FileChangeFinding } from '../../contracts/activities';
import { accept, type Result, refuse } from '../../domain/result';
import type { BlindIndex, ColumnCipher } from '../crypto';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { sealLegalPerson } from './personalData';
import type { Scope } from './scope';
import { type Contact, contactIndex, placeIn } from './sealedColumns';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** What would be on file, as it stands sealed with its change. */
export type FileChangeWish =
  | { readonly kind: 'NAME'; readonly name: string }
  | { readonly kind: 'LEGAL_PERSON'; readonly name: string; readonly residentId: string }
  | { readonly kind: 'MAIL'; readonly mail: string };

const PAPER = { id: true, name: true, mediaType: true, bytes: true } satisfies Prisma.FileChangePaperSelect;

const SHOWN = {
  id: true,
  institutionId: true,
  enterpriseId: true,
  kind: true,
  userId: true,
  payloadCipher: true,
  reason: true,
  stage: true,
  stageSince: true,
  refusalCode: true,
  refusalReason: true,
  refusalReasonCode: true,
  checks: true,
  waitsUntil: true,
  createdBy: true,
  createdAt: true,
  appliedAt: true,
} satisfies Prisma.FileChangeSelect;

export type FileChangePaperRow = Pick<Stored<'FileChangePaper'>, keyof typeof PAPER>;
/** A change of an enterprise's file with its papers; what it says is sealed, see {@link openWish}. */
export type FileChangeRow = Pick<Stored<'FileChange'>, keyof typeof SHOWN> & {
  readonly papers: readonly FileChangePaperRow[];
};

const WITH_PAPERS = {
  ...SHOWN,
  papers: { select: PAPER, orderBy: { createdAt: 'asc' } },
} satisfies Prisma.FileChangeSelect;

/** What a change says; null once the file of its enterprise was erased. */
export function openWish(
  cipher: ColumnCipher,
  { id, payloadCipher }: Pick<FileChangeRow, 'id' | 'payloadCipher'>,
): FileChangeWish | null {
  if (payloadCipher.length === 0) return null;
  return JSON.parse(cipher.decrypt(payloadCipher, placeOf(id))) as FileChangeWish;
}

const placeOf = (id: string) => placeIn('file_change', 'payload_cipher', id);
const paperPlaceOf = (id: string) => placeIn('file_change_paper', 'content_cipher', id);

/** A change that is asked for. `at`: business instant, ISO 8601. */
export interface NewFileChange
  extends Pick<
    Stored<'FileChange'>,
    'id' | 'institutionId' | 'enterpriseId' | 'userId' | 'reason' | 'stage' | 'createdBy'
  > {
  readonly wish: FileChangeWish;
  readonly at: string;
  readonly papers: readonly string[];
}

/** Writes a change with the papers that its person put up for it; within a transaction. A second time changes nothing. */
export async function writeFileChange(
  sql: Queryable,
  cipher: ColumnCipher,
  { wish, at, papers, ...change }: NewFileChange,
): Promise<Result<void, 'FILE_CHANGE_OPEN' | 'PAPER_MISSING'>> {
  const { id, institutionId, enterpriseId, userId, reason, stage, createdBy } = change;
  const isNew = await write(
    sql,
    `INSERT INTO file_change (id, institution_id, enterprise_id, kind, user_id, payload_cipher, reason, stage,
         stage_since, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
    [
      ...[id, institutionId, enterpriseId, wish.kind, userId],
      cipher.encrypt(JSON.stringify(wish), placeOf(id)),
      ...[reason, stage, at, createdBy],
    ],
  );
  if (isNew === 0) {
    const isRepeated = (await write(sql, 'SELECT FROM file_change WHERE id = $1', [id])) === 1;
    return isRepeated ? accept(undefined) : refuse('FILE_CHANGE_OPEN');
  }
  const named = await write(
    sql,
    `UPDATE file_change_paper SET change_id = $1 WHERE id = ANY ($2) AND author_id = $3 AND change_id IS NULL`,
    [id, papers, createdBy],
  );
  return named === papers.length ? accept(undefined) : refuse('PAPER_MISSING', 'papers');
}

/** Changes within a scope, the newest first; of one enterprise where it is named. */
export async function listFileChanges(
  prisma: PrismaClient,
  scope: Scope,
  { enterpriseId }: { readonly enterpriseId?: string | undefined },
  paging: Paging,
): Promise<Page<FileChangeRow>> {
  const rows = await prisma.fileChange.findMany({
    select: WITH_PAPERS,
    where: { AND: [scope, enterpriseId === undefined ? {} : { enterpriseId }, olderThan(paging)] },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'FileChange'>()), paging, placeByAge);
}

/** A change within a scope, or null. */
export async function findFileChange(
  prisma: PrismaClient,
  scope: Scope,
  id: string,
): Promise<FileChangeRow | null> {
  return await prisma.fileChange
    .findFirst({ select: WITH_PAPERS, where: { AND: [scope, { id }] } })
    .then(plain<'FileChange'>());
}

/** A change for its own process. @throws PrismaClientKnownRequestError when there is none: it was started for nothing */
export async function readFileChange(
  prisma: PrismaClient,
  id: string,
): Promise<Omit<FileChangeRow, 'papers'>> {
  return await prisma.fileChange
    .findUniqueOrThrow({ select: SHOWN, where: { id } })
    .then(plain<'FileChange'>());
}

/** What the process of a change begins with. */
export type OpenFileChange = Pick<
  Stored<'FileChange'>,
  'id' | 'institutionId' | 'enterpriseId' | 'createdBy' | 'reason' | 'kind'
>;

/** Changes whose process never began: the API died between the row and the start. */
export async function findLostFileChanges(sql: Queryable): Promise<readonly OpenFileChange[]> {
  return await readRows<OpenFileChange>(
    sql,
    `SELECT id, institution_id, enterprise_id, created_by, reason, kind FROM file_change f
       WHERE stage IN ('IN_REVIEW', 'IN_CONFIRMATION') AND created_at < now() - interval '1 minute' AND NOT EXISTS (
         SELECT FROM audit_record r WHERE r.case_id = f.id::text AND r.case_type = 'FILE_CHANGE'
           AND r.action = 'STAGE_ENTERED') LIMIT 100`,
  );
}

/** Keeps what registry and lists say of a change. */
export async function writeChecks(sql: Queryable, id: string, checks: FileChangeFinding): Promise<void> {
  await write(sql, 'UPDATE file_change SET checks = $2 WHERE id = $1', [id, JSON.stringify(checks)]);
}

/** Writes from when on a change may count; the first word stands. */
export async function writeWait(sql: Queryable, id: string, until: string): Promise<void> {
  await write(sql, 'UPDATE file_change SET waits_until = $2 WHERE id = $1 AND waits_until IS NULL', [
    id,
    until,
  ]);
}

/** Whose mail address is another from now on, and by what link its owner says so. */
export interface RecoveredMail {
  readonly mail: string;
  /** The enterprise that is written to at the same address; null where there is none. */
  readonly enterpriseId: string | null;
  readonly linkHash: string;
  /** How long the link opens, in minutes of real time. */
  readonly minutes: number;
}

/**
 * Puts a change on file; the database sees to it that it was agreed.
 * @param recovered of a change of mail address
 * @returns false when it was done before
 */
export async function applyFileChange(
  sql: Queryable,
  { blindIndex, cipher }: { readonly blindIndex: BlindIndex; readonly cipher: ColumnCipher },
  { id, enterpriseId }: Pick<FileChangeRow, 'id' | 'enterpriseId'>,
  wish: FileChangeWish,
  recovered: RecoveredMail | null,
): Promise<boolean> {
  const contact: Contact | null = recovered && { mail: recovered.mail };
  const text = contact && JSON.stringify(contact);
  const row = await readRow<{ readonly isDone: boolean }>(
    sql,
    'SELECT apply_file_change($1, $2, $3, $4, $5, $6, $7, $8) AS is_done',
    [
      id,
      wish.kind === 'NAME' ? wish.name : null,
      wish.kind === 'LEGAL_PERSON' ? sealLegalPerson(cipher, enterpriseId, wish) : null,
      text && cipher.encrypt(text, placeIn('contact_change', 'value_cipher', id)),
      text && contactIndex(text, blindIndex),
      recovered?.enterpriseId ?? null,
      recovered?.linkHash ?? null,
      recovered?.minutes ?? null,
    ],
  );
  return row?.isDone === true;
}

export type NewPaper = Pick<Stored<'FileChangePaper'>, 'id' | 'authorId' | 'name' | 'mediaType'>;

/** Puts a paper up, to be named by a change of its author. A second time changes nothing. */
export async function addPaper(
  sql: Queryable,
  cipher: ColumnCipher,
  { id, authorId, name, mediaType }: NewPaper,
  content: Buffer,
): Promise<FileChangePaperRow> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  await write(
    sql,
    `INSERT INTO file_change_paper (id, author_id, name, media_type, bytes, sha256, content_cipher)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [
      ...[id, authorId, name, mediaType, content.length, sha256],
      cipher.encrypt(content.toString('base64'), paperPlaceOf(id)),
    ],
  );
  return { id, name, mediaType, bytes: content.length };
}

/** Papers of somebody that no change names, with their bytes: they are nobody's any more, and go where they are put. */
export async function takeLoosePapers(
  sql: Queryable,
  cipher: ColumnCipher,
  authorId: string,
  ids: readonly string[],
): Promise<readonly (FileChangePaperRow & { readonly sha256: string; readonly content: Buffer })[]> {
  const rows = await readRows<
    FileChangePaperRow & { readonly sha256: string; readonly contentCipher: Uint8Array }
  >(
    sql,
    `DELETE FROM file_change_paper WHERE id = ANY ($1::uuid[]) AND author_id = $2 AND change_id IS NULL
       RETURNING id, name, media_type, bytes, sha256, content_cipher`,
    [ids, authorId],
  );
  return rows.map(({ contentCipher, ...paper }) => ({
    ...paper,
    content: Buffer.from(cipher.decrypt(contentCipher, paperPlaceOf(paper.id)), 'base64'),
  }));
}

/** How many papers somebody has put up that no change names. */
export async function countLoosePapers(prisma: PrismaClient, authorId: string): Promise<number> {
  return await prisma.fileChangePaper.count({ where: { authorId, changeId: null } });
}

/** A paper of a change with its bytes; null when the change has none such. */
export async function readPaper(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  of: { readonly changeId: string; readonly id: string },
): Promise<(FileChangePaperRow & { readonly content: Buffer }) | null> {
  const row = await prisma.fileChangePaper
    .findFirst({ select: { ...PAPER, contentCipher: true }, where: of })
    .then(plain<'FileChangePaper'>());
  if (row === null) return null;
  const { contentCipher, ...paper } = row;
  return { ...paper, content: Buffer.from(cipher.decrypt(contentCipher, paperPlaceOf(of.id)), 'base64') };
}

/** Forgets papers that no change names. @returns how many there were */
export async function forgetLoosePapers(sql: Queryable, days: number): Promise<number> {
  return await write(
    sql,
    'DELETE FROM file_change_paper WHERE change_id IS NULL AND created_at < now() - make_interval(days => $1)',
    [days],
  );
}

/** Which person of an enterprise signs in there; null where there are several and none is named. */
export async function personOf(
  prisma: PrismaClient,
  enterpriseId: string,
  userId: string | undefined,
): Promise<string | null> {
  const named = userId === undefined ? {} : { userId };
  const people = await prisma.membership.findMany({
    select: { userId: true },
    where: { enterpriseId, ...named },
  });
  return people.length === 1 ? (people[0]?.userId ?? null) : null;
}

/** A recovery of somebody's account, and whether its enterprise was held until then. */
export interface Recovery {
  readonly enterpriseId: string;
  readonly heldBy: string | null;
  /** The address of its file is the mailbox that was lost. */
  readonly heldAddress: boolean;
}

/** The recovery that a change of mail address comes from; null: it comes from none. */
export async function findRecovery(
  sql: Queryable,
  of: { readonly changeId: string; readonly userId: string },
): Promise<Recovery | null> {
  return await readRow<Recovery>(
    sql,
    `SELECT m.enterprise_id, m.held_by, m.held_address FROM file_change f
       JOIN membership m ON (m.user_id, m.enterprise_id) = (f.user_id, f.enterprise_id)
       WHERE f.id = $1 AND f.user_id = $2 AND f.kind = 'MAIL'`,
    [of.changeId, of.userId],
  );
}

/** Whether somebody of an enterprise does not act for it, because the account was recovered for another one. */
export async function isHeld(
  sql: Queryable,
  { enterpriseId, userId }: { readonly enterpriseId: string; readonly userId: string },
): Promise<boolean> {
  const row = await readRow<{ readonly isSo: boolean }>(
    sql,
    'SELECT held_by IS NOT NULL AS is_so FROM membership WHERE enterprise_id = $1 AND user_id = $2',
    [enterpriseId, userId],
  );
  return row?.isSo === true;
}

/** The enterprises that a recovery leaves held. */
export async function heldByRecovery(sql: Queryable, changeId: string): Promise<readonly string[]> {
  const rows = await readRows<{ readonly enterpriseId: string }>(
    sql,
    'SELECT enterprise_id FROM membership WHERE held_by = $1 ORDER BY id',
    [changeId],
  );
  return rows.map(({ enterpriseId }) => enterpriseId);
}
