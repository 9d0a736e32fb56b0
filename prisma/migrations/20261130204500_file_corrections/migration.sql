-- While an enterprise is admitted, parts of its file go back to its people to be put right: because a reviewer says what
-- is wrong with which, or because they noticed it themselves. Only those parts are open, and only then.

ALTER TABLE enterprise DROP CONSTRAINT enterprise_stage_check, ADD CONSTRAINT enterprise_stage_check
  CHECK (stage IN ('AWAITING_ACTIVATION', 'CHECKING', 'IN_REVIEW', 'AWAITING_CORRECTION', 'ACTIVE', 'REFUSED', 'EXPIRED'));
DROP INDEX enterprise_open;
CREATE INDEX enterprise_open ON enterprise (id)
  WHERE stage IN ('AWAITING_ACTIVATION', 'CHECKING', 'IN_REVIEW', 'AWAITING_CORRECTION');

-- A part that is to be put right. What stood there and what stands there since is kept, sealed: the file itself has only
-- the last.
CREATE TABLE file_correction (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  institution_id uuid NOT NULL,
  enterprise_id uuid NOT NULL,
  part text NOT NULL CHECK (part IN ('NAME', 'LEGAL_PERSON', 'BANK_ACCOUNT', 'MOBILE', 'PAPERS')),
  -- The number of a reviewer's reason; null where its own people noticed it.
  reason_code text,
  -- What is wrong, for the enterprise.
  words text NOT NULL CHECK (btrim(words) <> ''),
  -- By which decision.
  task_id uuid REFERENCES human_task,
  asked_by text NOT NULL REFERENCES "user",
  -- Business instant since when the file is with its people: that of the stage.
  asked_at timestamptz(3) NOT NULL,
  -- Business instant by which it is to be handed in.
  due_at timestamptz(3) NOT NULL,
  before_cipher bytea,
  after_cipher bytea,
  supplied_by text REFERENCES "user",
  -- Business instant.
  supplied_at timestamptz(3),
  -- What its people say to it, for the reviewer.
  answer text NOT NULL DEFAULT '',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (enterprise_id, asked_at, part),
  FOREIGN KEY (enterprise_id, institution_id) REFERENCES enterprise (id, institution_id),
  CHECK ((task_id IS NULL) = (reason_code IS NULL)),
  CHECK ((supplied_at IS NULL) = (supplied_by IS NULL) AND (supplied_at IS NULL) = (before_cipher IS NULL)
    AND (supplied_at IS NULL) = (after_cipher IS NULL))
);

-- Whether a part of an enterprise's file is open to its people.
CREATE FUNCTION is_part_open(enterprise uuid, of_part text) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM file_correction c JOIN enterprise e ON e.id = c.enterprise_id
    WHERE e.id = enterprise AND e.stage = 'AWAITING_CORRECTION' AND c.asked_at = e.stage_since AND c.part = of_part
      AND c.supplied_at IS NULL)
$$;

-- Asked for by the reviewer who decided so, or by the enterprise's own people; what was asked and answered stays.
CREATE FUNCTION guard_file_correction() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.supplied_at IS NOT NULL OR NOT EXISTS (
        SELECT FROM enterprise WHERE id = NEW.enterprise_id AND stage = 'AWAITING_CORRECTION' AND stage_since = NEW.asked_at)
      OR NEW.task_id IS NULL AND NOT is_of_enterprise(NEW.asked_by, NEW.enterprise_id)
      OR NEW.task_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM decision d JOIN human_task t ON t.id = d.task_id
          WHERE d.task_id = NEW.task_id AND t.kind = 'REVIEW_ENTERPRISE' AND d.decision = 'ASK_FOR_CORRECTION'
            AND d.case_type = 'ONBOARDING' AND d.case_id = NEW.enterprise_id::text
            AND d.institution_id = NEW.institution_id AND d.actor_id = NEW.asked_by AND d.held_role IS NOT NULL) THEN
      RAISE EXCEPTION 'file correction of %: nobody who may has asked for it', NEW.enterprise_id
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF current_setting('lending.key_rotation', true) = 'on' AND is_resealed(to_jsonb(OLD), to_jsonb(NEW))
    OR is_erased(OLD.enterprise_id) THEN
    RETURN NEW;
  END IF;
  IF OLD.supplied_at IS NOT NULL
    OR to_jsonb(NEW) - '{before_cipher,after_cipher,supplied_by,supplied_at,answer}'::text[]
      <> to_jsonb(OLD) - '{before_cipher,after_cipher,supplied_by,supplied_at,answer}'::text[] THEN
    RAISE EXCEPTION 'file correction %: what was asked and answered stays', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_file_correction BEFORE INSERT OR UPDATE ON file_correction
  FOR EACH ROW EXECUTE FUNCTION guard_file_correction();
