-- The overdue ladder: episodes of a loan, the rungs that each has reached, what was done of them, promises to pay,
-- holds, and contact with the debtor. Facts; what follows from them is computed (domain/overdue/ladder.ts).

-- One default of a loan, from the look that saw it to its cure. A receipt that bounced opens the last one again.
CREATE TABLE collection_episode (
  loan_id uuid NOT NULL REFERENCES loan,
  number integer NOT NULL CHECK (number > 0),
  institution_id uuid NOT NULL REFERENCES institution,
  enterprise_id uuid NOT NULL REFERENCES enterprise,
  opened_on date NOT NULL,
  -- Business time; null while it is open.
  cured_at timestamptz(3),
  stage text NOT NULL CHECK (stage IN ('M0', 'M1', 'M2', 'M3', 'M4', 'M7+')),
  stage_since timestamptz(3) NOT NULL,
  -- The day of the last daily look.
  looked_on date NOT NULL,
  -- Due date of the oldest unpaid instalment as it was seen last, and when the ladder is looked at next.
  anchor_date date,
  next_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (loan_id, number),
  FOREIGN KEY (loan_id, institution_id) REFERENCES loan (id, institution_id)
);
CREATE UNIQUE INDEX collection_episode_one_open ON collection_episode (loan_id) WHERE cured_at IS NULL;
CREATE INDEX collection_episode_worklist ON collection_episode (institution_id, stage_since, loan_id)
  WHERE cured_at IS NULL;
-- Calls of a debtor are counted over all its episodes.
CREATE INDEX collection_episode_debtor ON collection_episode (enterprise_id);

-- A rung is reached once an episode, whatever the anchor does later.
CREATE TABLE collection_rung (
  loan_id uuid NOT NULL,
  episode integer NOT NULL,
  -- Days past due that name it.
  day integer NOT NULL CHECK (day > 0),
  reached_on date NOT NULL,
  -- Those that there were: more than its day where nobody had looked.
  days_past_due integer NOT NULL,
  stage text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (loan_id, episode, day),
  FOREIGN KEY (loan_id, episode) REFERENCES collection_episode (loan_id, number),
  CHECK (days_past_due >= day)
);

-- What was done of a rung, once; or that talk of a higher rung took its place.
CREATE TABLE collection_action (
  loan_id uuid NOT NULL,
  episode integer NOT NULL,
  day integer NOT NULL,
  action text NOT NULL CHECK (action ~ '^[A-Z][A-Z_]+$'),
  outcome text NOT NULL CHECK (outcome IN ('DONE', 'SUPERSEDED')),
  -- Business time.
  at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (loan_id, episode, day, action),
  FOREIGN KEY (loan_id, episode, day) REFERENCES collection_rung (loan_id, episode, day)
);

