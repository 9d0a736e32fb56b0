import type { Pool } from 'pg';
import { CHAIN_BEGINS, linkAfter } from '../crypto';
import type { Stored } from './columns';
import { readRow, readRows, write } from './statement';
import { inTransaction, type Queryable } from './transaction';

/** A link of the chain over the audit trail, as it is kept outside of the database to be compared with. */
export interface AuditHead {
  /** Place in the chain, from 1 on without gaps. */
  readonly number: number;
  readonly recordId: number;
  /** SHA-256 as hexadecimal digits. */
  readonly hash: string;
}

/** Something that is not as it was when it was sealed. */
export interface AuditFault {
  readonly what: /** What the record says was changed, or the link before it. */
    | 'TOUCHED'
    /** The record, or its link, is gone. */
    | 'REMOVED'
    /** It is dated before what was sealed last, and was not there then; or in the future. */
    | 'INSERTED'
    /** Links were computed anew: a head outside says something else. */
    | 'REWRITTEN'
    /** The newest links are gone: a head outside is further. */
    | 'CUT_OFF';
  /** The first record that it concerns; null where only its neighbours are known. */
  readonly recordId: number | null;
  /** The record before it in the chain; of rewritten links, the last one that a head outside agrees with. */
  readonly afterRecordId: number | null;
}

export interface AuditVerdict {
  /** Records that were compared with their links. */
  readonly sealed: number;
  /** Newer ones, that are to be sealed yet. */
  readonly unsealed: number;
  /** Of each kind of fault that was found, the first. */
  readonly faults: readonly AuditFault[];
}

type AuditText = Pick<
  Stored<'AuditRecord'>,
  'id' | 'at' | 'actorId' | 'institutionId' | 'action' | 'caseType' | 'caseId' | 'outcome' | 'enterpriseId'
> & { readonly detail: string };

type Link = Pick<Stored<'AuditSeal'>, 'number' | 'recordId' | 'sealedAt' | 'hash'>;

/** Any number that no other lock has. */
const LOCK = 736_101;
const RECORDS_AT_ONCE = 5_000;
/** How late a record may appear after its date, by the law `judge_audit_date`. */
const UNSEALED_FOR_MINUTES = 5;

const RECORD = `r.id, r.at, r.actor_id, r.institution_id, r.action, r.case_type, r.case_id, r.outcome,
  r.detail::text AS detail, r.enterprise_id`;

/** What a record says, in the one form that is hashed: JSON of its columns, `detail` as PostgreSQL writes it. */
export function canonicalRecord(record: AuditText): string {
  const { id, at, actorId, institutionId, action, caseType, caseId, outcome, detail, enterpriseId } = record;
  // Older ones were sealed when there was no such column.
  const more = enterpriseId === null ? [] : [enterpriseId];
  return JSON.stringify([id, at, actorId, institutionId, action, caseType, caseId, outcome, detail, ...more]);
}

/**
 * Seals all records that are not sealed yet, in the order of their ids. One caller at a time does it.
 * @param sql under the worker's role
 * @returns the newest link; null when there is none, or another process is sealing
 */
export async function sealAudit(sql: Pool): Promise<AuditHead | null> {
  return await inTransaction(sql, async (tx) => {
    const turn = await readRow<{ isOurs: boolean }>(tx, 'SELECT pg_try_advisory_xact_lock($1) AS is_ours', [
      LOCK,
    ]);
    if (turn?.isOurs !== true) return null;
    const last = await readLastLink(tx);
    let head = last;
    for (;;) {
      const records = await readUnsealed(tx, last?.sealedAt ?? null);
      if (records.length === 0) return head === null ? null : headOf(head);
      head = await writeLinks(tx, head, records);
    }
  });
}

/** The newest link; null when nothing was sealed yet. */
function readLastLink(sql: Queryable): Promise<Link | null> {
  return readRow<Link>(
    sql,
    'SELECT number, record_id, sealed_at, hash FROM audit_seal ORDER BY number DESC LIMIT 1',
  );
}

/** Records without a link. Whatever is dated long before the newest link had one, or was slipped in. */
function readUnsealed(sql: Queryable, sealedAt: string | null): Promise<readonly AuditText[]> {
  return readRows<AuditText>(
    sql,
    `SELECT ${RECORD} FROM audit_record r
       WHERE r.at BETWEEN coalesce($1::timestamptz, '-infinity') - make_interval(mins => $2)
                      AND now() + interval '1 second'
         AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.record_id = r.id)
       ORDER BY r.id LIMIT $3`,
    [sealedAt, UNSEALED_FOR_MINUTES, RECORDS_AT_ONCE],
  );
}

async function writeLinks(
  sql: Queryable,
  last: Pick<Link, 'number' | 'hash'> | null,
  records: readonly AuditText[],
): Promise<Link> {
  let { number, hash } = last ?? { number: 0, hash: CHAIN_BEGINS };
  const links = records.map((record) => {
    number += 1;
    hash = linkAfter(hash, canonicalRecord(record));
    return { number, recordId: record.id, hash };
  });
  await write(
    sql,
    `INSERT INTO audit_seal (number, record_id, hash)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])`,
    [
      links.map((link) => link.number),
      links.map((link) => link.recordId),
      links.map((link) => Buffer.from(link.hash)),
    ],
  );
  const written = await readLastLink(sql);
  if (written === null) throw new Error('links of the audit trail were written, and none is there');
  return written;
}