ALTER TABLE file_correction ENABLE ALWAYS TRIGGER guard_file_correction;
SELECT never_remove('file_correction');

-- Gone with the file of its enterprise (erase_kept_files).
CREATE FUNCTION erase_file_corrections() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE file_correction SET words = '-', answer = '', before_cipher = CASE WHEN supplied_at IS NOT NULL THEN ''::bytea END,
      after_cipher = CASE WHEN supplied_at IS NOT NULL THEN ''::bytea END WHERE enterprise_id = NEW.enterprise_id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_file_corrections AFTER UPDATE OF erased_at ON account_closing
  FOR EACH ROW WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION erase_file_corrections();
ALTER TABLE account_closing ENABLE ALWAYS TRIGGER erase_file_corrections;

-- Puts right what is open, all of it and nothing else, by one of the enterprise's people: the only way in which they
-- write into their file while it is admitted. Takes what is sealed for its place, and what they say to it. Another phone is not confirmed yet.
CREATE FUNCTION supply_corrections(enterprise uuid, person text, corrections uuid[], befores bytea[], afters bytea[],
    new_name text, legal_person bytea, bank_account bytea, account_index text, mobile bytea, phone_index text, says text)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e enterprise;
  wanted uuid[];
  parts text[];
BEGIN
  SELECT * INTO e FROM enterprise f WHERE f.id = enterprise FOR NO KEY UPDATE;
  SELECT array_agg(c.id ORDER BY c.id), array_agg(c.part) INTO wanted, parts FROM file_correction c
    WHERE c.enterprise_id = enterprise AND c.asked_at = e.stage_since AND c.supplied_at IS NULL;
  IF wanted IS NULL OR e.stage <> 'AWAITING_CORRECTION' OR NOT is_of_enterprise(person, enterprise)
    OR wanted IS DISTINCT FROM (SELECT array_agg(given ORDER BY given) FROM unnest(corrections) given)
    OR ('NAME' = ANY (parts)) <> (new_name IS NOT NULL)
    OR ('LEGAL_PERSON' = ANY (parts)) <> (legal_person IS NOT NULL)
    OR ('BANK_ACCOUNT' = ANY (parts)) <> (bank_account IS NOT NULL AND account_index IS NOT NULL)
    OR ('MOBILE' = ANY (parts)) <> (mobile IS NOT NULL AND phone_index IS NOT NULL)
    OR 'PAPERS' = ANY (parts) AND NOT EXISTS (
      SELECT FROM case_attachment a WHERE a.case_type = 'ONBOARDING' AND a.case_id = enterprise::text
        AND is_of_enterprise(a.author_id, enterprise)) THEN
    RAISE EXCEPTION 'file of %: these parts are not open, or not these alone', enterprise
      USING ERRCODE = 'check_violation';
  END IF;
  UPDATE enterprise f SET name = coalesce(new_name, f.name),
      legal_person_cipher = coalesce(legal_person, f.legal_person_cipher),
      bank_account_cipher = coalesce(bank_account, f.bank_account_cipher),
      bank_account_index = coalesce(account_index, f.bank_account_index),
      mobile_cipher = coalesce(mobile, f.mobile_cipher), mobile_index = coalesce(phone_index, f.mobile_index),
      mobile_confirmed_at = CASE WHEN mobile IS NULL THEN f.mobile_confirmed_at END
    WHERE f.id = enterprise;
  -- That it is another is to be seen; what it is stays sealed.
  PERFORM change_fact_of(enterprise);
  INSERT INTO case_fact_change (institution_id, enterprise_id, field, changed_by)
    SELECT e.institution_id, enterprise, field, person
      FROM (VALUES ('LEGAL_PERSON', 'legalPerson'), ('MOBILE', 'mobile')) of (part, field) WHERE part = ANY (parts);
  UPDATE file_correction c SET before_cipher = given.before, after_cipher = given.after, supplied_by = person,
      supplied_at = business_now(), answer = says
    FROM unnest(corrections, befores, afters) given (id, before, after) WHERE c.id = given.id;
