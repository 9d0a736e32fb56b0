-- What settles a loan, told to the borrower and honoured until a day: money that covers it by then closes the loan.
CREATE TABLE settlement_quote (
  id uuid PRIMARY KEY,
  loan_id uuid NOT NULL REFERENCES loan,
  institution_id uuid NOT NULL,
  quoted_on date NOT NULL,
  valid_through date NOT NULL,
  -- Interest and penalty to the last day are in it; what is held for the borrower is deducted.
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  -- Of it: due by the last day, and what prepays the rest.
  due_fen bigint NOT NULL CHECK (due_fen >= 0),
  prepayment_fen bigint NOT NULL CHECK (prepayment_fen >= 0),
  asked_by text NOT NULL REFERENCES "user",
  -- The day from which the loan is settled by it.
  settled_on date,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  FOREIGN KEY (loan_id, institution_id) REFERENCES loan (id, institution_id),
  CHECK (valid_through >= quoted_on),
  CONSTRAINT settlement_quote_kept_in_time CHECK (settled_on BETWEEN quoted_on AND valid_through)
);
CREATE INDEX settlement_quote_loan ON settlement_quote (loan_id, created_at);

-- A quote is of the day that it is asked for, by the loan's own people or those of its institution; what was quoted
-- stays, and a loan is settled by it once.
CREATE FUNCTION guard_settlement_quote() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.settled_on IS NOT NULL OR NEW.quoted_on <> business_today() THEN
      RAISE EXCEPTION 'quote %: is of today and settles nothing yet', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NOT is_borrower(NEW.asked_by, NEW.loan_id)
      AND NOT may_act_as(NEW.asked_by, NEW.institution_id, 'finance', 'customer_service') THEN
      RAISE EXCEPTION 'quote %: % may not ask for it', NEW.id, NEW.asked_by USING ERRCODE = 'check_violation';
    END IF;
  ELSIF OLD.settled_on IS NOT NULL
    OR to_jsonb(NEW) - 'settled_on' IS DISTINCT FROM to_jsonb(OLD) - 'settled_on' THEN
    RAISE EXCEPTION 'quote %: what was quoted stays as it is', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_settlement_quote BEFORE INSERT OR UPDATE ON settlement_quote
  FOR EACH ROW EXECUTE FUNCTION guard_settlement_quote();
ALTER TABLE settlement_quote ENABLE ALWAYS TRIGGER guard_settlement_quote;
SELECT never_remove('settlement_quote');

GRANT SELECT ON settlement_quote TO lending_api, lending_worker, lending_auditor;
GRANT INSERT (id, loan_id, institution_id, quoted_on, valid_through, amount_fen, due_fen, prepayment_fen, asked_by)
  ON settlement_quote TO lending_api;
GRANT UPDATE (settled_on) ON settlement_quote TO lending_worker;
