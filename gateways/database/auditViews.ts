import type { Answer, auditedChangeView, auditedFeeView } from '../../contracts/http';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { type Page, type Paging, pageOf, placeByAge, rowsOf, timeAndId } from './paging';
import { instant, readRows } from './statement';
import type { Queryable } from './transaction';

export type AuditedFee = Answer<typeof auditedFeeView>;
/** The day by whose parameters it was decided; null where it changes nothing of the books. */
export type AuditedChange = Omit<Answer<typeof auditedChangeView>, 'version'> & {
  readonly effectiveOn: IsoDate | null;
};

/** Entries whose keys are a key or begin with it and a slash: a range of the index, for `0` comes after the slash. */
const postings = (
  key: string,
) => `(SELECT coalesce(json_agg(json_build_object('entryId', e.id::text, 'businessKey', e.business_key,
    'event', e.event, 'entryDate', e.entry_date, 'amountFen', (SELECT sum(debit_fen) FROM posting WHERE entry_id = e.id))
    ORDER BY e.id), '[]')
  FROM journal_entry e WHERE e.institution_id = $1 AND e.business_key >= ${key} AND e.business_key < ${key} || '0') AS postings`;

const LISTED = `ORDER BY r.created_at DESC, r.id DESC LIMIT $4`;
const BEFORE = `($2::timestamptz IS NULL OR (r.created_at, r.id) < ($2::timestamptz, $3::uuid))`;

function valuesOf(institutionId: string, paging: Paging): readonly unknown[] {
  const place = paging.after === undefined ? null : timeAndId(paging.after);
  return [institutionId, place?.at ?? null, place?.id ?? null, rowsOf(paging)];
}

/** Charges of an institution as an auditor looks at them. */
export async function listAuditedFees(
  sql: Queryable,
  institutionId: string,
  paging: Paging,
): Promise<Page<AuditedFee>> {
  const rows = await readRows<AuditedFee>(
    sql,
    `SELECT r.id, r.loan_id, r.enterprise_id, r.price_fen AS amount_fen, r.status, r.rule, r.tariff AS version, r.kind, r.period,
            (SELECT json_build_object('hash', r.shown_sha256, 'by', v.actor_id, 'at', ${instant('v.at')})
               FROM fee_event v WHERE v.fee_id = r.id AND v.type = 'CONSENT' ORDER BY v.number LIMIT 1) AS consent,
            (SELECT coalesce(json_agg(json_build_object('by', person, 'what', q.kind, 'at', ${instant('q.decided_at')})
               ORDER BY q.created_at), '[]')
               FROM fee_request q, unnest(ARRAY[q.proposed_by, q.decided_by]) person
               WHERE q.fee_id = r.id AND person IS NOT NULL) AS approvals,
            ${postings("('fee/' || r.id)")}, ${instant('r.created_at')} AS created_at
       FROM fee r WHERE r.institution_id = $1 AND ${BEFORE} ${LISTED}`,
    valuesOf(institutionId, paging),
  );
  return pageOf(rows, paging, placeByAge);
}

/** Changes of an institution's loans as an auditor looks at them. */
export async function listAuditedChanges(
  sql: Queryable,
  institutionId: string,
  paging: Paging,
): Promise<Page<AuditedChange>> {
  const rows = await readRows<AuditedChange>(
    sql,
    `SELECT r.id, r.loan_id, l.enterprise_id, (r.quote ->> 'amountFen')::bigint AS amount_fen, r.status, r.kind, r.kind AS rule,
            r.effective_on,
            CASE WHEN r.agreed_hash IS NOT NULL THEN json_build_object('hash', r.agreed_hash,
              'by', coalesce(r.answered_by, r.requested_by), 'at', ${instant('r.answered_at')}) END AS consent,
            (SELECT coalesce(json_agg(json_build_object('by', a.decided_by, 'what', a.role,
               'at', ${instant('business_at(a.decided_at)')}) ORDER BY a.place), '[]')
               FROM loan_change_approval a WHERE a.change_id = r.id AND a.decided_by IS NOT NULL) AS approvals,
            ${postings("('loan/' || r.loan_id || '/change/' || r.id)")}, ${instant('r.created_at')} AS created_at
       FROM loan_change r JOIN loan l ON l.id = r.loan_id WHERE r.institution_id = $1 AND ${BEFORE} ${LISTED}`,
    valuesOf(institutionId, paging),
  );
  return pageOf(rows, paging, placeByAge);
}
