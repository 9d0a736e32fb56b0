-- What the platform keeps about its processes beside Temporal.

-- Steps that fail again and again, by the workers that see them fail. Temporal's list does not know of them (of
-- workflow tasks it does on servers from 1.30 on). What works again, or is over, has no row.
CREATE TABLE failing_step (
  workflow_id text NOT NULL,
  -- The activity, or `workflowTask`.
  step text NOT NULL,
  run_id text NOT NULL,
  -- Null: portfolio work, which is everybody's.
  institution_id uuid REFERENCES institution,
  attempts integer NOT NULL CHECK (attempts > 0),
  first_at timestamptz(3) NOT NULL DEFAULT now(),
  seen_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (workflow_id, step)
);
CREATE INDEX failing_step_listed ON failing_step (institution_id, first_at, workflow_id);
CREATE INDEX failing_step_seen ON failing_step (seen_at);
CREATE INDEX failing_step_run ON failing_step (run_id);

-- A look through all cases of an institution that should run, at whether their processes do: every day, and whenever
-- an admin asks. It goes on where it was when the worker that did it dies.
CREATE TABLE process_check (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  -- Null: it is the day's own.
  asked_by text,
  -- Where it is: the kind of case and the id that were looked at last; null: at the beginning.
  kind text,
  after_id uuid,
  -- Open cases by our rows; of these, processes that did not run; of these, what became of them.
  should_run integer NOT NULL DEFAULT 0,
  missing integer NOT NULL DEFAULT 0,
  revived integer NOT NULL DEFAULT 0,
  begun integer NOT NULL DEFAULT 0,
  given integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  finished_at timestamptz(3),
  CHECK (missing <= should_run AND revived + begun + given <= missing)
);
CREATE UNIQUE INDEX process_check_one_at_a_time ON process_check (institution_id) WHERE finished_at IS NULL;
CREATE INDEX process_check_listed ON process_check (institution_id, created_at, id);

-- What admins do about processes from outside: asked → accepted → moved. What can do harm, one asks for and another one
-- approves.
CREATE TABLE process_act (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  workflow_id text NOT NULL,
  -- The run that the person saw.
  run_id text NOT NULL,
  case_type text NOT NULL CHECK (case_type IN
    ('ONBOARDING', 'APPLICATION', 'APPEAL', 'FILE_CHANGE', 'LOAN', 'LOAN_CHANGE', 'COLLECTION', 'PAYMENT', 'RECEIPT', 'BREAK', 'FEE', 'POST_LOAN', 'INSTITUTION')),
  case_id text NOT NULL,
  kind text NOT NULL CONSTRAINT process_act_kind CHECK (kind IN ('RETRY_NOW', 'LOOK_AGAIN', 'SET_BACK', 'END')),
  status text NOT NULL CONSTRAINT process_act_status CHECK (status IN
    ('ASKED', 'REJECTED', 'APPROVED', 'ACCEPTED', 'MOVED', 'REFUSED')),
  asked_by text NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  decided_by text,
  decision_reason text NOT NULL DEFAULT '',
  -- Why it could not be done.
  code text,
  -- How many events its history had before it was done.
  history_length integer,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  decided_at timestamptz(3),
  accepted_at timestamptz(3),
  moved_at timestamptz(3),
  CONSTRAINT process_act_two_people CHECK (decided_by <> asked_by),
  CONSTRAINT process_act_second_person CHECK
    (kind IN ('RETRY_NOW', 'LOOK_AGAIN') OR status = 'ASKED' OR decided_by IS NOT NULL),
  CONSTRAINT process_act_decided CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT process_act_refusal_has_code CHECK ((status = 'REFUSED') = (code IS NOT NULL)),
  CONSTRAINT process_act_rejection_has_reason CHECK (status <> 'REJECTED' OR decision_reason <> ''),
  CONSTRAINT process_act_accepted CHECK ((status IN ('ACCEPTED', 'MOVED')) = (accepted_at IS NOT NULL)),
  CONSTRAINT process_act_moved CHECK ((status = 'MOVED') = (moved_at IS NOT NULL))
);
CREATE INDEX process_act_listed ON process_act (institution_id, created_at, id);
CREATE INDEX process_act_workflow ON process_act (workflow_id, created_at);
CREATE INDEX process_act_under_way ON process_act (created_at) WHERE status IN ('APPROVED', 'ACCEPTED');

