-- Who must approve what, and committees: what is known of who belongs together, the ways through the approval matrix,
-- and the sittings in which committees vote. Refusals raise SQLSTATE 23514 (check_violation) with a sentence.

-- Who is connected with an enterprise: another one by control (in either direction), the institution itself (a related
-- party or shareholder), or one of its people. One person says so; that it is over takes another, for it lowers what is
-- asked of an approval.
CREATE TABLE connection (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  enterprise_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('CONTROL', 'INSTITUTION', 'PERSON')),
  other_enterprise_id uuid CHECK (other_enterprise_id <> enterprise_id),
  user_id text,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  recorded_by text NOT NULL,
  recorded_at timestamptz(3) NOT NULL DEFAULT now(),
  ended_by text,
  ended_at timestamptz(3),
  end_reason text CHECK (btrim(end_reason) <> ''),
  CHECK ((kind = 'CONTROL') = (other_enterprise_id IS NOT NULL)),
  CHECK ((kind = 'PERSON') = (user_id IS NOT NULL)),
  CHECK ((ended_by IS NULL) = (ended_at IS NULL) AND (ended_by IS NULL) = (end_reason IS NULL)),
  CONSTRAINT connection_ended_by_another CHECK (ended_by <> recorded_by),
  FOREIGN KEY (enterprise_id, institution_id) REFERENCES enterprise (id, institution_id),
  FOREIGN KEY (other_enterprise_id, institution_id) REFERENCES enterprise (id, institution_id)
);
CREATE INDEX connection_enterprise ON connection (enterprise_id) WHERE ended_at IS NULL;
CREATE INDEX connection_other ON connection (other_enterprise_id) WHERE ended_at IS NULL;

-- It ends once, and nothing else about it changes.
CREATE FUNCTION guard_connection() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL
    OR to_jsonb(NEW) - ARRAY['ended_by', 'ended_at', 'end_reason']
       <> to_jsonb(OLD) - ARRAY['ended_by', 'ended_at', 'end_reason'] THEN
    RAISE EXCEPTION 'connection %: it may only end, and once', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_connection BEFORE UPDATE ON connection FOR EACH ROW EXECUTE FUNCTION guard_connection();
ALTER TABLE connection ENABLE ALWAYS TRIGGER guard_connection;

-- The way of an application through the matrix, and the terms that it is for: what is paid out on others was not
-- approved. The last one counts; a new one begins a new round. Append-only.
CREATE TABLE approval_route (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  application_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  round integer NOT NULL CHECK (round > 0),
  level integer NOT NULL CHECK (level > 0),
  approvers text[] NOT NULL CHECK (cardinality(approvers) > 0),
  raised_by text[] NOT NULL,
  must_be_disinterested boolean NOT NULL,
  exception_reason text CHECK (btrim(exception_reason) <> ''),
  -- Of the connected group, with the request.
  exposure_fen bigint NOT NULL CHECK (exposure_fen >= amount_fen),
  group_ids uuid[] NOT NULL,
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  term_months integer NOT NULL,
  annual_rate numeric NOT NULL,
  method text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  FOREIGN KEY (application_id, institution_id) REFERENCES application (id, institution_id),
  CHECK (('POLICY_EXCEPTION' = ANY (raised_by)) = (exception_reason IS NOT NULL))
);
CREATE INDEX approval_route_application ON approval_route (application_id, number DESC);

-- A committee on one case: who sat on it when it was asked, by which rule it decides, until when. Append-only; the
-- votes are decisions on its task. No mistake in a parameter lets two people be a committee, or a minority win.
CREATE TABLE sitting (
  task_id uuid PRIMARY KEY REFERENCES human_task,
  institution_id uuid NOT NULL REFERENCES institution,
  chair_id text,
  member_ids text[] NOT NULL,
  connected_ids text[] NOT NULL,
  maker_ids text[] NOT NULL,
  quorum integer NOT NULL CHECK (quorum >= 3),
  majority_numerator integer NOT NULL,
  majority_denominator integer NOT NULL CHECK (majority_denominator > 0),
  opened_at timestamptz(3) NOT NULL,
  closes_at timestamptz(3) NOT NULL CHECK (closes_at > opened_at),
  CHECK (2 * majority_numerator >= majority_denominator),
  CHECK (chair_id <> ALL (member_ids))
);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['approval_route', 'sitting'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I
      FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_truncate', name);
  END LOOP;
END $$;
SELECT never_remove('connection');

-- A ballot is of somebody who sits, without a conflict, and of the kind that the seat has.
CREATE FUNCTION judge_ballot() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  held sitting;
  seat text := coalesce(NEW.on_behalf_of, NEW.actor_id);
BEGIN
  SELECT s.* INTO held FROM sitting s WHERE s.task_id = NEW.task_id;
  IF held.task_id IS NULL THEN
    RETURN NEW;
  END IF;
  IF ARRAY[NEW.actor_id, NEW.on_behalf_of] && (held.connected_ids || held.maker_ids)
    OR NOT (seat = ANY (held.member_ids) AND NEW.decision IN ('YES', 'NO', 'ABSTAIN', 'RECUSE')
      OR NEW.actor_id = held.chair_id AND NEW.decision IN ('VETO', 'NO_VETO', 'RECUSE')) THEN
    RAISE EXCEPTION 'sitting %: no % of %', NEW.task_id, NEW.decision, NEW.actor_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_ballot BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION judge_ballot();
ALTER TABLE decision ENABLE ALWAYS TRIGGER judge_ballot;

-- Whether a committee has agreed to an application in a round, counted from its votes: of each seat the last word.
CREATE FUNCTION committee_agreed(application application, of_round integer) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM human_task t JOIN sitting s ON s.task_id = t.id, LATERAL (
      SELECT count(*) FILTER (WHERE v.decision = 'YES') AS yes, count(*) FILTER (WHERE v.decision = 'NO') AS no,
             count(*) FILTER (WHERE v.decision = 'ABSTAIN') AS abstain,
             count(*) FILTER (WHERE v.decision = 'VETO') AS veto
        FROM (SELECT DISTINCT ON (coalesce(d.on_behalf_of, d.actor_id)) d.decision FROM decision d
                WHERE d.task_id = t.id
                ORDER BY coalesce(d.on_behalf_of, d.actor_id), d.created_at DESC, d.id DESC) v) n
      WHERE t.case_type = 'APPLICATION' AND t.case_id = application.id::text AND t.round = of_round
        AND t.institution_id = application.institution_id AND t.kind = 'DECIDE_AS_COMMITTEE' AND n.veto = 0
        AND n.yes + n.no + n.abstain >= s.quorum AND n.yes + n.no > 0
        AND n.yes * s.majority_denominator >= (n.yes + n.no) * s.majority_numerator)