CREATE TABLE collection_promise (
  id uuid PRIMARY KEY,
  loan_id uuid NOT NULL,
  episode integer NOT NULL,
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  -- The last day, included.
  by_date date NOT NULL,
  made_at timestamptz(3) NOT NULL,
  made_by text NOT NULL,
  -- Of the loan when it was made: money of later events counts.
  after_sequence integer NOT NULL CHECK (after_sequence > 0),
  status text NOT NULL CHECK (status IN ('OPEN', 'KEPT', 'BROKEN')),
  ended_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  FOREIGN KEY (loan_id, episode) REFERENCES collection_episode (loan_id, number),
  CHECK ((status = 'OPEN') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX collection_promise_one_open ON collection_promise (loan_id) WHERE status = 'OPEN';
CREATE INDEX collection_promise_loan ON collection_promise (loan_id, made_at);

-- What holds the ladder: hardship that the debtor asked for, or a freeze. One asks, another one of risk decides.
CREATE TABLE collection_hold (
  id uuid PRIMARY KEY,
  loan_id uuid NOT NULL REFERENCES loan,
  institution_id uuid NOT NULL REFERENCES institution,
  kind text NOT NULL CHECK (kind IN ('HARDSHIP', 'FREEZE')),
  from_date date NOT NULL,
  -- The last day, included: nobody ends a hold, another one renews it.
  until_date date NOT NULL CHECK (until_date >= from_date),
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  status text NOT NULL CHECK (status IN ('REQUESTED', 'GRANTED', 'REFUSED')),
  asked_by text NOT NULL,
  decided_by text,
  decision_reason text NOT NULL DEFAULT '',
  decided_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  FOREIGN KEY (loan_id, institution_id) REFERENCES loan (id, institution_id),
  CONSTRAINT collection_hold_two_people CHECK (decided_by <> asked_by),
  CHECK ((status = 'GRANTED') <= (decided_by IS NOT NULL)),
  CHECK ((status = 'REQUESTED') = (decided_at IS NULL))
);
CREATE INDEX collection_hold_loan ON collection_hold (loan_id, status);

-- Somebody talked to the debtor, or tried to.
CREATE TABLE collection_contact (
  id uuid PRIMARY KEY,
  loan_id uuid NOT NULL,
  episode integer NOT NULL,
  institution_id uuid NOT NULL REFERENCES institution,
  enterprise_id uuid NOT NULL REFERENCES enterprise,
  channel text NOT NULL CHECK (channel IN ('PHONE', 'VISIT')),
  party text NOT NULL CHECK (party IN ('DEBTOR', 'GUARANTOR', 'THIRD_PARTY')),
  outcome text NOT NULL CHECK (outcome IN ('REACHED', 'PROMISED', 'NOT_REACHED', 'REFUSES', 'WRONG_NUMBER')),
  -- Of the contact, business time.
  at timestamptz(3) NOT NULL,
  by_user text NOT NULL,
  task_id uuid REFERENCES human_task,
  note text NOT NULL DEFAULT '',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  FOREIGN KEY (loan_id, episode) REFERENCES collection_episode (loan_id, number),
  -- Nobody is disturbed between 22:00 and 08:00 (GB/T 45251-2025).
  CONSTRAINT collection_contact_by_day CHECK (
    (at AT TIME ZONE 'Asia/Shanghai')::time >= '08:00' AND (at AT TIME ZONE 'Asia/Shanghai')::time < '22:00')
);
CREATE INDEX collection_contact_loan ON collection_contact (loan_id, episode, at);
CREATE INDEX collection_contact_debtor ON collection_contact (enterprise_id, at);

-- What was asked for never changes; it is decided once, by somebody of risk.
CREATE FUNCTION guard_collection_hold() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'REQUESTED' OR NEW.decided_by IS NOT NULL THEN
      RAISE EXCEPTION 'hold %: begins as asked for', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'FREEZE' AND NOT may_act_as(NEW.asked_by, NEW.institution_id, 'risk') THEN
      RAISE EXCEPTION 'hold %: % may not ask for a freeze', NEW.id, NEW.asked_by USING ERRCODE = 'check_violation';
    END IF;
    -- A cure that is being written comes first: it refuses what nobody was asked about.
    PERFORM FROM collection_episode WHERE loan_id = NEW.loan_id AND cured_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'hold %: nothing is overdue', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.loan_id, NEW.institution_id, NEW.kind, NEW.from_date, NEW.until_date, NEW.reason, NEW.asked_by,
      NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.loan_id, OLD.institution_id, OLD.kind, OLD.from_date,
      OLD.until_date, OLD.reason, OLD.asked_by, OLD.created_at)
    OR OLD.status <> 'REQUESTED' AND (NEW.status, NEW.decided_by, NEW.decided_at, NEW.decision_reason)
      IS DISTINCT FROM (OLD.status, OLD.decided_by, OLD.decided_at, OLD.decision_reason) THEN
    RAISE EXCEPTION 'hold %: what was asked for and decided never changes', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.decided_by IS NOT NULL AND OLD.decided_by IS NULL
    AND NOT may_act_as(NEW.decided_by, NEW.institution_id, 'risk') THEN
    RAISE EXCEPTION 'hold %: % may not decide it', NEW.id, NEW.decided_by USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_collection_hold BEFORE INSERT OR UPDATE ON collection_hold
  FOR EACH ROW EXECUTE FUNCTION guard_collection_hold();
ALTER TABLE collection_hold ENABLE ALWAYS TRIGGER guard_collection_hold;

-- A promise is made in an open episode and ends once: kept or broken, for good.
CREATE FUNCTION guard_collection_promise() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'OPEN' OR NOT EXISTS (SELECT FROM collection_episode
        WHERE loan_id = NEW.loan_id AND number = NEW.episode AND cured_at IS NULL) THEN
      RAISE EXCEPTION 'promise %: nothing is overdue', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.loan_id, NEW.episode, NEW.amount_fen, NEW.by_date, NEW.made_at, NEW.made_by, NEW.after_sequence,
      NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.loan_id, OLD.episode, OLD.amount_fen, OLD.by_date, OLD.made_at,
      OLD.made_by, OLD.after_sequence, OLD.created_at) OR OLD.status <> 'OPEN' AND NEW.status <> OLD.status THEN
    RAISE EXCEPTION 'promise %: what was promised and what became of it never changes', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_collection_promise BEFORE INSERT OR UPDATE ON collection_promise
  FOR EACH ROW EXECUTE FUNCTION guard_collection_promise();
ALTER TABLE collection_promise ENABLE ALWAYS TRIGGER guard_collection_promise;

