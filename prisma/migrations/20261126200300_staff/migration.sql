-- Who works for an institution, and what they may do there. A right is made and taken by two people, neither of whom
-- it is about; suspending acts at once and by one. `membership` holds what is so now, these tables how it came.

CREATE TABLE staff_change (
  id uuid PRIMARY KEY,
  -- Null for the platform's operator, who is of none.
  institution_id uuid REFERENCES institution,
  kind text NOT NULL CONSTRAINT staff_change_kind CHECK (kind IN
    ('INVITE', 'GRANT', 'TAKE', 'LEAVE', 'REINSTATE', 'FORGET_FACTORS')),
  -- Whom it is about; of an invitation nobody until it is accepted.
  user_id text REFERENCES "user",
  role text CHECK (role IN
    ('customer_service', 'reviewer', 'approver', 'committee', 'committee_chair', 'board', 'finance', 'risk', 'admin',
     'auditor', 'operator')),
  -- Name and mail address of whom is invited.
  person_cipher bytea,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  status text NOT NULL CONSTRAINT staff_change_status CHECK (status IN ('REQUESTED', 'APPROVED', 'REJECTED')),
  -- Nobody: the owner of the installation, by `npm run staff`.
  requested_by text,
  decided_by text,
  decision_reason text NOT NULL DEFAULT '',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  decided_at timestamptz(3),
  -- Carried out; an invitation when it is accepted.
  done_at timestamptz(3),
  CONSTRAINT staff_change_two_people CHECK (decided_by <> requested_by),
  CONSTRAINT staff_change_not_ones_own CHECK (user_id <> requested_by AND user_id <> decided_by),
  CONSTRAINT staff_change_decided CHECK ((decided_by IS NULL) = (decided_at IS NULL)
    AND (requested_by IS NULL AND decided_by IS NULL AND status = 'APPROVED'
      OR requested_by IS NOT NULL AND (decided_by IS NULL) = (status = 'REQUESTED'))),
  CONSTRAINT staff_change_rejection_has_reason CHECK (status <> 'REJECTED' OR decision_reason <> ''),
  CHECK ((kind IN ('INVITE', 'GRANT', 'TAKE')) = (role IS NOT NULL)),
  CHECK ((kind = 'INVITE') = (person_cipher IS NOT NULL)),
  CHECK ((user_id IS NULL) = (kind = 'INVITE' AND done_at IS NULL)),
  CHECK (done_at IS NULL OR status = 'APPROVED'),
  CHECK (role IS NULL OR (role = 'operator') = (institution_id IS NULL)),
  CHECK (institution_id IS NOT NULL OR requested_by IS NULL)
);
CREATE INDEX staff_change_institution ON staff_change (institution_id, status, created_at);
CREATE INDEX staff_change_user ON staff_change (user_id);
ALTER TABLE membership ADD FOREIGN KEY (change_id) REFERENCES staff_change;

-- Somebody may do nothing any more until two others agree that they may again.
CREATE TABLE suspension (
  id uuid PRIMARY KEY,
  user_id text NOT NULL REFERENCES "user",
  institution_id uuid REFERENCES institution,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  -- Nobody: the owner of the installation, by `npm run staff`.
  suspended_by text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  ended_by uuid UNIQUE REFERENCES staff_change,
  ended_at timestamptz(3),
  CHECK (suspended_by <> user_id),
  CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX suspension_one ON suspension (user_id) WHERE ended_at IS NULL;
CREATE INDEX suspension_institution ON suspension (institution_id, created_at);

CREATE FUNCTION is_suspended(person text) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM suspension WHERE user_id = person AND ended_at IS NULL)
$$;

-- Whether somebody may act in one of these roles of an institution now.
CREATE FUNCTION may_act_as(person text, institution uuid, VARIADIC roles text[]) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT is_suspended(person) AND EXISTS (
    SELECT FROM membership WHERE user_id = person AND institution_id = institution AND role = ANY (roles))
$$;