-- What was asked for and decided never changes; people who ask and who decide hold the role for it there.
CREATE FUNCTION guard_process_act() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'ASKED' AND NOT (NEW.status = 'APPROVED' AND NEW.kind IN ('RETRY_NOW', 'LOOK_AGAIN')) THEN
      RAISE EXCEPTION 'act %: begins as ASKED, not %', NEW.id, NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.decided_by IS NOT NULL OR NOT may_act_as(NEW.asked_by, NEW.institution_id, 'admin') THEN
      RAISE EXCEPTION 'act %: % may not ask for it', NEW.id, NEW.asked_by USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.institution_id, NEW.workflow_id, NEW.run_id, NEW.case_type, NEW.case_id, NEW.kind, NEW.asked_by,
      NEW.reason, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.institution_id, OLD.workflow_id, OLD.run_id, OLD.case_type, OLD.case_id, OLD.kind,
      OLD.asked_by, OLD.reason, OLD.created_at)
    OR (OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_at, NEW.decision_reason)
      IS DISTINCT FROM (OLD.decided_by, OLD.decided_at, OLD.decision_reason)) THEN
    RAISE EXCEPTION 'act %: what was asked for and decided never changes', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NOT (NEW.status = OLD.status OR (OLD.status = 'ASKED' AND NEW.status IN ('APPROVED', 'REJECTED'))
    OR (OLD.status = 'APPROVED' AND NEW.status IN ('ACCEPTED', 'REFUSED'))
    OR (OLD.status = 'ACCEPTED' AND NEW.status = 'MOVED')) THEN
    RAISE EXCEPTION 'act %: % can''t become %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.decided_by IS NULL AND NEW.decided_by IS NOT NULL
    AND NOT may_act_as(NEW.decided_by, NEW.institution_id, 'admin', 'risk') THEN
    RAISE EXCEPTION 'act %: % may not decide it', OLD.id, NEW.decided_by USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_process_act BEFORE INSERT OR UPDATE ON process_act
  FOR EACH ROW EXECUTE FUNCTION guard_process_act();
ALTER TABLE process_act ENABLE ALWAYS TRIGGER guard_process_act;
SELECT never_remove('process_act');

-- The histories of processes that are over. Temporal forgets them after its retention; the law wants what was done on a
-- case kept for years. A row is written when it is seen that a run has ended, and then its history is put into it.
CREATE TABLE process_history (
  run_id uuid PRIMARY KEY,
  workflow_id text NOT NULL,
  institution_id uuid NOT NULL REFERENCES institution,
  case_type text NOT NULL CHECK (case_type IN
    ('ONBOARDING', 'APPLICATION', 'APPEAL', 'FILE_CHANGE', 'LOAN', 'LOAN_CHANGE', 'COLLECTION', 'PAYMENT', 'RECEIPT', 'BREAK', 'FEE', 'POST_LOAN')),
  case_id text NOT NULL,
  -- As Temporal says how it ended; a run that was continued as a new one, too.
  ended_as text NOT NULL,
  closed_at timestamptz(3) NOT NULL,
  -- The last business day on which it must be there.
  keep_until date NOT NULL,
  status text NOT NULL DEFAULT 'TO_KEEP' CONSTRAINT process_history_status
    CHECK (status IN ('TO_KEEP', 'KEPT', 'GONE')),
  -- Its events as JSON, packed and sealed.
  history_cipher bytea,
  events integer,
  kept_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT process_history_is_kept CHECK ((status = 'KEPT') = (history_cipher IS NOT NULL)
    AND (status = 'KEPT') = (events IS NOT NULL) AND (status = 'KEPT') = (kept_at IS NOT NULL))
);
CREATE INDEX process_history_to_keep ON process_history (closed_at) WHERE status = 'TO_KEEP';
CREATE INDEX process_history_closed ON process_history (closed_at);
CREATE INDEX process_history_case ON process_history (case_id);
CREATE INDEX process_history_listed ON process_history (institution_id, closed_at, run_id);

-- Law: what is kept never changes, and stays until its last day.
CREATE FUNCTION guard_process_history() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.keep_until >= business_today() THEN
      RAISE EXCEPTION 'history %: is kept until %', OLD.run_id, OLD.keep_until USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.status = 'KEPT' AND NEW.status <> 'KEPT' OR (NEW.run_id, NEW.workflow_id, NEW.institution_id, NEW.case_type,
      NEW.case_id, NEW.ended_as, NEW.closed_at, NEW.keep_until)
    IS DISTINCT FROM (OLD.run_id, OLD.workflow_id, OLD.institution_id, OLD.case_type, OLD.case_id, OLD.ended_as,
      OLD.closed_at, OLD.keep_until) OR (OLD.status = 'KEPT' AND OLD.events IS DISTINCT FROM NEW.events) THEN
    RAISE EXCEPTION 'history %: what is kept never changes', OLD.run_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_process_history BEFORE UPDATE OR DELETE ON process_history
  FOR EACH ROW EXECUTE FUNCTION guard_process_history();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON process_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE process_history ENABLE ALWAYS TRIGGER guard_process_history;
ALTER TABLE process_history ENABLE ALWAYS TRIGGER never_truncated;