END $$;

-- Papers of a case are put there by people of its institution, and by those of the enterprise where they are asked for.
CREATE OR REPLACE FUNCTION guard_said() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  is_asked boolean := false;
BEGIN
  IF NOT EXISTS (SELECT FROM human_task t WHERE t.id = NEW.task_id AND t.institution_id = NEW.institution_id
      AND (t.case_type, t.case_id) = (NEW.case_type, NEW.case_id)) THEN
    RAISE EXCEPTION '%: the task is about another case', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  IF TG_TABLE_NAME = 'case_attachment' AND NEW.case_type = 'ONBOARDING' THEN
    is_asked := is_of_enterprise(NEW.author_id, NEW.case_id::uuid) AND is_part_open(NEW.case_id::uuid, 'PAPERS');
  END IF;
  IF NOT is_asked AND NOT EXISTS (
      SELECT FROM membership WHERE user_id = NEW.author_id AND institution_id = NEW.institution_id) THEN
    RAISE EXCEPTION '%: % does not work there', TG_TABLE_NAME, NEW.author_id USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO change_event (topic, subject_id, institution_id) VALUES ('TASK', NEW.task_id, NEW.institution_id);
  RETURN NEW;
END $$;

-- As before; and a yes counts for the file as it is: not one from before something was put right.
CREATE OR REPLACE FUNCTION admitted_by(enterprise enterprise, task_kind text) RETURNS text[]
  LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT d.actor_id), '{}') FROM decision d JOIN human_task t ON t.id = d.task_id
    WHERE d.case_type = 'ONBOARDING' AND d.case_id = enterprise.id::text AND d.decision = 'APPROVE'
      AND d.institution_id = enterprise.institution_id AND d.held_role IS NOT NULL AND t.kind = task_kind
      AND NOT EXISTS (SELECT FROM file_correction c WHERE c.enterprise_id = enterprise.id
        AND c.asked_at >= coalesce(d.decided_at, '-infinity'))
$$;

-- Whoever had the task of a file that its people took back is told.
ALTER TABLE notice_to_person DROP CONSTRAINT notice_to_person_topic_check;
ALTER TABLE notice_to_person ADD CONSTRAINT notice_to_person_topic_check CHECK (topic IN ('TASK_GIVEN', 'TASK_TAKEN_OVER',
  'TASK_SUPERSEDED', 'TASK_BACK', 'TASK_DUE_SOON', 'TASK_OVERDUE', 'TASK_ESCALATED', 'NOBODY_MAY_DECIDE',
  'DELEGATION_GRANTED', 'DELEGATION_REVOKED', 'MENTION', 'ACCESS_CHANGED', 'ACCESS_REVIEW'));

GRANT SELECT ON file_correction TO lending_api, lending_worker;
GRANT SELECT (id, institution_id, enterprise_id, part, reason_code, words, task_id, asked_by, asked_at, due_at, supplied_by,
  supplied_at, answer, created_at) ON file_correction TO lending_auditor;
GRANT INSERT (institution_id, enterprise_id, part, reason_code, words, task_id, asked_by, asked_at, due_at) ON file_correction
  TO lending_worker;
GRANT EXECUTE ON FUNCTION supply_corrections TO lending_api;