-- An admin asks; another admin, or risk, decides. What was asked for and decided never changes.
CREATE FUNCTION guard_staff_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF is_owner() AND NEW.requested_by IS NULL THEN
      RETURN NEW;
    END IF;
    IF NEW.status <> 'REQUESTED' OR NEW.done_at IS NOT NULL
      OR NEW.requested_by IS NULL OR NOT may_act_as(NEW.requested_by, NEW.institution_id, 'admin') THEN
      RAISE EXCEPTION 'staff change %: % may not ask for it', NEW.id, NEW.requested_by
        USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind <> 'INVITE' AND NOT EXISTS (
        SELECT FROM membership WHERE user_id = NEW.user_id AND institution_id = NEW.institution_id) THEN
      RAISE EXCEPTION 'staff change %: % is no staff of this institution', NEW.id, NEW.user_id
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF current_setting('lending.key_rotation', true) = 'on' AND is_resealed(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.institution_id, NEW.kind, NEW.role, NEW.person_cipher, NEW.reason, NEW.requested_by, NEW.created_at)
    IS DISTINCT FROM
     (OLD.id, OLD.institution_id, OLD.kind, OLD.role, OLD.person_cipher, OLD.reason, OLD.requested_by, OLD.created_at)
    OR OLD.user_id IS NOT NULL AND NEW.user_id IS DISTINCT FROM OLD.user_id
    OR OLD.done_at IS NOT NULL AND NEW.done_at IS DISTINCT FROM OLD.done_at
    OR OLD.status <> 'REQUESTED' AND (NEW.status, NEW.decided_by, NEW.decided_at, NEW.decision_reason)
      IS DISTINCT FROM (OLD.status, OLD.decided_by, OLD.decided_at, OLD.decision_reason) THEN
    RAISE EXCEPTION 'staff change %: what was asked for and decided never changes', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.decided_by IS NULL AND NEW.decided_by IS NOT NULL
    AND NOT may_act_as(NEW.decided_by, NEW.institution_id, 'admin', 'risk') THEN
    RAISE EXCEPTION 'staff change %: % may not decide it', OLD.id, NEW.decided_by USING ERRCODE = 'check_violation';
  END IF;
  -- Who asked may have been suspended since.
  IF OLD.status = 'REQUESTED' AND NEW.status = 'APPROVED'
    AND NOT may_act_as(NEW.requested_by, NEW.institution_id, 'admin') THEN
    RAISE EXCEPTION 'staff change %: % may not ask for it any more', OLD.id, NEW.requested_by
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_staff_change BEFORE INSERT OR UPDATE ON staff_change
  FOR EACH ROW EXECUTE FUNCTION guard_staff_change();
ALTER TABLE staff_change ENABLE ALWAYS TRIGGER guard_staff_change;

-- What is agreed is carried out with it. An invitation waits until it is accepted.
CREATE FUNCTION carry_out_staff_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.kind = 'GRANT' THEN
    INSERT INTO membership (id, user_id, role, institution_id, change_id)
      VALUES (gen_random_uuid(), NEW.user_id, NEW.role, NEW.institution_id, NEW.id);
    RETURN NULL;
  ELSIF NEW.kind = 'TAKE' THEN
    DELETE FROM membership WHERE user_id = NEW.user_id AND role = NEW.role;
  ELSIF NEW.kind = 'LEAVE' THEN
    DELETE FROM membership WHERE user_id = NEW.user_id;
    DELETE FROM session WHERE user_id = NEW.user_id;
  ELSIF NEW.kind = 'REINSTATE' THEN
    UPDATE suspension SET ended_by = NEW.id, ended_at = now() WHERE user_id = NEW.user_id AND ended_at IS NULL;
  ELSIF NEW.kind = 'FORGET_FACTORS' THEN
    DELETE FROM second_factor WHERE user_id = NEW.user_id;
    DELETE FROM recovery_code WHERE user_id = NEW.user_id;
    DELETE FROM session WHERE user_id = NEW.user_id;
  END IF;
  UPDATE staff_change SET done_at = now() WHERE id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER carry_out_staff_change AFTER INSERT OR UPDATE OF status ON staff_change FOR EACH ROW
  WHEN (NEW.status = 'APPROVED' AND NEW.done_at IS NULL AND NEW.kind <> 'INVITE')
  EXECUTE FUNCTION carry_out_staff_change();
ALTER TABLE staff_change ENABLE ALWAYS TRIGGER carry_out_staff_change;

-- Whoever has a right no more lends it to nobody, and whoever works there no more has nothing that was lent.
CREATE FUNCTION end_lending() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE delegation SET revoked_at = now() WHERE revoked_at IS NULL AND institution_id = OLD.institution_id AND (
    principal_id = OLD.user_id AND OLD.role = ANY (roles)
    OR deputy_id = OLD.user_id AND NOT EXISTS (SELECT FROM membership WHERE user_id = OLD.user_id));
  RETURN NULL;
