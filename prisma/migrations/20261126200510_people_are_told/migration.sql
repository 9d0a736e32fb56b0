-- What people are told: in the product, and by mail as each of them chose.

CREATE TABLE notice_to_person (
  id uuid PRIMARY KEY,
  -- One notice for a person and an event.
  dedupe_key text NOT NULL,
  user_id text NOT NULL REFERENCES "user",
  institution_id uuid NOT NULL REFERENCES institution,
  topic text NOT NULL CHECK (topic IN ('TASK_GIVEN', 'TASK_TAKEN_OVER', 'TASK_BACK', 'TASK_DUE_SOON', 'TASK_OVERDUE', 'TASK_ESCALATED',
    'NOBODY_MAY_DECIDE', 'DELEGATION_GRANTED', 'DELEGATION_REVOKED', 'MENTION', 'ACCESS_CHANGED')),
  case_type text,
  case_id text,
  task_id uuid REFERENCES human_task,
  -- Values of its sentence: codes, ids and what a case is called; nothing else that is personal.
  detail jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Business time at which it was told.
  told_at timestamptz(3) NOT NULL DEFAULT coalesce(business_now(), now()),
  read_at timestamptz(3),
  mailed_at timestamptz(3),
  UNIQUE (user_id, dedupe_key)
);
CREATE INDEX notice_to_person_user ON notice_to_person (user_id, created_at, id);
CREATE INDEX notice_to_person_unread ON notice_to_person (user_id) WHERE read_at IS NULL;
CREATE INDEX notice_to_person_unmailed ON notice_to_person (user_id, told_at) WHERE mailed_at IS NULL;

-- Whether somebody is told by mail of each, once a day, or never; who says nothing is told of each.
CREATE TABLE notice_preference (
  user_id text PRIMARY KEY REFERENCES "user",
  mail text NOT NULL CHECK (mail IN ('EACH', 'DAILY', 'NEVER')),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Who is told of an institution's overdue tasks of a role; its admins where nobody is named.
CREATE TABLE escalation_person (
  institution_id uuid NOT NULL REFERENCES institution,
  role text NOT NULL,
  user_id text NOT NULL REFERENCES "user",
  named_by text NOT NULL REFERENCES "user",
  named_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (institution_id, role)
);

CREATE FUNCTION guard_escalation_person() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT is_staff_of(NEW.user_id, NEW.institution_id) THEN
    RAISE EXCEPTION 'escalation: % does not work there', NEW.user_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_escalation_person BEFORE INSERT OR UPDATE ON escalation_person
  FOR EACH ROW EXECUTE FUNCTION guard_escalation_person();
ALTER TABLE escalation_person ENABLE ALWAYS TRIGGER guard_escalation_person;

GRANT SELECT ON notice_to_person, notice_preference, escalation_person TO lending_api, lending_worker;
GRANT SELECT (id, user_id, institution_id, topic, case_type, case_id, task_id, created_at, told_at, read_at, mailed_at)
  ON notice_to_person TO lending_auditor;
GRANT SELECT ON escalation_person TO lending_auditor;
GRANT INSERT (id, dedupe_key, user_id, institution_id, topic, case_type, case_id, task_id, detail) ON notice_to_person
  TO lending_api, lending_worker;
GRANT UPDATE (read_at) ON notice_to_person TO lending_api;
GRANT UPDATE (mailed_at) ON notice_to_person TO lending_worker;
GRANT INSERT (user_id, mail), UPDATE (mail, updated_at) ON notice_preference TO lending_api;
GRANT INSERT (institution_id, role, user_id, named_by), UPDATE (user_id, named_by, named_at) ON escalation_person
  TO lending_api;
-- Whom a mail goes to.
GRANT SELECT (id, person_cipher) ON "user" TO lending_worker;
