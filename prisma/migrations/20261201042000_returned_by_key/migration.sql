-- What the bank took back under the key of our debit is not there, whatever is left to the bank in all.

-- Whether a file of the bank has a movement out under the key of the debit that brought what an event has reversed.
CREATE FUNCTION is_returned(reversal text) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM loan_event v
      JOIN loan_event e ON e.loan_id = v.loan_id AND e.sequence = (v.payload ->> 'reverses')::integer
      JOIN payment p ON p.key = e.business_key
      JOIN statement_row m ON (m.institution_id, m.key, m.direction) = (p.institution_id, p.key, 'DEBIT')
    WHERE v.business_key = reversal AND v.kind = 'REVERSED' AND m.key <> '')
$$;
REVOKE EXECUTE ON FUNCTION is_returned FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_returned TO lending_api, lending_worker;

-- As before; and no row of the bank's file names it.
CREATE OR REPLACE FUNCTION is_no_bounce(reversal loan_event) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM loan_change WHERE loan_id = reversal.loan_id AND kind = 'REVERSE_RECEIPT'
      AND status IN ('APPROVED', 'APPLIED') AND payload ->> 'because' = 'NOT_BOUNCED'
      AND payload -> 'sequence' = reversal.payload -> 'reverses')
    AND EXISTS (SELECT FROM journal_entry WHERE loan_id IS NULL AND business_key = reversal.business_key || '/bounced')
    AND NOT is_returned(reversal.business_key)
$$;
