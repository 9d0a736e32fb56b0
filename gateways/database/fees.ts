import type { FeeRequestKind, FeeRequestStatus } from '../../contracts/fees';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { ChargeStatus, ChargeStep } from '../../domain/fees/charge';
import type { FeeKind } from '../../domain/ledger/entries';
import type { Fen } from '../../domain/money/fen';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** A charge as its process and the books know it. */
export interface Fee {
  readonly id: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly loanId: string | null;
  readonly rule: string;
  readonly kind: FeeKind;
  readonly period: string;
  readonly priceFen: Fen;
  readonly chargedOn: IsoDate;
  readonly validUntil: IsoDate;
  readonly settlement: 'ONLINE' | 'OFFLINE';
  readonly status: ChargeStatus;
  readonly events: number;
  readonly pointsUsed: number;
  readonly collectedFen: Fen;
  readonly outstandingFen: Fen;
  readonly refundedFen: Fen;
  readonly shownSha256: string;
  readonly invoiceNo: string | null;
  /** Receipts of it that bounced. */
  readonly bounces: number;
  /** Those of them that a debit had brought. */
  readonly debitsTakenBack: number;
}

const FEE = `id, institution_id, enterprise_id, loan_id, rule, kind, period, price_fen,
  charged_on::text AS charged_on, valid_until::text AS valid_until, settlement, status, events, points_used,
  collected_fen, outstanding_fen, refunded_fen, shown_sha256, invoice_no,
  (SELECT count(*)::integer FROM fee_event b WHERE b.fee_id = fee.id AND b.type = 'BOUNCE') AS bounces,
  (SELECT count(*)::integer FROM fee_event b JOIN fee_request q ON q.id = b.request_id WHERE b.fee_id = fee.id
     AND b.type = 'BOUNCE' AND q.source LIKE 'fee/' || fee.id || '/collect/%') AS debits_taken_back`;

/** A charge, or null. */
export function findFee(sql: Queryable, id: string): Promise<Fee | null> {
  return readRow<Fee>(sql, `SELECT ${FEE} FROM fee WHERE id = $1`, [id]);
}

/** @throws Error when there is none: its process was started for nothing */
export async function readFee(sql: Queryable, id: string): Promise<Fee> {
  return found(await findFee(sql, id), id);
}

/**
 * Reads a charge and keeps others from taking it on until the transaction ends. No role may change its row, so none may
 * lock it.
 */
export async function lockFee(sql: Queryable, id: string): Promise<Fee> {
  await write(sql, `SELECT pg_advisory_xact_lock(hashtextextended('fee|' || $1, 0))`, [id]);
  return await readFee(sql, id);
}

function found<Row>(fee: Row | null, id: string): Row {
  if (fee === null) throw new Error(`no fee ${id}`);
  return fee;
}

/** A charge that is quoted, or agreed to with its loan. */
export interface NewFee {
  readonly id: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly loanId: string | null;
  readonly rule: string;
  readonly kind: FeeKind;
  readonly period: string;
  readonly priceFen: number;
  readonly chargedOn: string;
  readonly validUntil: string;
  readonly settlement: Fee['settlement'];
  readonly tariff: string;
  readonly shown: object;
  readonly quotedBy: string | null;
}

/** Writes a charge, unless the loan has one of its line for the period. @returns whether it did */
export async function writeFee(sql: Queryable, fee: NewFee): Promise<boolean> {
  const count = await write(
    sql,
    `INSERT INTO fee (id, institution_id, enterprise_id, loan_id, rule, kind, period, price_fen, charged_on,
         valid_until, settlement, tariff, shown, quoted_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING`,
    [
      ...[
        fee.id,
        fee.institutionId,
        fee.enterpriseId,
        fee.loanId,
        fee.rule,
        fee.kind,
        fee.period,
        fee.priceFen,
      ],
      ...[fee.chargedOn, fee.validUntil, fee.settlement, fee.tariff, JSON.stringify(fee.shown), fee.quotedBy],
    ],
  );
  return count === 1;
}

/** The steps that a charge has taken, in order. */
export async function readFeeSteps(sql: Queryable, feeId: string): Promise<readonly ChargeStep[]> {
  const rows = await readRows<{
    type: ChargeStep['type'];
    key: string;
    on: IsoDate;
    amountFen: Fen | null;
    pointsUsed: number | null;
    source: string | null;
  }>(
    sql,
    `SELECT e.type, e.key, e.counts_on::text AS on, e.amount_fen, e.points_used, q.source
       FROM fee_event e LEFT JOIN fee_request q ON q.id = e.request_id AND e.type = 'BOUNCE'
       WHERE e.fee_id = $1 ORDER BY e.number`,
    [feeId],
  );
  return rows.map(({ type, key, on, amountFen, pointsUsed, source }) => {
    const amount = amountFen ?? (0 as Fen);
    switch (type) {
      case 'CONSENT':
        return { type, key, on, pointsUsed: pointsUsed ?? 0 };
      case 'COLLECT':
      case 'WAIVE':
      case 'REFUND':
        return { type, key, amountFen: amount };
      case 'BOUNCE':
        return { type, key, of: source ?? '', amountFen: amount };
      case 'RESOLVE':
        return { type, key, upheldFen: amount };
      default:
        return { type, key };
    }
  });
}

