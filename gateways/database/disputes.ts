import type { PaymentOutcome, PaymentSubject } from '../../contracts/workflows';
import type { Stored } from './columns';
import type { PrismaClient } from './generated/client';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** The bank says something else than what is booked. */
export interface Contradiction {
  readonly paymentId: string;
  readonly booked: PaymentOutcome;
  readonly claimed: PaymentOutcome;
  /** Business instant, ISO 8601. */
  readonly at: string;
}

/** A dispute of a payment; its processes are told apart by number. */
export type Dispute = Pick<Stored<'Dispute'>, 'paymentId' | 'number'>;

/** An open dispute with what its process is begun with. */
export type OpenDispute = Dispute &
  Pick<Stored<'Dispute'>, 'institutionId' | 'booked' | 'claimed'> &
  Pick<Stored<'Payment'>, 'enterpriseId'>;

/**
 * Writes a contradiction down: no other order about the same money goes out while it is open. A second, different one
 * is a dispute of its own.
 * @returns null when the same contradiction was settled before
 */
export async function openDispute(
  sql: Queryable,
  { paymentId, booked, claimed, at }: Contradiction,
): Promise<Dispute | null> {
  const claim =
    claimed.status === 'SUCCEEDED' ? `SUCCEEDED ${claimed.bankReference}` : `FAILED ${claimed.code}`;
  await write(
    sql,
    `INSERT INTO dispute (payment_id, number, institution_id, subject_type, subject_id, claim, booked, claimed,
         opened_at)
       SELECT p.id, 1 + (SELECT count(*) FROM dispute d WHERE d.payment_id = p.id), p.institution_id,
              p.subject_type, p.subject_id, $2, $3, $4, $5
         FROM payment p WHERE p.id = $1
       ON CONFLICT DO NOTHING`,
    [paymentId, claim, JSON.stringify(booked), JSON.stringify(claimed), at],
  );
  const row = await readRow<Pick<Stored<'Dispute'>, 'number' | 'settledAt'>>(
    sql,
    `SELECT number, settled_at FROM dispute WHERE payment_id = $1 AND claim = $2`,
    [paymentId, claim],
  );
  // Another dispute of the payment got the number in this moment: the next attempt finds the next one.
  if (row === null) throw new Error(`a dispute of payment ${paymentId} could not be numbered`);
  return row.settledAt !== null ? null : { paymentId, number: row.number };
}

/** Ends a dispute as a person settled it. One that is settled stays as it is. */
export async function settleDispute(
  sql: Queryable,
  { paymentId, number }: Dispute,
  by: { readonly outcome: string; readonly actorId: string; readonly at: string },
): Promise<void> {
  await write(
    sql,
    `UPDATE dispute SET settled_at = $3, outcome = $4, settled_by = $5
       WHERE payment_id = $1 AND number = $2 AND settled_at IS NULL`,
    [paymentId, number, by.at, by.outcome, by.actorId],
  );
}

/** Whether an open dispute holds back whatever would be ordered about this money. */
export async function isDisputed(prisma: PrismaClient, { type, id }: PaymentSubject): Promise<boolean> {
  const open = await prisma.dispute.count({ where: { subjectType: type, subjectId: id, settledAt: null } });
  return open > 0;
}

/** Whether people found that the bank had paid out what the books hold for not paid: it is never paid again. */
export async function wasPaidAfterAll(
  sql: Queryable,
  { type, id }: PaymentSubject,
  purpose: string,
): Promise<boolean> {
  const count = await write(
    sql,
    `SELECT FROM dispute d JOIN payment p ON p.id = d.payment_id
       WHERE d.subject_type = $1 AND d.subject_id = $2 AND p.purpose = $3 AND p.status = 'FAILED'
         AND d.outcome = 'CORRECTED_BY_HAND'`,
    [type, id, purpose],
  );
  return count !== 0;
}

const BATCH = 100;

const OPEN_DISPUTE = `d.payment_id, d.number, d.institution_id, p.enterprise_id, d.booked, d.claimed`;

/** Those disputes of these payments that are open. */
export async function readOpenDisputes(
  sql: Queryable,
  paymentIds: readonly string[],
): Promise<readonly OpenDispute[]> {
  return await readRows<OpenDispute>(
    sql,
    `SELECT ${OPEN_DISPUTE} FROM dispute d JOIN payment p ON p.id = d.payment_id
       WHERE d.payment_id = ANY ($1) AND d.settled_at IS NULL`,
    [paymentIds],
  );
}

/** Open disputes that no process shows to people: a crash came between the row and its process. */
export async function findLostDisputes(sql: Queryable): Promise<readonly OpenDispute[]> {
  return await readRows<OpenDispute>(
    sql,
    `SELECT ${OPEN_DISPUTE} FROM dispute d JOIN payment p ON p.id = d.payment_id
       WHERE d.settled_at IS NULL AND d.created_at < now() - interval '1 minute'
         AND NOT EXISTS (SELECT FROM human_task t WHERE t.case_id = d.payment_id::text AND t.kind = 'SETTLE_DISPUTE'
           AND t.status IN ('OPEN', 'CLAIMED'))
       LIMIT ${BATCH}`,
  );
}
