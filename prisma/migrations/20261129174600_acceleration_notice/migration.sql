-- That the whole loan falls due now is said on a paper, for a loan of which the books say so.
ALTER TABLE paper DROP CONSTRAINT paper_kind_check;
ALTER TABLE paper ADD CONSTRAINT paper_kind_check CHECK (kind IN ('REPAYMENT_RECEIPT', 'LOAN_STATEMENT',
  'CLOSING_CERTIFICATE', 'SETTLEMENT_QUOTE', 'COLLECTION_LETTER', 'ACCELERATION_NOTICE', 'GUARANTOR_NOTICE',
  'LAWYERS_LETTER', 'RISK_REPORT', 'FUND_REPORT'));

CREATE FUNCTION guard_acceleration_notice() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.case_type <> 'LOAN' OR NOT EXISTS (
      SELECT FROM loan_event WHERE loan_id = NEW.case_id::uuid AND kind = 'ACCELERATED') THEN
    RAISE EXCEPTION 'paper %: the loan was not called in', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_acceleration_notice BEFORE INSERT ON paper
  FOR EACH ROW WHEN (NEW.kind = 'ACCELERATION_NOTICE') EXECUTE FUNCTION guard_acceleration_notice();
ALTER TABLE paper ENABLE ALWAYS TRIGGER guard_acceleration_notice;
