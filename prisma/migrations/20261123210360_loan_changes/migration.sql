-- The one door for what people change about a running loan: one asks, another one approves, the loan's process takes
-- it. Nobody changes a loan alone, and nothing that isn't approved is taken.

CREATE TABLE loan_change (
  id uuid PRIMARY KEY,
  loan_id uuid NOT NULL REFERENCES loan,
  institution_id uuid NOT NULL REFERENCES institution,
  kind text NOT NULL CONSTRAINT loan_change_kind CHECK (kind IN
    ('RESUME_DEBIT', 'PAUSE_DEBIT', 'BIND_ACCOUNT', 'REVERSE_RECEIPT')),
  -- What the kind needs; personal data in it are sealed.
  payload jsonb NOT NULL,
  status text NOT NULL CONSTRAINT loan_change_status CHECK (status IN
    ('REQUESTED', 'APPROVED', 'REJECTED', 'APPLIED', 'REFUSED')),
  requested_by text NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  decided_by text,
  decision_reason text NOT NULL DEFAULT '',
  -- Why the books could not take it.
  code text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  decided_at timestamptz(3),
  taken_at timestamptz(3),
  FOREIGN KEY (loan_id, institution_id) REFERENCES loan (id, institution_id),
  CONSTRAINT loan_change_two_people CHECK (decided_by <> requested_by),
  CONSTRAINT loan_change_decided CHECK ((status = 'REQUESTED') = (decided_by IS NULL)
    AND (decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT loan_change_taken CHECK ((status IN ('APPLIED', 'REFUSED')) = (taken_at IS NOT NULL)),
  CONSTRAINT loan_change_refusal_has_code CHECK ((status = 'REFUSED') = (code IS NOT NULL)),
  CONSTRAINT loan_change_rejection_has_reason CHECK (status <> 'REJECTED' OR decision_reason <> '')
);
CREATE INDEX loan_change_loan ON loan_change (loan_id, created_at);
CREATE INDEX loan_change_institution ON loan_change (institution_id, status, created_at);
CREATE INDEX loan_change_waiting ON loan_change (decided_at) WHERE status = 'APPROVED';

-- requested → approved → applied | refused, or rejected; what was asked for never changes. People who ask and
-- people who decide hold the role for it in the loan's institution.
CREATE FUNCTION guard_loan_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'REQUESTED' THEN
      RAISE EXCEPTION 'change %: begins as REQUESTED, not %', NEW.id, NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NOT may_act_as(NEW.requested_by, NEW.institution_id, 'finance') THEN
      RAISE EXCEPTION 'change %: % may not ask for it', NEW.id, NEW.requested_by USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF current_setting('lending.key_rotation', true) = 'on' AND is_resealed(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.loan_id, NEW.institution_id, NEW.kind, NEW.payload, NEW.requested_by, NEW.reason, NEW.created_at)
    IS DISTINCT FROM
     (OLD.id, OLD.loan_id, OLD.institution_id, OLD.kind, OLD.payload, OLD.requested_by, OLD.reason, OLD.created_at)
    OR (OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_at, NEW.decision_reason)
      IS DISTINCT FROM (OLD.decided_by, OLD.decided_at, OLD.decision_reason)) THEN
    RAISE EXCEPTION 'change %: what was asked for and decided never changes', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT (NEW.status = OLD.status OR (OLD.status = 'REQUESTED' AND NEW.status IN ('APPROVED', 'REJECTED'))
    OR (OLD.status = 'APPROVED' AND NEW.status IN ('APPLIED', 'REFUSED'))) THEN
    RAISE EXCEPTION 'change %: % can''t become %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.decided_by IS NULL AND NEW.decided_by IS NOT NULL
    AND NOT may_act_as(NEW.decided_by, NEW.institution_id, 'finance', 'risk') THEN
    RAISE EXCEPTION 'change %: % may not decide it', OLD.id, NEW.decided_by USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_loan_change BEFORE INSERT OR UPDATE ON loan_change
  FOR EACH ROW EXECUTE FUNCTION guard_loan_change();
ALTER TABLE loan_change ENABLE ALWAYS TRIGGER guard_loan_change;
