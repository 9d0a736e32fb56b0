-- A task about what is asked of a fee names its request since 20261130204500_fee_law. One that was opened before is
-- about the request that its process hears: requests are heard one after the other, so it is the first that is open, of
-- the tasks that are open or were closed since the last one before it was decided.
UPDATE human_task t SET reason = jsonb_set(t.reason, '{detail,request}', to_jsonb(q.id))
  FROM (SELECT DISTINCT ON (fee_id) fee_id, id FROM fee_request WHERE status = 'OPEN' AND kind <> 'PREPAYMENT'
    ORDER BY fee_id, created_at, id) q
  WHERE t.case_type = 'FEE' AND t.case_id = q.fee_id::text AND t.kind IN ('RESOLVE_FEE_DISPUTE', 'CONFIRM_FEE_RELIEF')
    AND NOT t.reason -> 'detail' ? 'request'
    AND NOT EXISTS (SELECT FROM fee_request z WHERE z.fee_id = q.fee_id AND z.decided_at >= t.closed_at);
