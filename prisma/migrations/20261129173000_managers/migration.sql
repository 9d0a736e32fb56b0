-- Who answers for whom: staff have a manager, and the managers of an institution are trees. It is agreed by two like any
-- change of people, and the review of rights goes by it.

ALTER TABLE staff_change ADD COLUMN manager_id text REFERENCES "user";
ALTER TABLE staff_change DROP CONSTRAINT staff_change_kind;
ALTER TABLE staff_change ADD CONSTRAINT staff_change_kind CHECK (kind IN
  ('INVITE', 'GRANT', 'TAKE', 'LEAVE', 'REINSTATE', 'FORGET_FACTORS', 'SET_MANAGER'));
ALTER TABLE staff_change ADD CONSTRAINT staff_change_manager
  CHECK (manager_id IS NULL OR kind = 'SET_MANAGER' AND manager_id <> user_id);

CREATE TABLE staff_manager (
  institution_id uuid NOT NULL REFERENCES institution,
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  manager_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  since_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (institution_id, user_id),
  CONSTRAINT staff_manager_not_oneself CHECK (user_id <> manager_id)
);
CREATE INDEX staff_manager_team ON staff_manager (institution_id, manager_id);

-- The managers above somebody, the nearest first.
CREATE FUNCTION managers_above(institution uuid, person text) RETURNS TABLE (manager_id text, level integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE above AS (
    SELECT m.manager_id, 1 AS level FROM staff_manager m WHERE m.institution_id = institution AND m.user_id = person
    UNION ALL
    SELECT m.manager_id, above.level + 1 FROM above
      JOIN staff_manager m ON m.institution_id = institution AND m.user_id = above.manager_id WHERE above.level < 50
  ) SELECT above.manager_id, above.level FROM above
$$;

-- Both work there, and nobody answers for oneself by way of others.
CREATE FUNCTION guard_staff_manager() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- Two changes at once: one after the other.
  PERFORM pg_advisory_xact_lock(hashtextextended('managers|' || NEW.institution_id, 0));
  IF (SELECT count(DISTINCT user_id) FROM membership WHERE institution_id = NEW.institution_id AND enterprise_id IS NULL
        AND user_id IN (NEW.user_id, NEW.manager_id)) < 2
    OR EXISTS (SELECT FROM managers_above(NEW.institution_id, NEW.manager_id) a WHERE a.manager_id = NEW.user_id) THEN
    RAISE EXCEPTION 'manager of %: % is none for this person', NEW.user_id, NEW.manager_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_manager_tree';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_staff_manager BEFORE INSERT OR UPDATE ON staff_manager
  FOR EACH ROW EXECUTE FUNCTION guard_staff_manager();
ALTER TABLE staff_manager ENABLE ALWAYS TRIGGER guard_staff_manager;

-- What was asked for and decided never changes, whom it names as manager neither.
CREATE FUNCTION guard_named_manager() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.manager_id IS DISTINCT FROM OLD.manager_id THEN
    RAISE EXCEPTION 'staff change %: what was asked for never changes', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_named_manager BEFORE UPDATE ON staff_change
  FOR EACH ROW EXECUTE FUNCTION guard_named_manager();
ALTER TABLE staff_change ENABLE ALWAYS TRIGGER guard_named_manager;

-- Carried out with the agreement, as the other kinds are (carry_out_staff_change marks it done).
CREATE FUNCTION set_manager() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM staff_manager WHERE institution_id = NEW.institution_id AND user_id = NEW.user_id;
  IF NEW.manager_id IS NOT NULL THEN
    INSERT INTO staff_manager (institution_id, user_id, manager_id)
      VALUES (NEW.institution_id, NEW.user_id, NEW.manager_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER set_manager AFTER INSERT OR UPDATE OF status ON staff_change FOR EACH ROW
  WHEN (NEW.status = 'APPROVED' AND NEW.kind = 'SET_MANAGER') EXECUTE FUNCTION set_manager();
ALTER TABLE staff_change ENABLE ALWAYS TRIGGER set_manager;

-- Whoever leaves answers for nobody: the next one above takes the team over, or nobody does.
CREATE FUNCTION leave_team() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  above text;
BEGIN
  IF OLD.institution_id IS NULL OR EXISTS (
      SELECT FROM membership WHERE user_id = OLD.user_id AND institution_id = OLD.institution_id) THEN
    RETURN NULL;
  END IF;
  SELECT manager_id INTO above FROM staff_manager
    WHERE institution_id = OLD.institution_id AND user_id = OLD.user_id;
  DELETE FROM staff_manager WHERE institution_id = OLD.institution_id AND user_id = OLD.user_id;
  IF above IS NULL THEN
    DELETE FROM staff_manager WHERE institution_id = OLD.institution_id AND manager_id = OLD.user_id;
  ELSE
    UPDATE staff_manager SET manager_id = above, since_at = now()
      WHERE institution_id = OLD.institution_id AND manager_id = OLD.user_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER leave_team AFTER DELETE ON membership FOR EACH ROW EXECUTE FUNCTION leave_team();
ALTER TABLE membership ENABLE ALWAYS TRIGGER leave_team;

-- ── The review of rights ───────────────────────────────────────────────────────────────────────────────────

-- After so many hours without an answer, real time, the next one above may answer too.
ALTER TABLE access_review ADD COLUMN escalation_hours integer NOT NULL DEFAULT 168 CHECK (escalation_hours > 0);
ALTER TABLE access_review ALTER COLUMN escalation_hours DROP DEFAULT;

DROP FUNCTION open_access_review(uuid, uuid, text, timestamptz);
CREATE FUNCTION open_access_review(review uuid, institution uuid, of_period text, older_than timestamptz, escalation integer)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO access_review (id, institution_id, period, escalation_hours)
    SELECT review, institution, of_period, escalation WHERE EXISTS (
      SELECT FROM membership WHERE institution_id = institution AND created_at < older_than)
    ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO access_review_right (review_id, user_id, role, since_at)
      SELECT review, user_id, role, created_at FROM membership
        WHERE institution_id = institution AND created_at < older_than;
  END IF;
END $$;

-- Who may answer for somebody's rights now: the manager, and whoever stands in for a manager who is away; with every
-- escalation the next one above; where there is none (any more), who gives rights. Nobody for oneself.
CREATE FUNCTION may_answer_for(review uuid, person text) RETURNS TABLE (answerer_id text, is_manager boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH a AS (
    SELECT institution_id AS institution,
           1 + floor(extract(epoch FROM now() - created_at) / 3600 / escalation_hours)::integer AS levels
      FROM access_review WHERE id = review AND closed_at IS NULL
  ), deputy AS (
    SELECT d.principal_id, d.deputy_id FROM a JOIN delegation d ON d.institution_id = a.institution
      WHERE d.revoked_at IS NULL AND business_today() BETWEEN d.first_day AND d.last_day
        AND d.deputy_id <> person AND NOT is_suspended(d.deputy_id)
  ), present AS (
    -- Whoever is away and has named nobody is passed over.
    SELECT m.manager_id, row_number() OVER (ORDER BY m.level) AS nth
      FROM a, managers_above(a.institution, person) m
      WHERE NOT is_suspended(m.manager_id) AND (
        EXISTS (SELECT FROM deputy WHERE principal_id = m.manager_id)
        OR NOT EXISTS (SELECT FROM absence b WHERE b.user_id = m.manager_id AND b.institution_id = a.institution
             AND b.withdrawn_at IS NULL AND business_today() BETWEEN b.first_day AND b.last_day))
  )
  SELECT manager_id, true FROM present, a WHERE nth <= levels
  UNION
  SELECT deputy_id, true FROM deputy JOIN present ON manager_id = principal_id, a WHERE nth <= levels
  UNION
  SELECT m.user_id, false FROM a JOIN membership m ON m.institution_id = a.institution
    WHERE m.role IN ('admin', 'risk') AND m.user_id <> person AND NOT is_suspended(m.user_id)
      AND (SELECT count(*) FROM present) < a.levels
$$;

CREATE FUNCTION guard_review_answerer() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM may_answer_for(NEW.review_id, NEW.user_id) WHERE answerer_id = NEW.answered_by) THEN
    RAISE EXCEPTION 'access review %: % does not answer for %', NEW.review_id, NEW.answered_by, NEW.user_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- Before guard_access_review_right, which takes the right away and with the last one the manager.
CREATE TRIGGER answerer_of_review BEFORE UPDATE ON access_review_right
  FOR EACH ROW WHEN (NEW.answered_by IS NOT NULL) EXECUTE FUNCTION guard_review_answerer();
ALTER TABLE access_review_right ENABLE ALWAYS TRIGGER answerer_of_review;

ALTER TABLE notice_to_person DROP CONSTRAINT notice_to_person_topic_check;
ALTER TABLE notice_to_person ADD CONSTRAINT notice_to_person_topic_check CHECK (topic IN ('TASK_GIVEN', 'TASK_TAKEN_OVER',
  'TASK_BACK', 'TASK_DUE_SOON', 'TASK_OVERDUE', 'TASK_ESCALATED', 'NOBODY_MAY_DECIDE', 'DELEGATION_GRANTED',
  'DELEGATION_REVOKED', 'MENTION', 'ACCESS_CHANGED', 'ACCESS_REVIEW'));

GRANT SELECT ON staff_manager TO lending_api, lending_worker, lending_auditor;
GRANT INSERT (manager_id) ON staff_change TO lending_api;
GRANT SELECT (manager_id) ON staff_change TO lending_auditor;
GRANT EXECUTE ON FUNCTION managers_above, may_answer_for TO lending_api, lending_worker;
GRANT EXECUTE ON FUNCTION open_access_review TO lending_worker;

-- As before; who answers is said by guard_review_answerer.
CREATE OR REPLACE FUNCTION guard_access_review_right() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  review access_review;
BEGIN
  SELECT * INTO review FROM access_review WHERE id = NEW.review_id;
  IF (NEW.review_id, NEW.user_id, NEW.role, NEW.since_at)
      IS DISTINCT FROM (OLD.review_id, OLD.user_id, OLD.role, OLD.since_at)
    OR OLD.outcome IS NOT NULL OR review.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'access review %: what was answered never changes', OLD.review_id
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.answered_by IS NULL AND session_user = 'lending_api' THEN
    RAISE EXCEPTION 'access review %: % may not answer', OLD.review_id, NEW.answered_by
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.outcome IN ('TAKEN', 'LAPSED') THEN
    IF NEW.role = 'admin' AND NOT EXISTS (SELECT FROM membership WHERE institution_id = review.institution_id
        AND role = 'admin' AND user_id <> NEW.user_id AND NOT is_suspended(user_id)) THEN
      RAISE EXCEPTION 'access review %: % is the last admin', OLD.review_id, NEW.user_id
        USING ERRCODE = 'check_violation';
    END IF;
    DELETE FROM membership WHERE user_id = NEW.user_id AND role = NEW.role
      AND institution_id = review.institution_id;
  END IF;
  RETURN NEW;
END $$;