END $$;
CREATE TRIGGER end_lending AFTER DELETE ON membership FOR EACH ROW EXECUTE FUNCTION end_lending();
ALTER TABLE membership ENABLE ALWAYS TRIGGER end_lending;

-- One person of the institution suspends another. It takes the sessions along, and what was lent by or to them, and ends
-- by a change alone.
CREATE FUNCTION guard_suspension() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.ended_by IS NOT NULL OR NOT (is_owner() AND NEW.suspended_by IS NULL) AND (
        NEW.suspended_by IS NULL OR NOT may_act_as(NEW.suspended_by, NEW.institution_id, 'admin', 'risk')
        OR NOT EXISTS (SELECT FROM membership WHERE user_id = NEW.user_id AND institution_id = NEW.institution_id))
    THEN
      RAISE EXCEPTION 'suspension %: % may not suspend %', NEW.id, NEW.suspended_by, NEW.user_id
        USING ERRCODE = 'check_violation';
    END IF;
    DELETE FROM session WHERE user_id = NEW.user_id;
    UPDATE delegation SET revoked_at = now()
      WHERE NEW.user_id IN (principal_id, deputy_id) AND revoked_at IS NULL;
    RETURN NEW;
  END IF;
  IF OLD.ended_at IS NOT NULL OR (NEW.id, NEW.user_id, NEW.institution_id, NEW.reason, NEW.suspended_by, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.user_id, OLD.institution_id, OLD.reason, OLD.suspended_by, OLD.created_at)
    OR NOT EXISTS (SELECT FROM staff_change WHERE id = NEW.ended_by AND kind = 'REINSTATE' AND status = 'APPROVED'
                     AND user_id = NEW.user_id AND done_at IS NULL) THEN
    RAISE EXCEPTION 'suspension %: it ends by what two people agree', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_suspension BEFORE INSERT OR UPDATE ON suspension
  FOR EACH ROW EXECUTE FUNCTION guard_suspension();
ALTER TABLE suspension ENABLE ALWAYS TRIGGER guard_suspension;

SELECT never_remove('staff_change', 'suspension');

-- One asks and another decides over the API; what follows from it the database does.
GRANT SELECT ON staff_change, suspension TO lending_api;
GRANT INSERT (id, institution_id, kind, user_id, role, person_cipher, reason, status, requested_by),
  UPDATE (status, decided_by, decided_at, decision_reason) ON staff_change TO lending_api;
GRANT INSERT (id, user_id, institution_id, reason, suspended_by) ON suspension TO lending_api;
-- A right ends by a change; nobody but the owner ends it by removing its person.
CREATE FUNCTION guard_staff_member() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT is_owner() AND EXISTS (SELECT FROM membership WHERE user_id = OLD.id AND role <> 'applicant') THEN
    RAISE EXCEPTION 'user %: who has a right is not removed', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER guard_staff_member BEFORE DELETE ON "user" FOR EACH ROW EXECUTE FUNCTION guard_staff_member();
ALTER TABLE "user" ENABLE ALWAYS TRIGGER guard_staff_member;

GRANT EXECUTE ON FUNCTION may_act_as, is_suspended TO lending_api, lending_worker;
GRANT SELECT (id, institution_id, kind, user_id, role, reason, status, requested_by, decided_by, decision_reason,
  created_at, decided_at, done_at) ON staff_change TO lending_auditor;
GRANT SELECT ON suspension TO lending_auditor;

-- ── The review of rights ───────────────────────────────────────────────────────────────────────────────────

-- Every quarter an institution's rights that are older are confirmed or taken away by somebody else than who has them;
-- what nobody answers in time lapses. The record stays, with its hash, which the audit trail holds too.
CREATE TABLE access_review (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  period text NOT NULL CHECK (period ~ '^[0-9]{4}Q[1-4]$'),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  closed_at timestamptz(3),
  -- Who signed the record; nobody when it was closed by its end alone.
  signed_by text,
  record_hash text CHECK (record_hash ~ '^[0-9a-f]{64}$'),
  UNIQUE (institution_id, period),
  CHECK ((closed_at IS NULL) = (record_hash IS NULL)),
  CHECK (signed_by IS NULL OR closed_at IS NOT NULL)
);

