-- What people work with beside their cases: what has changed since they looked.

-- That something has changed, for whoever has it on a screen: no word of what it is now. Read in the order of
-- (transaction, id) and only up to the oldest transaction that is still under way: an id is taken before its
-- transaction ends, so by ids alone one that ends late would be passed over. Kept for a day or two; after a restore
-- on another server the table is emptied, for numbers of transactions begin anew there.
CREATE TABLE change_event (
  transaction bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
  id bigint GENERATED ALWAYS AS IDENTITY,
  topic text NOT NULL CHECK (topic IN
    ('TASK', 'APPLICATION', 'LOAN', 'PAYMENT', 'FEE', 'ENTERPRISE', 'NOTICE')),
  subject_id text NOT NULL,
  -- Of a row that counts its changes.
  version integer,
  institution_id uuid NOT NULL,
  -- Null: for staff alone.
  enterprise_id uuid,
  -- For this person alone; null: for whoever may see the subject.
  user_id text,
  at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (transaction, id)
);
CREATE INDEX change_event_at ON change_event (at);

-- Written in the transaction of the change itself, by the owner: no role of a process can make one up.
CREATE FUNCTION tell_task_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO change_event (topic, subject_id, version, institution_id)
    VALUES ('TASK', NEW.id, (to_jsonb(NEW) ->> 'version')::integer, NEW.institution_id);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_new_task AFTER INSERT ON human_task FOR EACH ROW EXECUTE FUNCTION tell_task_change();
CREATE TRIGGER tell_task_change AFTER UPDATE ON human_task FOR EACH ROW
  WHEN ((NEW.status, NEW.claimed_by, NEW.due_at, NEW.escalations, NEW.stage_since)
    IS DISTINCT FROM (OLD.status, OLD.claimed_by, OLD.due_at, OLD.escalations, OLD.stage_since))
  EXECUTE FUNCTION tell_task_change();

-- Of a case in which an enterprise has part; its topic is the trigger's argument.
CREATE FUNCTION tell_case_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO change_event (topic, subject_id, institution_id, enterprise_id)
    VALUES (TG_ARGV[0], NEW.id, NEW.institution_id, NEW.enterprise_id);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_new_application AFTER INSERT ON application
  FOR EACH ROW EXECUTE FUNCTION tell_case_change('APPLICATION');
CREATE TRIGGER tell_application_change AFTER UPDATE ON application FOR EACH ROW
  WHEN ((NEW.stage, NEW.stage_since) IS DISTINCT FROM (OLD.stage, OLD.stage_since))
  EXECUTE FUNCTION tell_case_change('APPLICATION');
CREATE TRIGGER tell_new_loan AFTER INSERT ON loan FOR EACH ROW EXECUTE FUNCTION tell_case_change('LOAN');
CREATE TRIGGER tell_loan_change AFTER UPDATE OF status ON loan FOR EACH ROW
  WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION tell_case_change('LOAN');
CREATE TRIGGER tell_new_payment AFTER INSERT ON payment FOR EACH ROW EXECUTE FUNCTION tell_case_change('PAYMENT');
CREATE TRIGGER tell_payment_change AFTER UPDATE OF status ON payment FOR EACH ROW
  WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION tell_case_change('PAYMENT');

CREATE FUNCTION tell_enterprise_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO change_event (topic, subject_id, institution_id, enterprise_id)
    VALUES ('ENTERPRISE', NEW.id, NEW.institution_id, NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_new_enterprise AFTER INSERT ON enterprise
  FOR EACH ROW EXECUTE FUNCTION tell_enterprise_change();
CREATE TRIGGER tell_enterprise_change AFTER UPDATE ON enterprise FOR EACH ROW
  WHEN ((NEW.stage, NEW.stage_since) IS DISTINCT FROM (OLD.stage, OLD.stage_since))
  EXECUTE FUNCTION tell_enterprise_change();

-- What somebody is told, or has read: once a person and statement, for that person alone.
CREATE FUNCTION tell_notice_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO change_event (topic, subject_id, institution_id, user_id)
    SELECT DISTINCT 'NOTICE', user_id, institution_id, user_id FROM changed
      WHERE (TG_OP = 'INSERT') = (read_at IS NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_new_notice AFTER INSERT ON notice_to_person REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tell_notice_change();
CREATE TRIGGER tell_notice_change AFTER UPDATE ON notice_to_person REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tell_notice_change();

GRANT SELECT, DELETE ON change_event TO lending_api;

-- Questions that somebody asks the inbox again and again, under a name. Shared: others of the institution have it
-- too, each with the own tasks; its owner alone changes it.
CREATE TABLE task_view (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  owner_id text NOT NULL REFERENCES "user",
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  is_shared boolean NOT NULL,
  filter jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX task_view_owner ON task_view (owner_id);
CREATE INDEX task_view_shared ON task_view (institution_id) WHERE is_shared;

-- What people of an institution say to each other about a case, and whom they mean. Stays as it was said.
CREATE TABLE case_comment (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  case_type text NOT NULL,
  case_id text NOT NULL,
  task_id uuid NOT NULL REFERENCES human_task,
  author_id text NOT NULL REFERENCES "user",
  words text NOT NULL CHECK (words <> ''),
  mentions text[] NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX case_comment_case ON case_comment (case_type, case_id, created_at);

-- Papers that people of an institution put to a case. Sealed: they are full of personal data.
CREATE TABLE case_attachment (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  case_type text NOT NULL,
  case_id text NOT NULL,
  task_id uuid NOT NULL REFERENCES human_task,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  -- What its bytes are, whatever its name says.
  media_type text NOT NULL,
  bytes integer NOT NULL CHECK (bytes > 0),
  sha256 text NOT NULL,
  content_cipher bytea NOT NULL,
  author_id text NOT NULL REFERENCES "user",
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (case_type, case_id, sha256)
);

-- Both are about a case of the institution, and said by its own people.
CREATE FUNCTION guard_said() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM human_task t WHERE t.id = NEW.task_id AND t.institution_id = NEW.institution_id
      AND (t.case_type, t.case_id) = (NEW.case_type, NEW.case_id)) THEN
    RAISE EXCEPTION '%: the task is about another case', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM membership WHERE user_id = NEW.author_id AND institution_id = NEW.institution_id) THEN
    RAISE EXCEPTION '%: % does not work there', TG_TABLE_NAME, NEW.author_id USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO change_event (topic, subject_id, institution_id) VALUES ('TASK', NEW.task_id, NEW.institution_id);
  RETURN NEW;
END $$;
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['case_comment', 'case_attachment'] LOOP
    EXECUTE format('CREATE TRIGGER guard_said BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION guard_said()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER guard_said', name);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I
      FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_truncate', name);
  END LOOP;
END $$;

GRANT SELECT, INSERT (id, institution_id, owner_id, name, is_shared, filter, created_at),
  UPDATE (name, is_shared, filter), DELETE ON task_view TO lending_api;
GRANT SELECT, INSERT (id, institution_id, case_type, case_id, task_id, author_id, words, mentions)
  ON case_comment TO lending_api;
GRANT SELECT, INSERT (id, institution_id, case_type, case_id, task_id, name, media_type, bytes, sha256,
  content_cipher, author_id) ON case_attachment TO lending_api;
GRANT SELECT ON case_comment TO lending_auditor;
GRANT SELECT (id, institution_id, case_type, case_id, task_id, name, media_type, bytes, sha256, author_id, created_at)
  ON case_attachment TO lending_auditor;
