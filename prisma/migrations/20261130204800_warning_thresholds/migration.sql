-- Thresholds of early warnings are an institution's own too (0145): what it set is an own rule like its matrix, each
-- warning names what it was raised by, and readings are kept, so that other thresholds can be tried on them.

ALTER TABLE own_rules DROP CONSTRAINT own_rules_subject, ADD CONSTRAINT own_rules_subject CHECK (subject IN
  ('approval', 'deadlines', 'fees', 'postLoan', 'pricing', 'scorecard'));

-- What was read of a borrower on a day; the last look of a day counts.
CREATE TABLE post_loan_reading (
  enterprise_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  -- Business date.
  looked_on date NOT NULL,
  -- Of each indicator that is known: value, asOf, colour.
  readings jsonb NOT NULL,
  PRIMARY KEY (enterprise_id, looked_on),
  FOREIGN KEY (enterprise_id, institution_id) REFERENCES enterprise (id, institution_id)
);
CREATE INDEX post_loan_reading_institution ON post_loan_reading (institution_id, looked_on);
SELECT never_remove('post_loan_reading');
GRANT SELECT ON post_loan_reading TO lending_api, lending_worker, lending_auditor;
GRANT INSERT, UPDATE (readings) ON post_loan_reading TO lending_worker;

-- The version of the thresholds that a warning was raised by: the house's by its name, an institution's by its id.
ALTER TABLE post_loan_matter ADD COLUMN thresholds text;
ALTER TABLE post_loan_matter DISABLE TRIGGER guard_post_loan_matter;
UPDATE post_loan_matter SET thresholds = 'post-loan/1' WHERE kind = 'WARNING';
ALTER TABLE post_loan_matter ENABLE ALWAYS TRIGGER guard_post_loan_matter;
ALTER TABLE post_loan_matter ADD CONSTRAINT post_loan_matter_thresholds
  CHECK ((kind = 'WARNING') = (thresholds IS NOT NULL));

-- A warning is raised by what is in force for its institution on its day: its own thresholds where it has some, with
-- the bound that they say, and nobody else's.
CREATE FUNCTION guard_warning_thresholds() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  own own_rules;
  bound text;
BEGIN
  SELECT * INTO own FROM own_rules
    WHERE institution_id = NEW.institution_id AND subject = 'postLoan' AND status = 'APPROVED'
      AND effective_from <= NEW.raised_on ORDER BY effective_from DESC LIMIT 1;
  IF own.id::text IS DISTINCT FROM NEW.thresholds
      AND (own.id IS NOT NULL OR EXISTS (SELECT FROM own_rules WHERE id::text = NEW.thresholds)) THEN
    RAISE EXCEPTION 'post-loan matter %: % are not the thresholds of its institution on %', NEW.id, NEW.thresholds,
      NEW.raised_on USING ERRCODE = 'check_violation';
  END IF;
  bound := own.value #>> ARRAY['thresholds', NEW.indicator, lower(NEW.level)];
  IF own.value #> ARRAY['thresholds', NEW.indicator] IS NOT NULL AND bound IS DISTINCT FROM NEW.bound THEN
    RAISE EXCEPTION 'post-loan matter %: the bound is %, not %', NEW.id, bound, NEW.bound
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_warning_thresholds BEFORE INSERT ON post_loan_matter
  FOR EACH ROW WHEN (NEW.kind = 'WARNING') EXECUTE FUNCTION guard_warning_thresholds();
ALTER TABLE post_loan_matter ENABLE ALWAYS TRIGGER guard_warning_thresholds;
