-- A prepayment lets its part of a fee fall away, whether that was paid or not: what is unpaid is given up at once, and
-- only the rest goes back in money.

-- What of a request was given up by now, under its own key.
CREATE FUNCTION fee_request_waived(fee_request uuid, of_fee uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(amount_fen), 0)::bigint FROM fee_event
    WHERE fee_id = of_fee AND type = 'WAIVE' AND key = 'fee/' || of_fee || '/request/' || fee_request
$$;
GRANT EXECUTE ON FUNCTION fee_request_waived TO lending_api, lending_worker, lending_auditor;

-- What an order may give back of a fee: what was granted and not given up, is owed by nobody any more, and was paid.
CREATE OR REPLACE FUNCTION fee_refundable(fee_request uuid, of_fee uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT least(o.open_fen - CASE q.kind WHEN 'REFUND' THEN 0 ELSE least(o.open_fen, f.outstanding_fen) END,
      f.collected_fen - f.refunded_fen)
    FROM fee_request q JOIN fee f ON f.id = q.fee_id,
      LATERAL (SELECT q.granted_fen - fee_request_waived(q.id, f.id) AS open_fen) o
    WHERE q.id = fee_request AND f.id = of_fee AND q.status = 'APPROVED' AND q.kind <> 'WAIVE'
$$;
