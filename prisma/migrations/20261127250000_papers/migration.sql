-- Papers: receipts, statements, letters and certificates as PDF. The row is written in the transaction of the fact that
-- it tells of; its file is made from the row by and by, the same bytes whenever it is made.
CREATE TABLE paper (
  id uuid PRIMARY KEY,
  -- Names the fact, e.g. `loan/{loanId}/closed/certificate/zh-CN`: one paper a key.
  business_key text NOT NULL UNIQUE,
  institution_id uuid NOT NULL REFERENCES institution,
  -- Whom it is to; null: a report of the institution.
  enterprise_id uuid REFERENCES enterprise,
  case_type text NOT NULL CHECK (case_type IN
    ('ONBOARDING', 'APPLICATION', 'APPEAL', 'LOAN', 'PAYMENT', 'RECEIPT', 'BREAK', 'INSTITUTION')),
  case_id text NOT NULL,
  -- The event of the loan that it tells of, where it tells of one.
  event_sequence integer,
  kind text NOT NULL CHECK (kind IN ('REPAYMENT_RECEIPT', 'LOAN_STATEMENT', 'CLOSING_CERTIFICATE', 'SETTLEMENT_QUOTE',
    'COLLECTION_LETTER', 'GUARANTOR_NOTICE', 'LAWYERS_LETTER', 'RISK_REPORT', 'FUND_REPORT')),
  language text NOT NULL CHECK (language IN ('zh-CN', 'en')),
  -- As it stands on the paper.
  number text NOT NULL,
  -- The business day.
  issued_on date NOT NULL,
  values_cipher bytea NOT NULL,
  -- Of all that it says, printed on each page: who has only the paper can have it checked.
  fingerprint text NOT NULL UNIQUE CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  status text NOT NULL DEFAULT 'REQUESTED' CHECK (status IN ('REQUESTED', 'READY')),
  -- Of the file.
  sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  content_cipher bytea,
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  last_tried_at timestamptz(3),
  -- What it says is not so any more, from this business day on.
  withdrawn_on date,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  ready_at timestamptz(3),
  UNIQUE (institution_id, number),
  CHECK ((status = 'READY') = (sha256 IS NOT NULL AND content_cipher IS NOT NULL AND ready_at IS NOT NULL)),
  CHECK (event_sequence IS NULL OR case_type = 'LOAN'),
  CONSTRAINT paper_to_whom CHECK ((enterprise_id IS NULL) = (kind IN ('RISK_REPORT', 'FUND_REPORT')))
);
CREATE INDEX paper_listed ON paper (institution_id, created_at, id);
CREATE INDEX paper_enterprise ON paper (enterprise_id, created_at, id);
CREATE INDEX paper_case ON paper (case_type, case_id, created_at);
CREATE INDEX paper_sha256 ON paper (sha256);
CREATE INDEX paper_unmade ON paper (created_at) WHERE status = 'REQUESTED';

