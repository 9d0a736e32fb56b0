-- Deputies: authority that people lend for a time, and when they are away.

-- Lent by its principal to a deputy of the same institution: by role, by day (both ends included, thirty days at most),
-- up to an amount of a case. Never lent on: only what somebody holds can be lent. How long at most is a parameter
-- (approval); no mistake in it lets one last longer than this.
CREATE TABLE delegation (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  principal_id text NOT NULL REFERENCES "user",
  deputy_id text NOT NULL REFERENCES "user" CHECK (deputy_id <> principal_id),
  roles text[] NOT NULL CHECK (cardinality(roles) > 0
    AND roles <@ ARRAY['customer_service', 'reviewer', 'approver', 'committee', 'board', 'finance', 'risk']),
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day BETWEEN first_day AND first_day + 29),
  max_fen bigint NOT NULL CHECK (max_fen > 0),
  reason text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Real time; and the first business day on which it no longer holds.
  revoked_at timestamptz(3),
  revoked_on date,
  CHECK ((revoked_at IS NULL) = (revoked_on IS NULL))
);
CREATE INDEX delegation_deputy ON delegation (deputy_id, created_at);
CREATE INDEX delegation_principal ON delegation (principal_id, created_at);
CREATE INDEX delegation_institution ON delegation (institution_id, created_at);

-- Whether somebody works for an institution.
CREATE FUNCTION is_staff_of(person text, institution uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM membership WHERE user_id = person AND institution_id = institution)
$$;

-- Who administers or audits does nothing else, by another's right neither.
CREATE FUNCTION stands_alone(person text) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM membership WHERE user_id = person AND role IN ('admin', 'auditor'))
$$;

CREATE FUNCTION guard_delegation() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.id, NEW.institution_id, NEW.principal_id, NEW.deputy_id, NEW.roles, NEW.first_day, NEW.last_day, NEW.max_fen,
        NEW.reason, NEW.created_at)
      IS DISTINCT FROM (OLD.id, OLD.institution_id, OLD.principal_id, OLD.deputy_id, OLD.roles, OLD.first_day,
        OLD.last_day, OLD.max_fen, OLD.reason, OLD.created_at) OR OLD.revoked_at IS NOT NULL THEN
      RAISE EXCEPTION 'delegation %: it may only be revoked, once', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    NEW.revoked_at := now();
    NEW.revoked_on := business_today();
    RETURN NEW;
  END IF;
  IF NOT is_staff_of(NEW.deputy_id, NEW.institution_id) OR is_suspended(NEW.deputy_id) THEN
    RAISE EXCEPTION 'delegation: % does not work there', NEW.deputy_id USING ERRCODE = 'check_violation';
  END IF;
  IF stands_alone(NEW.deputy_id) THEN
    RAISE EXCEPTION 'delegation: % administers or audits and does nothing else', NEW.deputy_id
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM unnest(NEW.roles) lent WHERE NOT may_act_as(NEW.principal_id, NEW.institution_id, lent)) THEN
    RAISE EXCEPTION 'delegation: % does not hold what is to be lent', NEW.principal_id
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.last_day < business_today() THEN
    RAISE EXCEPTION 'delegation: % is over', NEW.last_day USING ERRCODE = 'check_violation';
  END IF;
  NEW.created_at := now();
  NEW.revoked_at := NULL;
  NEW.revoked_on := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_delegation BEFORE INSERT OR UPDATE ON delegation
  FOR EACH ROW EXECUTE FUNCTION guard_delegation();
ALTER TABLE delegation ENABLE ALWAYS TRIGGER guard_delegation;

-- Whether what a task asks for was lent to whoever decided it, on that day and so far. An act that was proved before a
-- revocation may be on its way as long as a proof counts (gateways/temporal/proof).
CREATE FUNCTION is_lent(task human_task, given decision) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM delegation d WHERE d.principal_id = given.on_behalf_of AND d.deputy_id = given.actor_id
      AND d.institution_id = task.institution_id AND task.role = ANY (d.roles) AND NOT stands_alone(d.deputy_id)
      AND (given.decided_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN d.first_day AND d.last_day
      AND (d.revoked_at IS NULL OR (given.decided_at AT TIME ZONE 'Asia/Shanghai')::date < d.revoked_on
        OR given.decided_at <= business_at(least(d.revoked_at + interval '5 minutes', now())))
      AND coalesce(task.amount_fen, 0) <= d.max_fen)
$$;

-- Nobody decides for another without what was lent by then; and of one step in one round nobody has two hands: neither
-- the own one and a deputy's, nor that of two principals.
CREATE FUNCTION guard_deputy() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.on_behalf_of IS NOT NULL AND NOT EXISTS (
      SELECT FROM human_task t WHERE t.id = NEW.task_id AND t.institution_id = NEW.institution_id
        AND is_lent(t, NEW)) THEN
    RAISE EXCEPTION 'decision: % has lent % nothing for it', NEW.on_behalf_of, NEW.actor_id
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.step IN ('INVESTIGATE', 'APPROVE', 'RELEASE') AND EXISTS (
      SELECT FROM decision d WHERE d.case_type = NEW.case_type AND d.case_id = NEW.case_id AND d.step = NEW.step
        AND d.round = NEW.round AND d.decision = NEW.decision AND d.actor_id <> NEW.actor_id
        AND ARRAY[d.actor_id, d.on_behalf_of] && ARRAY[NEW.actor_id, NEW.on_behalf_of]) THEN
    RAISE EXCEPTION 'decision: one person by two hands' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_deputy BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION guard_deputy();
ALTER TABLE decision ENABLE ALWAYS TRIGGER guard_deputy;

-- When people of an institution are away: said by themselves, or by an admin.
CREATE TABLE absence (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  user_id text NOT NULL REFERENCES "user",
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day),
  reason text NOT NULL,
  said_by text NOT NULL REFERENCES "user",
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Taken back: it doesn't count.
  withdrawn_at timestamptz(3)
);
CREATE INDEX absence_institution ON absence (institution_id, last_day);
CREATE INDEX absence_user ON absence (user_id, last_day);

CREATE FUNCTION guard_absence() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT is_staff_of(NEW.user_id, NEW.institution_id) OR NOT is_staff_of(NEW.said_by, NEW.institution_id) THEN
    RAISE EXCEPTION 'absence: % does not work there', NEW.user_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_absence BEFORE INSERT ON absence FOR EACH ROW EXECUTE FUNCTION guard_absence();
ALTER TABLE absence ENABLE ALWAYS TRIGGER guard_absence;

GRANT SELECT ON delegation, absence TO lending_api, lending_worker, lending_auditor;
GRANT INSERT (id, institution_id, principal_id, deputy_id, roles, first_day, last_day, max_fen, reason, created_at),
  UPDATE (revoked_at) ON delegation TO lending_api;
GRANT INSERT (id, institution_id, user_id, first_day, last_day, reason, said_by, created_at), UPDATE (withdrawn_at)
  ON absence TO lending_api;
