-- A refund that was ordered for a prepayment and not sent is withdrawn when the prepayment stands no longer.

ALTER TABLE fee_request DROP CONSTRAINT fee_request_status_check,
  ADD CONSTRAINT fee_request_status_check CHECK (status IN ('OPEN', 'APPROVED', 'REJECTED', 'DONE', 'WITHDRAWN'));

-- Only a prepayment's, while no order about it is under way, and after something by which it may stand no longer: money
-- that was reversed since, or told of later for its day or one before. Whether it does is for the fold.
CREATE FUNCTION judge_fee_withdrawal() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.kind <> 'PREPAYMENT' OR OLD.status <> 'APPROVED'
    OR EXISTS (SELECT FROM payment WHERE subject_id = NEW.fee_id AND purpose = 'FEE_REFUND'
      AND mandate_id = NEW.id::text AND status NOT IN ('SUCCEEDED', 'FAILED'))
    OR NOT EXISTS (SELECT FROM fee f JOIN loan_event e ON e.loan_id = f.loan_id AND e.business_key = NEW.source
        JOIN loan_event later ON later.loan_id = e.loan_id AND later.sequence > e.sequence
      WHERE f.id = NEW.fee_id AND (later.kind = 'REVERSED' OR later.effective_date <= e.effective_date)) THEN
    RAISE EXCEPTION 'request %: nothing withdraws it', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_fee_withdrawal BEFORE UPDATE ON fee_request FOR EACH ROW
  WHEN (NEW.status = 'WITHDRAWN' AND OLD.status <> 'WITHDRAWN') EXECUTE FUNCTION judge_fee_withdrawal();
ALTER TABLE fee_request ENABLE ALWAYS TRIGGER judge_fee_withdrawal;
