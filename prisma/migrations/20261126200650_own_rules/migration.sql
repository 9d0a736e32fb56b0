-- Rules that an institution sets by itself: one person asks, another one approves, and they count from a day to come.

CREATE TABLE own_rules (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  subject text NOT NULL CONSTRAINT own_rules_subject CHECK (subject IN
    ('approval', 'deadlines', 'fees', 'pricing', 'scorecard')),
  effective_from date NOT NULL,
  -- What it sets; the rest stays the house's.
  value jsonb NOT NULL,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  status text NOT NULL CONSTRAINT own_rules_status CHECK (status IN ('REQUESTED', 'APPROVED', 'REJECTED')),
  requested_by text NOT NULL,
  decided_by text,
  decision_reason text NOT NULL DEFAULT '',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  decided_at timestamptz(3),
  CONSTRAINT own_rules_two_people CHECK (decided_by <> requested_by),
  CONSTRAINT own_rules_decided CHECK ((status = 'REQUESTED') = (decided_by IS NULL)
    AND (decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT own_rules_rejection_has_reason CHECK (status <> 'REJECTED' OR decision_reason <> '')
);
-- One version of a subject begins on a day.
CREATE UNIQUE INDEX own_rules_one_a_day ON own_rules (institution_id, subject, effective_from)
  WHERE status = 'APPROVED';
CREATE INDEX own_rules_listed ON own_rules (institution_id, created_at, id);

-- requested → approved | rejected. What was asked for never changes, and nothing counts for what was decided before:
-- rules that are approved begin on a day to come. Risk and admin ask, another one of them decides.
CREATE FUNCTION guard_own_rules() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  person text := CASE TG_OP WHEN 'INSERT' THEN NEW.requested_by ELSE NEW.decided_by END;
BEGIN
  IF TG_OP = 'INSERT' AND NEW.status <> 'REQUESTED' THEN
    RAISE EXCEPTION 'rules %: begin as REQUESTED, not %', NEW.id, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.status <> 'REQUESTED'
      OR to_jsonb(NEW) - ARRAY['status', 'decided_by', 'decided_at', 'decision_reason']
         <> to_jsonb(OLD) - ARRAY['status', 'decided_by', 'decided_at', 'decision_reason']) THEN
    RAISE EXCEPTION 'rules %: what was asked for and decided never changes', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status = 'APPROVED' AND NEW.effective_from <= business_today() THEN
    RAISE EXCEPTION 'rules %: % is not to come', NEW.id, NEW.effective_from USING ERRCODE = 'check_violation';
  END IF;
  IF NOT may_act_as(person, NEW.institution_id, 'risk', 'admin')
      OR NEW.status = 'APPROVED' AND NOT may_act_as(NEW.requested_by, NEW.institution_id, 'risk', 'admin') THEN
    RAISE EXCEPTION 'rules %: % may not', NEW.id, person USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_own_rules BEFORE INSERT OR UPDATE ON own_rules
  FOR EACH ROW EXECUTE FUNCTION guard_own_rules();
ALTER TABLE own_rules ENABLE ALWAYS TRIGGER guard_own_rules;

SELECT never_remove('own_rules');

GRANT SELECT ON own_rules TO lending_api, lending_worker, lending_auditor;
GRANT INSERT (id, institution_id, subject, effective_from, value, reason, status, requested_by, decision_reason,
  created_at), UPDATE (status, decided_by, decided_at, decision_reason) ON own_rules TO lending_api;