const headOf = ({ number, recordId, hash }: Pick<Link, 'number' | 'recordId' | 'hash'>): AuditHead => ({
  number,
  recordId,
  hash: Buffer.from(hash).toString('hex'),
});

/**
 * Compares every sealed record with its link, the links with each other and with what is kept outside, and looks for
 * records that were slipped in. Computes everything itself: a changed function of the database doesn't deceive it.
 * @param sql under any role that reads the trail
 * @param outside heads that were kept elsewhere, in any order
 */
export async function verifyAudit(sql: Queryable, outside: readonly AuditHead[]): Promise<AuditVerdict> {
  const last = await readLastLink(sql);
  const chain = await walkChain(sql, outside);
  const { unsealed, inserted } = await readOutsiders(sql, last?.sealedAt ?? null);
  const slippedIn: AuditFault[] =
    inserted === null ? [] : [{ what: 'INSERTED', recordId: inserted, afterRecordId: null }];
  return {
    sealed: chain.sealed,
    unsealed,
    faults: [...(chain.fault === null ? [] : [chain.fault]), ...slippedIn],
  };
}

/** Where the walk along the chain has come to. */
interface Walked {
  number: number;
  recordId: number | null;
  hash: Uint8Array;
  /** The newest record up to which a head outside agrees. */
  agreedUpTo: number | null;
}

async function walkChain(
  sql: Queryable,
  outside: readonly AuditHead[],
): Promise<{ readonly sealed: number; readonly fault: AuditFault | null }> {
  const heads = new Map<number, Set<string>>();
  for (const { number, hash } of outside) heads.set(number, (heads.get(number) ?? new Set()).add(hash));
  const walked: Walked = { number: 0, recordId: null, hash: CHAIN_BEGINS, agreedUpTo: null };
  for (;;) {
    const links = await readLinks(sql, walked.number);
    for (const link of links) {
      const fault = faultOf(link, walked, heads.get(link.number));
      if (fault !== null) return { sealed: walked.number, fault };
      Object.assign(walked, { number: link.number, recordId: link.recordId, hash: link.hash });
    }
    if (links.length < RECORDS_AT_ONCE) break;
  }
  const isCutOff = outside.some(({ number }) => number > walked.number);
  const first = outside.find(({ number }) => number === walked.number + 1);
  const fault: AuditFault | null = isCutOff
    ? { what: 'CUT_OFF', recordId: first?.recordId ?? null, afterRecordId: walked.recordId }
    : null;
  return { sealed: walked.number, fault };
}

type LinkedRecord = Omit<Link, 'sealedAt'> & { readonly record: AuditText | null };

async function readLinks(sql: Queryable, afterNumber: number): Promise<readonly LinkedRecord[]> {
  const rows = await readRows<Omit<Link, 'sealedAt'> & AuditText & { readonly id: number | null }>(
    sql,
    `SELECT s.number, s.record_id, s.hash, ${RECORD}
       FROM audit_seal s LEFT JOIN audit_record r ON r.id = s.record_id
       WHERE s.number > $1 ORDER BY s.number LIMIT $2`,
    [afterNumber, RECORDS_AT_ONCE],
  );
  return rows.map((row) => ({ ...row, record: row.id === null ? null : row }));
}

/** What is wrong with a link after the one before it; notes where a head outside agrees. */
function faultOf(
  { number, recordId, hash, record }: LinkedRecord,
  walked: Walked,
  outside: ReadonlySet<string> | undefined,
): AuditFault | null {
  const afterRecordId = walked.recordId;
  if (number !== walked.number + 1) return { what: 'REMOVED', recordId: null, afterRecordId };
  if (record === null) return { what: 'REMOVED', recordId, afterRecordId };
  const made = linkAfter(walked.hash, canonicalRecord(record));
  if (Buffer.compare(made, hash) !== 0) return { what: 'TOUCHED', recordId, afterRecordId };
  if (outside === undefined) return null;
  const isAgreed = outside.size === 1 && outside.has(Buffer.from(hash).toString('hex'));
  if (!isAgreed) return { what: 'REWRITTEN', recordId: null, afterRecordId: walked.agreedUpTo };
  walked.agreedUpTo = recordId;
  return null;
}

/** Records without a link: how many wait for theirs, and the first that can't have come in an honest way. */
async function readOutsiders(
  sql: Queryable,
  sealedAt: string | null,
): Promise<{ readonly unsealed: number; readonly inserted: number | null }> {
  const row = await readRow<{ unsealed: number; inserted: number | null }>(
    sql,
    `SELECT count(*) FILTER (WHERE NOT slipped) AS unsealed, min(id) FILTER (WHERE slipped) AS inserted
       FROM (SELECT r.id, r.at < coalesce($1::timestamptz, '-infinity') - make_interval(mins => $2)
                          OR r.at > now() + make_interval(mins => $2) AS slipped
               FROM audit_record r WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.record_id = r.id)) outsiders`,
    [sealedAt, UNSEALED_FOR_MINUTES],
  );
  return { unsealed: row?.unsealed ?? 0, inserted: row?.inserted ?? null };
}
