-- Law: what changes the contract of a loan is a change that was approved, and agreed to where its kind asks for it; it
-- counts from the day that was shown, and its key names it. A floating rate that is looked up on its day needs nobody.
CREATE FUNCTION judge_contract_event() RETURNS trigger LANGUAGE plpgsql
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
        WHERE c.id = named::uuid AND c.loan_id = NEW.loan_id AND c.effective_on = NEW.effective_date
          AND c.status = 'APPROVED' AND (NOT r.needs_consent OR c.agreed_hash IS NOT NULL)
          AND c.kind = CASE NEW.kind WHEN 'EXTENDED' THEN 'EXTEND' WHEN 'RESCHEDULED' THEN 'RESCHEDULE'
            WHEN 'RATE_CHANGED' THEN 'REPRICE' WHEN 'WAIVED' THEN 'WAIVE' END) THEN
    RAISE EXCEPTION 'loan %: % under % is no approved change', NEW.loan_id, NEW.kind, NEW.business_key
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_contract_event BEFORE INSERT ON loan_event FOR EACH ROW
  WHEN (NEW.kind IN ('EXTENDED', 'RESCHEDULED', 'RATE_CHANGED', 'WAIVED')) EXECUTE FUNCTION judge_contract_event();
ALTER TABLE loan_event ENABLE ALWAYS TRIGGER judge_contract_event;

-- Law: a rescheduling begins an observation, which the end of day reads (move_loans_of_day): not better than special
-- mention, to a year after the day at least (令〔2023〕1号).
CREATE FUNCTION judge_observation() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM loan WHERE id = NEW.loan_id AND risk_floor <> 'NORMAL'
      AND risk_floor_until >= NEW.effective_date + interval '1 year') THEN
    RAISE EXCEPTION 'loan %: rescheduled on % without an observation', NEW.loan_id, NEW.effective_date
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_observation AFTER INSERT ON loan_event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind = 'RESCHEDULED') EXECUTE FUNCTION judge_observation();
ALTER TABLE loan_event ENABLE ALWAYS TRIGGER judge_observation;
