-- Products, applications, and the tasks and decisions of people on a case. Refusals raise SQLSTATE 23514
-- (check_violation) with a sentence, so that callers see them as constraints.
--
-- Triggers, here and in the migrations that follow, judge with the owner's eyes: the role that writes need not be
-- able to call what they call.

CREATE TABLE product (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  code text NOT NULL,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  -- What it is, for the approval matrix: some kinds are of more risk.
  kind text NOT NULL DEFAULT 'LOAN' CHECK (kind IN ('LOAN', 'CROSS_BORDER', 'EQUITY')),
  status text NOT NULL CHECK (status = 'RELEASED'),
  minimum_fen bigint NOT NULL CHECK (minimum_fen > 0),
  maximum_fen bigint NOT NULL CHECK (maximum_fen <= 1000000000000000),
  minimum_term_months integer NOT NULL CHECK (minimum_term_months > 0),
  maximum_term_months integer NOT NULL,
  methods text[] NOT NULL,
  day_count text NOT NULL CHECK (day_count IN ('30/360', 'ACT/360', 'ACT/365')),
  terms jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (institution_id, code),
  UNIQUE (id, institution_id),
  CHECK (minimum_fen <= maximum_fen),
  CHECK (minimum_term_months <= maximum_term_months)
);

CREATE TABLE application (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  enterprise_id uuid NOT NULL,
  product_id uuid NOT NULL,
  amount_fen bigint NOT NULL CHECK (amount_fen > 0 AND amount_fen <= 1000000000000000),
  term_months integer NOT NULL CHECK (term_months > 0),
  method text NOT NULL CHECK (method IN ('EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'BULLET')),
  purpose text NOT NULL,
  statements jsonb NOT NULL,
  profile jsonb NOT NULL,
  stage text NOT NULL CHECK (stage IN ('CHECKING', 'AWAITING_INFORMATION', 'SCORING', 'IN_REVIEW', 'IN_APPROVAL',
    'OFFERED', 'AWAITING_RELEASE', 'DISBURSING', 'DISBURSED', 'REJECTED', 'DECLINED_BY_APPLICANT', 'WITHDRAWN',
    'EXPIRED')),
  stage_since timestamptz(3) NOT NULL,
  refusal_code text,
  refusal_reason text,
  -- The number of the reason, where a person refused it.
  refusal_reason_code text,
  -- Last day on which the refusal may be appealed; null: it can't be.
  appeal_until date,
  assessment jsonb,
  offer jsonb,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (id, institution_id),
  UNIQUE (id, enterprise_id),
  FOREIGN KEY (enterprise_id, institution_id) REFERENCES enterprise (id, institution_id),
  FOREIGN KEY (product_id, institution_id) REFERENCES product (id, institution_id)
);
CREATE INDEX application_stage ON application (institution_id, stage);
CREATE INDEX application_open ON application (id)
  WHERE stage NOT IN ('DISBURSED', 'REJECTED', 'DECLINED_BY_APPLICANT', 'WITHDRAWN', 'EXPIRED');
CREATE INDEX application_enterprise ON application (enterprise_id);

CREATE TABLE human_task (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  kind text NOT NULL CHECK (kind IN ('REVIEW_ENTERPRISE', 'CONFIRM_SCREENING', 'REVIEW_APPLICATION',
    'APPROVE_APPLICATION', 'DECIDE_AS_COMMITTEE', 'DECIDE_APPEAL', 'RELEASE_DISBURSEMENT', 'RETRY_DISBURSEMENT',
    'RESOLVE_PAYMENT', 'CONFIRM_PAYMENT', 'SETTLE_DISPUTE',
    'COLLECT_MANUALLY', 'RETRY_REFUND', 'CALL_BORROWER', 'VISIT_BORROWER', 'DO_COLLECTION_STEP', 'DECIDE_HOLD',
    'IDENTIFY_RECEIPT', 'CONFIRM_RETURN', 'RESOLVE_BREAK', 'CONFIRM_BREAK',
    'COLLECT_FEE', 'CONFIRM_FEE_PAID', 'RESOLVE_FEE_DISPUTE', 'CONFIRM_FEE_RELIEF', 'RESOLVE_FAULT', 'CONFIRM_GIVE_UP', 'REVIEW_ACCESS',
    'REVIEW_FILE_CHANGE', 'CONFIRM_FILE_CHANGE', 'APPROVE_LOAN_CHANGE', 'ANSWER_WARNING', 'CHECK_BORROWER')),
  case_type text NOT NULL CHECK (case_type IN
    ('ONBOARDING', 'APPLICATION', 'APPEAL', 'FILE_CHANGE', 'LOAN', 'LOAN_CHANGE', 'COLLECTION', 'PAYMENT', 'RECEIPT', 'BREAK', 'FEE', 'POST_LOAN', 'INSTITUTION')),
  case_id text NOT NULL,
  -- What people know the case by: its enterprise, or what is to be looked at.
  case_title text NOT NULL DEFAULT '',
  workflow_id text NOT NULL,
  role text NOT NULL CHECK (role IN
    ('applicant', 'customer_service', 'reviewer', 'approver', 'committee', 'committee_chair', 'board', 'finance',
     'risk', 'admin', 'auditor')),
  -- How often the case asked for this step.
  round integer NOT NULL DEFAULT 1 CHECK (round > 0),
  status text NOT NULL CHECK (status IN ('OPEN', 'CLAIMED', 'DONE', 'CANCELLED')),
  reason jsonb NOT NULL,
  claimed_by text,
  -- When it was last claimed or given back: what was said before and comes later changes nothing.
  claimed_at timestamptz(3),
  -- By when it must be done, and how many of its alarms have come.
  due_at timestamptz(3) NOT NULL,
  escalations integer NOT NULL DEFAULT 0,
  -- Grows with each change of who has it.
  version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  -- By which it was routed; null where it is about no amount.
  amount_fen bigint,
  -- What its case is and where it stands, beside it so that the inbox finds and sorts by it. A case without stages of
  -- its own is in none, since it was asked about.
  product_code text,
  grade text CHECK (grade IN ('AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'D')),
  stage text,
  stage_since timestamptz(3) NOT NULL DEFAULT now(),
  outcome text,
  closed_by text,
  -- The principal, where a deputy decided.
  closed_for text,
  closed_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- When it was last compared with what its process waits for.
  compared_at timestamptz(3),
  CHECK ((status IN ('DONE', 'CANCELLED')) = (closed_at IS NOT NULL)),
  CHECK (status <> 'CLAIMED' OR claimed_by IS NOT NULL)
);
CREATE INDEX human_task_inbox ON human_task (institution_id, due_at, id) WHERE status IN ('OPEN', 'CLAIMED');
CREATE INDEX human_task_by_amount ON human_task (institution_id, coalesce(amount_fen, 0), id)
  WHERE status IN ('OPEN', 'CLAIMED');
CREATE INDEX human_task_by_grade ON human_task
  (institution_id, coalesce(array_position('{AAA,AA,A,BBB,BB,B,CCC,D}'::text[], grade), 0), id)
  WHERE status IN ('OPEN', 'CLAIMED');
CREATE INDEX human_task_by_product ON human_task (institution_id, coalesce(product_code, ''), id)
  WHERE status IN ('OPEN', 'CLAIMED');
CREATE INDEX human_task_by_stage ON human_task (institution_id, stage_since, id) WHERE status IN ('OPEN', 'CLAIMED');
CREATE INDEX human_task_holder ON human_task (claimed_by) WHERE status = 'CLAIMED';
CREATE INDEX human_task_over ON human_task (institution_id, due_at, id) WHERE status IN ('DONE', 'CANCELLED');
CREATE INDEX human_task_closed ON human_task (institution_id, closed_at) WHERE status IN ('DONE', 'CANCELLED');
CREATE INDEX human_task_case ON human_task (case_id);
CREATE INDEX human_task_workflow ON human_task (workflow_id) WHERE status IN ('OPEN', 'CLAIMED');
CREATE INDEX human_task_compared ON human_task (compared_at NULLS FIRST) WHERE status IN ('OPEN', 'CLAIMED');

-- Which step of a case a person has taken. One row a person and case: who reviewed can't approve, whatever
-- the round, because the second step would need a second row.
CREATE TABLE case_actor (
  case_type text NOT NULL,
  case_id text NOT NULL,
  actor_id text NOT NULL,
  step text NOT NULL CHECK (step IN
    ('APPLY', 'INVESTIGATE', 'REVIEW', 'APPROVE', 'RELEASE', 'APPEAL', 'RESOLVE', 'CONFIRM')),
  PRIMARY KEY (case_type, case_id, actor_id),
  UNIQUE (case_type, case_id, actor_id, step)
);

-- Who decided what on a case, and why. Append-only.
CREATE TABLE decision (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  -- One spelling of a case: under another its people would count as strangers to it.
  case_type text NOT NULL CHECK (case_type IN
    ('ONBOARDING', 'APPLICATION', 'APPEAL', 'FILE_CHANGE', 'LOAN', 'LOAN_CHANGE', 'COLLECTION', 'PAYMENT', 'RECEIPT', 'BREAK', 'FEE', 'POST_LOAN', 'INSTITUTION')),
  case_id text NOT NULL CHECK (case_id = case_id::uuid::text),
  step text NOT NULL,
  round integer NOT NULL DEFAULT 1 CHECK (round > 0),
  task_id uuid REFERENCES human_task,
  actor_id text NOT NULL,
  -- The principal, where a deputy decided.
  on_behalf_of text CHECK (on_behalf_of <> actor_id),
  -- Business time of the act, by which it is judged what was lent.
  decided_at timestamptz(3),
  decision text NOT NULL,
  -- Words; of a refusal the applicant reads them.
  reason text NOT NULL,
  -- The number that a refusal counts under.
  reason_code text,
  -- Words that stay inside.
  note text NOT NULL DEFAULT '',
  -- The role of the task, where the person, or the deputy's principal, held it then: by a trigger, whatever was given.
  held_role text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT decision_separate_people FOREIGN KEY (case_type, case_id, actor_id, step)
    REFERENCES case_actor (case_type, case_id, actor_id, step),
  CHECK (on_behalf_of IS NULL OR decided_at IS NOT NULL),
  CONSTRAINT decision_separate_principals FOREIGN KEY (case_type, case_id, on_behalf_of, step)
    REFERENCES case_actor (case_type, case_id, actor_id, step),
  CONSTRAINT decision_reason_given CHECK (decision NOT IN
    ('REJECT', 'REFUSE', 'ASK_FOR_MORE', 'APPROVE_AS_EXCEPTION', 'NO', 'VETO', 'RECUSE', 'GRANT', 'UPHOLD')
    OR reason <> '' OR coalesce(reason_code, 'D900') <> 'D900'),
  -- What nobody outside may learn of is not told to the applicant.
  CONSTRAINT decision_confidential CHECK (reason_code NOT IN ('D103', 'D601') OR (reason = '' AND note <> ''))
);
CREATE INDEX decision_case ON decision (case_type, case_id);

-- The same decision is written once. After a process was set back, another person or another word may follow:
-- that is kept too, for the process goes by it.
CREATE UNIQUE INDEX decision_once ON decision (task_id, actor_id, decision);

-- A quorum is made of different people.
CREATE UNIQUE INDEX decision_once_a_round ON decision (case_type, case_id, step, round, actor_id, decision)
  WHERE step IN ('INVESTIGATE', 'APPROVE', 'RELEASE');

-- A person's first step on a case is written down, by whichever hand; the foreign keys of the decision then refuse
-- another step.
CREATE FUNCTION note_case_actor() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO case_actor (case_type, case_id, actor_id, step)
    SELECT NEW.case_type, NEW.case_id, person, NEW.step FROM unnest(ARRAY[NEW.actor_id, NEW.on_behalf_of]) person
      WHERE person IS NOT NULL
    ON CONFLICT (case_type, case_id, actor_id) DO NOTHING;
  RETURN NEW;
END $$;
CREATE TRIGGER note_case_actor BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION note_case_actor();
ALTER TABLE decision ENABLE ALWAYS TRIGGER note_case_actor;

-- Requests that must not be done twice: a repeated key gets the id and the answer of its first request, and
-- is refused when the request is another one.
CREATE TABLE idempotency_key (
  actor_id text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 128),
  operation text NOT NULL,
  request_hash text NOT NULL,
  subject_id uuid NOT NULL,
  status integer,
  answer jsonb,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (actor_id, key)
);
CREATE INDEX idempotency_key_created ON idempotency_key (created_at);