-- A paper says what is so: a certificate that a loan is closed is of a loan that is closed, a receipt of money that
-- came and stayed, a report of a month what finance and risk signed; and it goes to whom the loan belongs.
CREATE FUNCTION guard_paper() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  about loan;
BEGIN
  IF NEW.status <> 'REQUESTED' OR NEW.withdrawn_on IS NOT NULL THEN
    RAISE EXCEPTION 'paper %: it begins as one that is asked for', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.case_type = 'LOAN' THEN
    SELECT * INTO about FROM loan WHERE id = NEW.case_id::uuid;
    IF (about.institution_id, about.enterprise_id) IS DISTINCT FROM (NEW.institution_id, NEW.enterprise_id) THEN
      RAISE EXCEPTION 'paper %: the loan is not theirs', NEW.id USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.kind IN ('REPAYMENT_RECEIPT', 'LOAN_STATEMENT', 'CLOSING_CERTIFICATE', 'SETTLEMENT_QUOTE') THEN
    RAISE EXCEPTION 'paper %: a % is about a loan', NEW.id, NEW.kind USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.kind = 'CLOSING_CERTIFICATE' AND about.status <> 'CLOSED' THEN
    RAISE EXCEPTION 'paper %: the loan is not closed', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.kind = 'REPAYMENT_RECEIPT' AND NOT EXISTS (
      SELECT FROM loan_event e WHERE e.loan_id = about.id AND e.sequence = NEW.event_sequence
        AND e.kind IN ('RECEIVED', 'PREPAID')
        AND NOT EXISTS (SELECT FROM loan_event r WHERE r.loan_id = e.loan_id AND r.kind = 'REVERSED'
          AND (r.payload ->> 'reverses')::integer = e.sequence)) THEN
    RAISE EXCEPTION 'paper %: there is no such receipt', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.kind IN ('RISK_REPORT', 'FUND_REPORT') AND NOT EXISTS (
      SELECT FROM month_report r WHERE r.institution_id = NEW.institution_id AND r.kind || '_REPORT' = NEW.kind
        AND NEW.business_key = 'report/' || r.id || '/' || NEW.language
        AND r.finance_by IS NOT NULL AND r.risk_by IS NOT NULL AND r.withdrawn_on IS NULL) THEN
    RAISE EXCEPTION 'paper %: finance and risk have signed no such report', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_paper BEFORE INSERT ON paper FOR EACH ROW EXECUTE FUNCTION guard_paper();
ALTER TABLE paper ENABLE ALWAYS TRIGGER guard_paper;

-- What was issued stays as it was issued; it can be withdrawn, once.
CREATE FUNCTION guard_issued_paper() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('lending.key_rotation', true) = 'on' AND is_resealed(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF OLD.status = 'READY' AND (NEW.status, NEW.sha256, NEW.content_cipher, NEW.ready_at)
      IS DISTINCT FROM (OLD.status, OLD.sha256, OLD.content_cipher, OLD.ready_at)
    OR OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on THEN
    RAISE EXCEPTION 'paper %: what was issued stays as it is', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_issued_paper BEFORE UPDATE ON paper FOR EACH ROW EXECUTE FUNCTION guard_issued_paper();
ALTER TABLE paper ENABLE ALWAYS TRIGGER guard_issued_paper;

-- A receipt whose money bounced, and the certificate of a loan that lives again, say what is not so.
CREATE FUNCTION withdraw_receipt() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE paper SET withdrawn_on = NEW.effective_date
    WHERE case_type = 'LOAN' AND case_id = NEW.loan_id::text AND kind = 'REPAYMENT_RECEIPT'
      AND event_sequence = (NEW.payload ->> 'reverses')::integer AND withdrawn_on IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER withdraw_receipt AFTER INSERT ON loan_event
  FOR EACH ROW WHEN (NEW.kind = 'REVERSED') EXECUTE FUNCTION withdraw_receipt();
ALTER TABLE loan_event ENABLE ALWAYS TRIGGER withdraw_receipt;

CREATE FUNCTION withdraw_certificate() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE paper SET withdrawn_on = business_today()
    WHERE case_type = 'LOAN' AND case_id = NEW.id::text AND kind = 'CLOSING_CERTIFICATE' AND withdrawn_on IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER withdraw_certificate AFTER UPDATE OF status ON loan
  FOR EACH ROW WHEN (OLD.status = 'CLOSED' AND NEW.status <> 'CLOSED') EXECUTE FUNCTION withdraw_certificate();
ALTER TABLE loan ENABLE ALWAYS TRIGGER withdraw_certificate;

GRANT SELECT ON paper TO lending_api, lending_worker;
GRANT INSERT (id, business_key, institution_id, enterprise_id, case_type, case_id, event_sequence, kind, language, number,
  issued_on, values_cipher, fingerprint) ON paper TO lending_api, lending_worker;
GRANT UPDATE (status, sha256, content_cipher, ready_at, attempts, last_error, last_tried_at) ON paper TO lending_worker;
GRANT SELECT (id, business_key, institution_id, enterprise_id, case_type, case_id, event_sequence, kind, language, number,
  issued_on, fingerprint, status, sha256, withdrawn_on, created_at, ready_at) ON paper TO lending_auditor;
