-- Money that people vouch for recovers a loan that was written off, as it pays any other one: what they approved, of that
-- amount and day.

-- As before, with recoveries.
CREATE OR REPLACE FUNCTION is_as_asked(event loan_event, change loan_change) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(change.kind = CASE event.kind
        WHEN 'EXTENDED' THEN 'EXTEND' WHEN 'RESCHEDULED' THEN 'RESCHEDULE' WHEN 'RATE_CHANGED' THEN 'REPRICE'
        WHEN 'WAIVED' THEN 'WAIVE' WHEN 'ACCELERATED' THEN 'ACCELERATE' WHEN 'WRITTEN_OFF' THEN 'WRITE_OFF'
        WHEN 'REVERSED' THEN 'REVERSE_RECEIPT' WHEN 'ACCRUAL_RESUMED' THEN 'UPGRADE' WHEN 'RECEIVED' THEN 'MANUAL_RECEIPT'
        WHEN 'RECOVERED' THEN 'MANUAL_RECEIPT' END
    AND (change.effective_on IS NULL OR change.effective_on = event.effective_date)
    AND CASE event.kind
      WHEN 'EXTENDED' THEN event.payload -> 'extraMonths' = change.payload -> 'months'
        AND event.payload -> 'annualRate' IS NOT DISTINCT FROM change.payload -> 'annualRate'
      WHEN 'RESCHEDULED' THEN
        (event.payload -> 'termMonths', event.payload -> 'annualRate', event.payload -> 'method', event.payload -> 'firstDueDate')
          IS NOT DISTINCT FROM (change.payload -> 'termMonths', change.payload -> 'annualRate', change.payload -> 'method',
            change.payload -> 'firstDueDate')
      WHEN 'RATE_CHANGED' THEN event.payload -> 'annualRate' = change.payload -> 'annualRate'
      WHEN 'WAIVED' THEN (event.payload ->> 'amountFen')::bigint
          + waived_by(event.loan_id, change.id, event.payload ->> 'component')
        <= (SELECT sum((line ->> 'amountFen')::bigint) FROM jsonb_array_elements(change.payload -> 'waive') line
          WHERE CASE line ->> 'component' WHEN 'interestNotDue' THEN 'interest' ELSE line ->> 'component' END
            = event.payload ->> 'component')
      WHEN 'REVERSED' THEN event.payload -> 'reverses' = change.payload -> 'sequence'
      ELSE event.kind NOT IN ('RECEIVED', 'RECOVERED') OR event.payload -> 'amountFen' = change.payload -> 'amountFen'
        AND event.effective_date = (change.payload ->> 'on')::date END, false)
$$;

DROP TRIGGER judge_contract_event ON loan_event;
CREATE TRIGGER judge_contract_event BEFORE INSERT ON loan_event FOR EACH ROW
  WHEN (NEW.kind IN ('EXTENDED', 'RESCHEDULED', 'RATE_CHANGED', 'WAIVED', 'ACCELERATED', 'WRITTEN_OFF', 'REVERSED',
      'ACCRUAL_RESUMED') OR NEW.kind IN ('RECEIVED', 'RECOVERED') AND NEW.payload ->> 'into' = 'CHANNEL')
  EXECUTE FUNCTION judge_contract_event();
ALTER TABLE loan_event ENABLE ALWAYS TRIGGER judge_contract_event;

-- As before, with recoveries by people.
CREATE OR REPLACE FUNCTION has_its_money(event loan_event) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  fen CONSTANT bigint := event.payload ->> 'amountFen';
BEGIN
  RETURN coalesce(CASE
    -- Of what is held: nothing comes in.
    WHEN event.kind = 'PREPAID' THEN event.payload ->> 'into' = 'SUSPENSE'
    WHEN event.kind NOT IN ('RECEIVED', 'RECOVERED') THEN false
    WHEN event.payload ->> 'into' = 'BANK' THEN
      EXISTS (SELECT FROM movement_use WHERE used_by = event.business_key)
    -- What people vouch for is judged with the change that they approved.
    WHEN event.payload ->> 'into' = 'CHANNEL' THEN true
    WHEN event.payload ->> 'into' = 'UNIDENTIFIED' THEN EXISTS (
      SELECT FROM unidentified_receipt r JOIN loan l ON l.id = r.loan_id AND l.institution_id = r.institution_id
        WHERE r.id = substring(event.business_key FROM '^loan/[^/]+/receipt/([0-9a-f-]{36})$')::uuid
          AND r.loan_id = event.loan_id AND (r.status, r.claimed_fen, r.amount_fen) = ('CLAIMED', fen, fen)
          -- What was entered by hand is on the loan already.
          AND NOT EXISTS (SELECT FROM receipt_clearing WHERE receipt_id = r.id))
    END, false);
END $$;