$$;

-- Authorities that a route asks for and that have not agreed in its round. A committee that could not decide is
-- replaced by the level above it.
CREATE FUNCTION authorities_missing(application application, route approval_route) RETURNS text[]
  LANGUAGE sql STABLE AS $$
  WITH agreed AS (
    SELECT t.reason #>> '{detail,authority}' AS authority FROM decision d JOIN human_task t ON t.id = d.task_id
      WHERE d.case_type = 'APPLICATION' AND d.case_id = application.id::text AND d.step = 'APPROVE'
        AND d.decision = 'APPROVE' AND d.round = route.round AND d.institution_id = application.institution_id
        AND d.held_role IS NOT NULL AND d.actor_id <> application.created_by AND t.kind = 'APPROVE_APPLICATION'
  ), undecided AS (
    SELECT FROM human_task t WHERE t.case_type = 'APPLICATION' AND t.case_id = application.id::text
      AND t.kind = 'DECIDE_AS_COMMITTEE' AND t.round = route.round AND t.outcome IN ('NO_QUORUM', 'ONE_LEVEL_UP')
  )
  SELECT coalesce(array_agg(authority), '{}') FROM unnest(route.approvers) authority
    WHERE authority <> 'RISK_REVIEWER' AND NOT EXISTS (SELECT FROM agreed a WHERE a.authority = authority.authority)
      AND NOT (authority = 'COMMITTEE' AND (committee_agreed(application, route.round)
        OR EXISTS (SELECT FROM undecided) AND EXISTS (SELECT FROM agreed a WHERE a.authority = 'BOARD')))
$$;

-- What was agreed on is what was approved, by everybody whom the last route asks.
CREATE FUNCTION demand_approved(application application, agreed drawdown) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
  route approval_route;
  missing text[];
BEGIN
  SELECT r.* INTO route FROM approval_route r WHERE r.application_id = application.id ORDER BY r.number DESC LIMIT 1;
  IF route.number IS NULL OR (route.amount_fen, route.term_months, route.annual_rate, route.method) IS DISTINCT FROM
      (agreed.amount_fen, (agreed.terms ->> 'termMonths')::integer, (agreed.terms ->> 'annualRate')::numeric,
       agreed.terms ->> 'method') THEN
    RAISE EXCEPTION 'application %: not the terms that were approved', application.id USING ERRCODE = 'check_violation';
  END IF;
  missing := authorities_missing(application, route);
  IF cardinality(missing) > 0 THEN
    RAISE EXCEPTION 'application %: % not agreed', application.id, missing USING ERRCODE = 'check_violation';
  END IF;
END $$;

REVOKE ALL ON FUNCTION committee_agreed, authorities_missing, demand_approved, judge_ballot, guard_connection FROM PUBLIC;
GRANT SELECT ON connection, approval_route, sitting TO lending_api, lending_worker, lending_auditor;
GRANT INSERT (id, institution_id, enterprise_id, kind, other_enterprise_id, user_id, reason, recorded_by),
  UPDATE (ended_by, ended_at, end_reason) ON connection TO lending_api;
GRANT INSERT (application_id, institution_id, round, level, approvers, raised_by, must_be_disinterested,
  exception_reason, exposure_fen, group_ids, amount_fen, term_months, annual_rate, method) ON approval_route
  TO lending_worker;
GRANT INSERT ON sitting TO lending_worker;
-- What an applicant wants instead of what was offered, until it is accepted.
GRANT UPDATE (amount_fen, term_months, method) ON application TO lending_worker;
