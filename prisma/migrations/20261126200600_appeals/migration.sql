-- Whoever was refused may ask once for another look, in time, by somebody who had no part in it.

CREATE TABLE appeal (
  -- Of the application.
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  enterprise_id uuid NOT NULL,
  -- Why it was refused, and the applicant's words about it.
  appealed_code text NOT NULL,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  stage text NOT NULL CHECK (stage IN ('IN_REVIEW', 'GRANTED', 'UPHELD')),
  stage_since timestamptz(3) NOT NULL,
  refusal_code text,
  refusal_reason text,
  refusal_reason_code text,
  -- By when an answer was promised, business time.
  answer_by_at timestamptz(3) NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  FOREIGN KEY (id, institution_id) REFERENCES application (id, institution_id),
  FOREIGN KEY (id, enterprise_id) REFERENCES application (id, enterprise_id),
  CHECK ((stage = 'UPHELD') = (refusal_code IS NOT NULL))
);
CREATE INDEX appeal_open ON appeal (institution_id, id) WHERE stage = 'IN_REVIEW';

-- Only what was refused, before its last day, by its own people. What was asked never changes, and an answer stands.
CREATE FUNCTION guard_appeal() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.id, NEW.institution_id, NEW.enterprise_id, NEW.appealed_code, NEW.reason, NEW.answer_by_at, NEW.created_by,
        NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.institution_id, OLD.enterprise_id, OLD.appealed_code, OLD.reason,
        OLD.answer_by_at, OLD.created_by, OLD.created_at) OR OLD.stage <> 'IN_REVIEW' AND NEW.stage <> OLD.stage THEN
      RAISE EXCEPTION 'appeal %: what was asked and answered never changes', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.stage <> 'IN_REVIEW' OR NOT EXISTS (
      SELECT FROM application a WHERE a.id = NEW.id AND a.stage = 'REJECTED' AND a.appeal_until >= business_today()
        AND NOT EXISTS (SELECT FROM facility f WHERE f.application_id = a.id)) THEN
    RAISE EXCEPTION 'appeal %: there is no refusal to appeal', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM membership WHERE user_id = NEW.created_by AND enterprise_id = NEW.enterprise_id) THEN
    RAISE EXCEPTION 'appeal %: % is not of the enterprise', NEW.id, NEW.created_by USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_appeal BEFORE INSERT OR UPDATE ON appeal FOR EACH ROW EXECUTE FUNCTION guard_appeal();
ALTER TABLE appeal ENABLE ALWAYS TRIGGER guard_appeal;

-- Whoever took a step of the application has taken it in its appeal too: one person takes one step of a case, so none
-- of them decides the appeal.
CREATE FUNCTION note_appealed_people() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO case_actor (case_type, case_id, actor_id, step)
    SELECT 'APPEAL', case_id, actor_id, step FROM case_actor
      WHERE case_type = 'APPLICATION' AND case_id = NEW.id::text
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER note_appealed_people AFTER INSERT ON appeal FOR EACH ROW EXECUTE FUNCTION note_appealed_people();
ALTER TABLE appeal ENABLE ALWAYS TRIGGER note_appealed_people;

-- Whoever grants an appeal has reviewed the application: it begins anew and is approved by others.
CREATE FUNCTION note_appeal_review() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO case_actor (case_type, case_id, actor_id, step)
    VALUES ('APPLICATION', NEW.case_id, NEW.actor_id, 'REVIEW') ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER note_appeal_review AFTER INSERT ON decision FOR EACH ROW
  WHEN (NEW.case_type = 'APPEAL' AND NEW.decision = 'GRANT') EXECUTE FUNCTION note_appeal_review();
ALTER TABLE decision ENABLE ALWAYS TRIGGER note_appeal_review;

-- An appeal is granted or not by somebody who held the role for it and had no part in the refusal.
CREATE FUNCTION judge_appeal() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM decision d JOIN human_task t ON t.id = d.task_id
      WHERE d.case_type = 'APPEAL' AND d.case_id = NEW.id::text AND d.institution_id = NEW.institution_id
        AND d.step = 'APPEAL' AND d.decision = 'GRANT' AND t.kind = 'DECIDE_APPEAL' AND d.held_role IS NOT NULL) THEN
    RAISE EXCEPTION 'appeal %: nobody has granted it', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_appeal AFTER UPDATE OF stage ON appeal DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.stage = 'GRANTED') EXECUTE FUNCTION judge_appeal();
ALTER TABLE appeal ENABLE ALWAYS TRIGGER judge_appeal;

SELECT never_remove('appeal');

GRANT SELECT ON appeal TO lending_api, lending_worker, lending_auditor;
GRANT INSERT (id, institution_id, enterprise_id, appealed_code, reason, stage, stage_since, answer_by_at, created_by,
  created_at) ON appeal TO lending_api;
GRANT UPDATE (stage, stage_since, refusal_code, refusal_reason, refusal_reason_code) ON appeal TO lending_worker;
