-- What risk and finance sign of a closed month, figure by figure; signed by both it is issued as a paper. A month that
-- is opened again takes its reports back: those of the next closing are others.
CREATE TABLE month_report (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  month text NOT NULL CHECK (month ~ '^2[01]\d\d-(0[1-9]|1[0-2])$'),
  kind text NOT NULL CONSTRAINT month_report_kind CHECK (kind IN ('RISK', 'FUND')),
  figures jsonb NOT NULL,
  finance_by text REFERENCES "user",
  finance_on date,
  risk_by text REFERENCES "user",
  risk_on date,
  -- The month was opened again.
  withdrawn_on date,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT month_report_two_people CHECK (finance_by <> risk_by),
  CHECK ((finance_by IS NULL) = (finance_on IS NULL) AND (risk_by IS NULL) = (risk_on IS NULL))
);
CREATE UNIQUE INDEX month_report_once ON month_report (institution_id, month, kind) WHERE withdrawn_on IS NULL;

CREATE FUNCTION guard_month_report() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND (NEW.finance_by IS NOT NULL OR NEW.risk_by IS NOT NULL OR NEW.withdrawn_on IS NOT NULL) THEN
    RAISE EXCEPTION 'report %: begins unsigned', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.withdrawn_on IS NULL AND NEW.month > coalesce(to_char(last_closed_day(NEW.institution_id), 'YYYY-MM'), '') THEN
    RAISE EXCEPTION 'report %: % is not closed', NEW.id, NEW.month USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.institution_id, NEW.month, NEW.kind, NEW.figures, NEW.created_at)
      IS DISTINCT FROM (OLD.id, OLD.institution_id, OLD.month, OLD.kind, OLD.figures, OLD.created_at)
    OR OLD.withdrawn_on IS NOT NULL
    OR OLD.finance_by IS NOT NULL AND (NEW.finance_by, NEW.finance_on) IS DISTINCT FROM (OLD.finance_by, OLD.finance_on)
    OR OLD.risk_by IS NOT NULL AND (NEW.risk_by, NEW.risk_on) IS DISTINCT FROM (OLD.risk_by, OLD.risk_on) THEN
    RAISE EXCEPTION 'report %: what is signed stays', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.finance_by IS DISTINCT FROM OLD.finance_by AND NOT may_act_as(NEW.finance_by, NEW.institution_id, 'finance')
    OR NEW.risk_by IS DISTINCT FROM OLD.risk_by AND NOT may_act_as(NEW.risk_by, NEW.institution_id, 'risk') THEN
    RAISE EXCEPTION 'report %: % or % may not sign', OLD.id, NEW.finance_by, NEW.risk_by USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_month_report BEFORE INSERT OR UPDATE ON month_report
  FOR EACH ROW EXECUTE FUNCTION guard_month_report();
ALTER TABLE month_report ENABLE ALWAYS TRIGGER guard_month_report;
SELECT never_remove('month_report');

-- With the month its reports are taken back, and the papers that were made of them.
CREATE FUNCTION withdraw_month_reports() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE paper SET withdrawn_on = business_today() WHERE withdrawn_on IS NULL AND kind IN ('RISK_REPORT', 'FUND_REPORT')
    AND EXISTS (SELECT FROM month_report r WHERE r.institution_id = OLD.institution_id AND r.month = OLD.month
      AND starts_with(paper.business_key, 'report/' || r.id));
  UPDATE month_report SET withdrawn_on = business_today()
    WHERE institution_id = OLD.institution_id AND month = OLD.month AND withdrawn_on IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER withdraw_month_reports AFTER DELETE ON accounting_period
  FOR EACH ROW EXECUTE FUNCTION withdraw_month_reports();
ALTER TABLE accounting_period ENABLE ALWAYS TRIGGER withdraw_month_reports;

GRANT SELECT ON month_report TO lending_api, lending_worker, lending_auditor;
GRANT INSERT (id, institution_id, month, kind, figures), UPDATE (finance_by, finance_on, risk_by, risk_on)
  ON month_report TO lending_api;