CREATE TABLE access_review_right (
  review_id uuid NOT NULL REFERENCES access_review,
  user_id text NOT NULL REFERENCES "user",
  role text NOT NULL,
  since_at timestamptz(3) NOT NULL,
  outcome text CONSTRAINT access_review_outcome CHECK (outcome IN ('CONFIRMED', 'TAKEN', 'LAPSED', 'KEPT', 'GONE')),
  answered_by text,
  answered_at timestamptz(3),
  reason text NOT NULL DEFAULT '',
  PRIMARY KEY (review_id, user_id, role),
  CONSTRAINT access_review_not_ones_own CHECK (answered_by <> user_id),
  CONSTRAINT access_review_answered CHECK ((outcome IS NULL) = (answered_at IS NULL)
    AND coalesce(outcome IN ('CONFIRMED', 'TAKEN'), false) = (answered_by IS NOT NULL)),
  CHECK (outcome IS DISTINCT FROM 'TAKEN' OR reason <> '')
);

-- Once, by an admin or by risk of the institution, while the review is open; what nobody said only the review's own
-- process writes. No answer leaves an institution without an admin.
CREATE FUNCTION guard_access_review_right() RETURNS trigger LANGUAGE plpgsql
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
  IF NEW.answered_by IS NULL AND session_user = 'lending_api'
    OR NEW.answered_by IS NOT NULL AND NOT may_act_as(NEW.answered_by, review.institution_id, 'admin', 'risk') THEN
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
CREATE TRIGGER guard_access_review_right BEFORE UPDATE ON access_review_right
  FOR EACH ROW EXECUTE FUNCTION guard_access_review_right();
ALTER TABLE access_review_right ENABLE ALWAYS TRIGGER guard_access_review_right;

-- Begins the review of a period with the rights that are older than it; a second time changes nothing, and where there
-- is nothing to review there is none.
CREATE FUNCTION open_access_review(review uuid, institution uuid, of_period text, older_than timestamptz)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO access_review (id, institution_id, period)
    SELECT review, institution, of_period WHERE EXISTS (
      SELECT FROM membership WHERE institution_id = institution AND created_at < older_than)
    ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO access_review_right (review_id, user_id, role, since_at)
      SELECT review, user_id, role, created_at FROM membership
        WHERE institution_id = institution AND created_at < older_than;
  END IF;
END $$;

-- Closes a review: signed, when everything is answered; else, at its end, what is not answered lapses.
-- Returns how many rights are unanswered: more than none, and it stays open.
CREATE FUNCTION close_access_review(review uuid, signer text) RETURNS bigint LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_institution uuid;
  unanswered bigint;
BEGIN
  SELECT institution_id INTO of_institution FROM access_review WHERE id = review AND closed_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RETURN 0;
  END IF;
  UPDATE access_review_right r SET outcome = 'GONE', answered_at = now()
    WHERE review_id = review AND outcome IS NULL AND NOT EXISTS (
      SELECT FROM membership m WHERE m.user_id = r.user_id AND m.role = r.role AND m.institution_id = of_institution);
  SELECT count(*) INTO unanswered FROM access_review_right WHERE review_id = review AND outcome IS NULL;
  IF signer IS NOT NULL AND unanswered > 0 THEN
    RETURN unanswered;
  END IF;
  IF NOT EXISTS (SELECT FROM membership m WHERE institution_id = of_institution AND role = 'admin'
      AND NOT is_suspended(user_id) AND NOT EXISTS (SELECT FROM access_review_right r
        WHERE r.review_id = review AND r.user_id = m.user_id AND r.role = 'admin' AND r.outcome IS NULL)) THEN
    UPDATE access_review_right SET outcome = 'KEPT', answered_at = now()
      WHERE review_id = review AND outcome IS NULL AND role = 'admin';
  END IF;
  UPDATE access_review_right SET outcome = 'LAPSED', answered_at = now()
    WHERE review_id = review AND outcome IS NULL;
  UPDATE access_review SET closed_at = now(), signed_by = signer, record_hash = (
      SELECT encode(sha256(convert_to(jsonb_agg(to_jsonb(r) ORDER BY r.user_id, r.role)::text, 'UTF8')), 'hex')
        FROM access_review_right r WHERE r.review_id = review)
    WHERE id = review;
  RETURN 0;
END $$;

SELECT never_remove('access_review', 'access_review_right');

GRANT SELECT ON access_review, access_review_right TO lending_api, lending_worker, lending_auditor;
GRANT UPDATE (outcome, answered_by, answered_at, reason) ON access_review_right TO lending_api;
GRANT EXECUTE ON FUNCTION open_access_review, close_access_review TO lending_worker;
