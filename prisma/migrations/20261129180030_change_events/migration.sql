-- What changes what is owed, or says that money came which the bank has not shown, is a change that was approved: so far,
-- and no farther. Its key names it.

-- What of a loan is waived by a change, by part.
CREATE FUNCTION waived_by(loan uuid, change uuid, part text) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum((payload ->> 'amountFen')::bigint), 0) FROM loan_event
    WHERE loan_id = loan AND kind = 'WAIVED' AND payload ->> 'component' = part
      AND business_key ~ ('/change/' || change || '(/[0-9]+)?$')
$$;

-- Whether an event is what a change asked for.
CREATE FUNCTION is_as_asked(event loan_event, change loan_change) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(change.kind = CASE event.kind
        WHEN 'EXTENDED' THEN 'EXTEND' WHEN 'RESCHEDULED' THEN 'RESCHEDULE' WHEN 'RATE_CHANGED' THEN 'REPRICE'
        WHEN 'WAIVED' THEN 'WAIVE' WHEN 'ACCELERATED' THEN 'ACCELERATE' WHEN 'WRITTEN_OFF' THEN 'WRITE_OFF'
        WHEN 'REVERSED' THEN 'REVERSE_RECEIPT' WHEN 'ACCRUAL_RESUMED' THEN 'UPGRADE' WHEN 'RECEIVED' THEN 'MANUAL_RECEIPT' END
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
      WHEN 'RECEIVED' THEN event.payload -> 'amountFen' = change.payload -> 'amountFen'
        AND event.effective_date = (change.payload ->> 'on')::date
      ELSE true END, false)
$$;

CREATE OR REPLACE FUNCTION judge_contract_event() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  prefix CONSTANT text := 'loan/' || NEW.loan_id || '/';
  named CONSTANT text := substring(NEW.business_key FROM '/change/([0-9a-f-]{36})(?:/[0-9]+)?$');
BEGIN
  IF NEW.kind = 'RATE_CHANGED' AND NEW.payload ? 'lookedUp'
    AND NEW.business_key = prefix || 'repricing/' || NEW.effective_date THEN
    RETURN NEW;
  END IF;
  IF named IS NULL OR NOT starts_with(NEW.business_key, prefix || 'change/') OR NOT EXISTS (
      SELECT FROM loan_change c JOIN loan_change_rule r USING (kind)
        WHERE c.id = named::uuid AND c.loan_id = NEW.loan_id AND c.status = 'APPROVED'
          AND (NOT r.needs_consent OR c.agreed_hash IS NOT NULL) AND is_as_asked(NEW, c)) THEN
    RAISE EXCEPTION 'loan %: % under % is no approved change', NEW.loan_id, NEW.kind, NEW.business_key
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER judge_contract_event ON loan_event;
CREATE TRIGGER judge_contract_event BEFORE INSERT ON loan_event FOR EACH ROW
  WHEN (NEW.kind IN ('EXTENDED', 'RESCHEDULED', 'RATE_CHANGED', 'WAIVED', 'ACCELERATED', 'WRITTEN_OFF', 'REVERSED',
      'ACCRUAL_RESUMED') OR NEW.kind = 'RECEIVED' AND NEW.payload ->> 'into' = 'CHANNEL')
  EXECUTE FUNCTION judge_contract_event();
ALTER TABLE loan_event ENABLE ALWAYS TRIGGER judge_contract_event;