-- An episode goes forward: number and beginning stay, and no look goes back.
CREATE FUNCTION guard_collection_episode() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.loan_id, NEW.number, NEW.institution_id, NEW.enterprise_id, NEW.opened_on, NEW.created_at) IS DISTINCT FROM
     (OLD.loan_id, OLD.number, OLD.institution_id, OLD.enterprise_id, OLD.opened_on, OLD.created_at)
    OR NEW.looked_on < OLD.looked_on
    OR array_position(ARRAY['M0', 'M1', 'M2', 'M3', 'M4', 'M7+'], NEW.stage)
      < array_position(ARRAY['M0', 'M1', 'M2', 'M3', 'M4', 'M7+'], OLD.stage) THEN
    RAISE EXCEPTION 'episode % of loan %: it never goes back', OLD.number, OLD.loan_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_collection_episode BEFORE UPDATE ON collection_episode
  FOR EACH ROW EXECUTE FUNCTION guard_collection_episode();
ALTER TABLE collection_episode ENABLE ALWAYS TRIGGER guard_collection_episode;

-- Third parties may be asked for the debtor's whereabouts only where the debtor was tried in vain and never reached,
-- and never for money (GB/T 45251-2025; PIPL).
CREATE FUNCTION guard_collection_contact() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.party = 'THIRD_PARTY' AND (NEW.outcome IN ('PROMISED', 'REFUSES')
    OR NOT EXISTS (SELECT FROM collection_contact WHERE loan_id = NEW.loan_id AND episode = NEW.episode
        AND party = 'DEBTOR' AND outcome IN ('NOT_REACHED', 'WRONG_NUMBER'))
    OR EXISTS (SELECT FROM collection_contact WHERE loan_id = NEW.loan_id AND episode = NEW.episode
        AND party = 'DEBTOR' AND outcome NOT IN ('NOT_REACHED', 'WRONG_NUMBER'))) THEN
    RAISE EXCEPTION 'contact %: a third party is asked only for a debtor who can''t be reached', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_collection_contact BEFORE INSERT ON collection_contact
  FOR EACH ROW EXECUTE FUNCTION guard_collection_contact();
ALTER TABLE collection_contact ENABLE ALWAYS TRIGGER guard_collection_contact;

-- What the ladder says of the limit of an enterprise: FROZEN from the rung that freezes it, STOPPED from the one that
-- stops increases, each until every episode that said so is cured; null while nothing does.
CREATE FUNCTION limit_held(enterprise uuid) RETURNS text LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN bool_or(a.action = 'FREEZE_LIMIT') THEN 'FROZEN' WHEN count(*) > 0 THEN 'STOPPED' END
    FROM collection_episode e JOIN collection_action a ON a.loan_id = e.loan_id AND a.episode = e.number
    WHERE e.enterprise_id = enterprise AND e.cured_at IS NULL AND a.outcome = 'DONE'
      AND a.action IN ('FREEZE_LIMIT', 'STOP_LIMIT_INCREASE')
$$;

-- Nothing is paid out under a limit that is frozen.
CREATE FUNCTION guard_frozen_limit() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF limit_held(NEW.enterprise_id) = 'FROZEN' THEN
    RAISE EXCEPTION 'payment %: the limit of the enterprise is frozen', NEW.key USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_frozen_limit BEFORE INSERT ON payment FOR EACH ROW WHEN (NEW.purpose = 'DISBURSEMENT')
  EXECUTE FUNCTION guard_frozen_limit();
ALTER TABLE payment ENABLE ALWAYS TRIGGER guard_frozen_limit;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['collection_rung', 'collection_action', 'collection_contact'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I
      FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_truncate', name);
  END LOOP;
END $$;
SELECT never_remove('collection_episode', 'collection_promise', 'collection_hold');

GRANT SELECT ON collection_episode, collection_rung, collection_action, collection_promise, collection_hold,
  collection_contact TO lending_api, lending_worker, lending_auditor;
GRANT INSERT ON collection_rung, collection_action, collection_promise, collection_contact TO lending_worker;
GRANT INSERT, UPDATE (cured_at, stage, stage_since, looked_on, anchor_date, next_at) ON collection_episode
  TO lending_worker;
GRANT UPDATE (status, ended_at) ON collection_promise TO lending_worker;
GRANT UPDATE (status, decided_by, decision_reason, decided_at) ON collection_hold TO lending_worker;
GRANT INSERT (id, loan_id, institution_id, kind, from_date, until_date, reason, status, asked_by) ON collection_hold
  TO lending_api;
GRANT INSERT (id, loan_id, episode, institution_id, enterprise_id, channel, party, outcome, at, by_user, task_id, note)
  ON collection_contact TO lending_api;
GRANT EXECUTE ON FUNCTION limit_held TO lending_api, lending_worker;