/** An event as it is written: whose act it was, and on which business day it counts. */
export interface FeeEventHead {
  readonly number: number;
  readonly on: IsoDate;
  /** Business instant, ISO 8601. */
  readonly at: string;
  readonly actorId: string | null;
  readonly detail?: object | undefined;
  /** What was asked, of what is given up or back, or disputed. */
  readonly requestId?: string | undefined;
}

/** Writes what became of a charge; where it stands then, and its points, are worked out by the database. */
export async function writeFeeEvent(
  sql: Queryable,
  feeId: string,
  step: ChargeStep,
  { number, on, at, actorId, detail = {}, requestId }: FeeEventHead,
): Promise<void> {
  const amountFen = 'amountFen' in step ? step.amountFen : step.type === 'RESOLVE' ? step.upheldFen : null;
  const pointsUsed = step.type === 'CONSENT' ? step.pointsUsed : null;
  await write(
    sql,
    `INSERT INTO fee_event (fee_id, number, key, type, counts_on, amount_fen, points_used, actor_id, at, detail,
         request_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[feeId, number, step.key, step.type, on, amountFen, pointsUsed, actorId, at, JSON.stringify(detail)],
      requestId ?? null,
    ],
  );
}

/** Where the database says that a charge stands, and how many points one of its events brought or took. */
export async function readFeeStanding(
  sql: Queryable,
  feeId: string,
  number: number,
): Promise<{ readonly status: ChargeStatus; readonly points: number }> {
  const row = await readRow<{ status: ChargeStatus; points: number }>(
    sql,
    `SELECT f.status, coalesce(p.points, 0) AS points FROM fee f
       LEFT JOIN fee_points p ON p.fee_id = f.id AND p.number = $2 WHERE f.id = $1`,
    [feeId, number],
  );
  return found(row, feeId);
}

/**
 * Points that an enterprise may spend, without those that it has set against charges to come; below zero after a refund
 * took back more than there was.
 */
export async function readPoints(sql: Queryable, enterpriseId: string): Promise<number> {
  const row = await readRow<{ points: number }>(sql, 'SELECT points_of($1) AS points', [enterpriseId]);
  return row?.points ?? 0;
}

/** Lets nobody else spend points of an enterprise until the transaction ends. */
export async function lockPoints(sql: Queryable, enterpriseId: string): Promise<void> {
  await write(sql, 'SELECT lock_points($1)', [enterpriseId]);
}

/** What is asked about a charge. */
export interface FeeRequest {
  readonly id: string;
  readonly feeId: string;
  readonly kind: FeeRequestKind;
  readonly amountFen: Fen | null;
  readonly reason: string;
  readonly requestedBy: string | null;
  /** Of a PREPAYMENT: the loan's event; of a BOUNCE: the key of the receipt. */
  readonly source: string | null;
  readonly status: FeeRequestStatus;
  readonly grantedFen: Fen | null;
  /** What of it was given up and back by now. */
  readonly givenFen: Fen;
}

const REQUEST = `id, fee_id, kind, amount_fen, reason, requested_by, source, status, granted_fen,
  fee_request_given(id) AS given_fen`;

/** What is asked of a charge and not done, oldest first; before all else what is no longer paid of it. */
export async function openFeeRequests(sql: Queryable, feeId: string): Promise<readonly FeeRequest[]> {
  return await readRows<FeeRequest>(
    sql,
    `SELECT ${REQUEST} FROM fee_request WHERE fee_id = $1 AND status IN ('OPEN', 'APPROVED')
       ORDER BY kind <> 'BOUNCE', created_at, id`,
    [feeId],
  );
}

/** @throws Error when there is none */
export async function lockFeeRequest(sql: Queryable, id: string): Promise<FeeRequest> {
  const row = await readRow<FeeRequest>(sql, `SELECT ${REQUEST} FROM fee_request WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  if (row === null) throw new Error(`no fee request ${id}`);
  return row;
}

/** Writes what was decided about a request that is open; a second time changes nothing. */
export async function decideFeeRequest(
  sql: Queryable,
  id: string,
  decision: {
    readonly status: 'APPROVED' | 'REJECTED';
    readonly grantedFen: number;
    readonly proposedBy: string | null;
    readonly decidedBy: string | null;
    readonly result: string;
    readonly at: string;
  },
): Promise<void> {
  const { status, grantedFen, proposedBy, decidedBy, result, at } = decision;
  await write(
    sql,
    `UPDATE fee_request SET status = $2, granted_fen = $3, proposed_by = coalesce($4, proposed_by), decided_by = $5,
         result = $6, decided_at = $7 WHERE id = $1 AND status = 'OPEN'`,
    [id, status, grantedFen, proposedBy, decidedBy, result, at],
  );
}

/** What was granted and not carried out is not owed any more: what it stood on is gone. */
export async function withdrawFeeRequest(sql: Queryable, id: string): Promise<void> {
  await write(sql, `UPDATE fee_request SET status = 'WITHDRAWN' WHERE id = $1 AND status = 'APPROVED'`, [id]);
}

/**
 * Asks charges to give up receipts that the bank has taken back by its file, in one statement; a second time changes
 * nothing.
 * @param keys of movements out of the file
 */
export async function askForBounces(
  sql: Queryable,
  institutionId: string,
  taken: readonly { readonly key: string; readonly amountFen: number }[],
): Promise<void> {
  if (taken.length === 0) return;
  await write(
    sql,
    `INSERT INTO fee_request (id, fee_id, institution_id, enterprise_id, kind, amount_fen, reason, source)
       SELECT gen_random_uuid(), f.id, f.institution_id, f.enterprise_id, 'BOUNCE', e.amount_fen, e.key, e.key
         FROM unnest($2::text[], $3::bigint[]) AS t (key, amount_fen)
         JOIN fee_event e ON (e.key, e.type, e.amount_fen) = (t.key, 'COLLECT', t.amount_fen)
         JOIN fee f ON f.id = e.fee_id AND f.institution_id = $1
       ON CONFLICT DO NOTHING`,
    [institutionId, taken.map(({ key }) => key), taken.map(({ amountFen }) => amountFen)],
  );
}

/** What was granted is done. */
export async function closeFeeRequest(sql: Queryable, id: string): Promise<void> {
  await write(sql, `UPDATE fee_request SET status = 'DONE' WHERE id = $1 AND status = 'APPROVED'`, [id]);
}

/** Orders for a purpose that a charge had. */
export interface FeeOrders {
  /** How many are over, the declined ones too. */
  readonly over: number;
  /** Of the one that is under way, which is followed under its own number; null: none is. */
  readonly openFen: Fen | null;
}

export async function readFeeOrders(sql: Queryable, feeId: string, purpose: string): Promise<FeeOrders> {
  const row = await readRow<FeeOrders>(
    sql,
    `SELECT count(*) FILTER (WHERE status IN ('SUCCEEDED', 'FAILED')) AS over,
            max(amount_fen) FILTER (WHERE status NOT IN ('SUCCEEDED', 'FAILED')) AS open_fen
       FROM payment WHERE subject_type = 'FEE' AND subject_id = $1 AND purpose = $2`,
    [feeId, purpose],
  );
  return row ?? { over: 0, openFen: null };
}

/** What the process of a charge begins with. */
export interface FeeToBegin {
  readonly feeId: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly priceFen: number;
}

const TO_BEGIN = 'f.id AS fee_id, f.institution_id, f.enterprise_id, f.price_fen';
/** Rows by which a charge is not over. */
export const FEE_IS_OPEN = `(status IN ('QUOTED', 'CONSENTED', 'INVOICED', 'PARTLY_COLLECTED', 'DISPUTED')
  OR EXISTS (SELECT FROM fee_request q WHERE q.fee_id = fee.id AND q.status IN ('OPEN', 'APPROVED')))`;

/** Of these charges those that are not over. */
export async function readFeesToBegin(
  sql: Queryable,
  ids: readonly string[],
): Promise<readonly FeeToBegin[]> {
  return await readRows<FeeToBegin>(sql, `SELECT ${TO_BEGIN} FROM fee f WHERE f.id = ANY ($1::uuid[])`, [
    ids,
  ]);
}

/** Charges that were written and whose process nobody began, oldest first. */
export async function findFeesToBegin(sql: Queryable, limit: number): Promise<readonly FeeToBegin[]> {
  return await readRows<FeeToBegin>(
    sql,
    `SELECT ${TO_BEGIN} FROM fee f
       WHERE f.status IN ('QUOTED', 'CONSENTED') AND NOT EXISTS (SELECT FROM audit_record r
         WHERE r.case_id = f.id::text AND r.case_type = 'FEE' AND r.action = 'STAGE_ENTERED')
       ORDER BY f.created_at LIMIT $1`,
    [limit],
  );
}

/** Charges about which something is asked that their processes were not told of. */
export async function findFeesToTell(sql: Queryable, limit: number): Promise<readonly FeeToBegin[]> {
  return await readRows<FeeToBegin>(
    sql,
    `SELECT DISTINCT ${TO_BEGIN} FROM fee_request q JOIN fee f ON f.id = q.fee_id
       WHERE q.told_at IS NULL AND q.status = 'OPEN' LIMIT $1`,
    [limit],
  );
}

/** Its process knows what is asked. */
export async function markFeeTold(sql: Queryable, feeId: string): Promise<void> {
  await write(sql, `UPDATE fee_request SET told_at = now() WHERE fee_id = $1 AND told_at IS NULL`, [feeId]);
}
