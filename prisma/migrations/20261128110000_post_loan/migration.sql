-- What is watched of borrowers after their money was paid out: the last readings of each, the warnings that they gave,
-- and the checks that people make. Written by the worker alone; what people answer is a decision on a task.

-- The last look at a borrower.
CREATE TABLE post_loan_look (
  enterprise_id uuid PRIMARY KEY,
  institution_id uuid NOT NULL,
  -- Business date.
  looked_on date NOT NULL,
  overall text NOT NULL CHECK (overall IN ('GREEN', 'YELLOW', 'RED', 'UNKNOWN')),
  -- Of each indicator that is known: value, asOf, colour.
  readings jsonb NOT NULL,
  FOREIGN KEY (enterprise_id, institution_id) REFERENCES enterprise (id, institution_id)
);
CREATE INDEX post_loan_look_institution ON post_loan_look (institution_id, looked_on);

-- A warning, or a check that is due: one question to risk.
CREATE TABLE post_loan_matter (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  institution_id uuid NOT NULL,
  enterprise_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT post_loan_matter_kind CHECK (kind IN ('WARNING', 'CHECK')),
  -- Of a warning: what warns, how badly, what was read of which day, and the bound that it is beyond.
  indicator text,
  level text CHECK (level IN ('YELLOW', 'RED')),
  value text,
  as_of date,
  bound text,
  -- Of a check: the worst grade of the borrower's loans, and the warning that called it in, if one did.
  grade text CHECK (grade IN ('AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'D')),
  called_by uuid REFERENCES post_loan_matter,
  raised_on date NOT NULL,
  due_on date NOT NULL,
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'SETTLED')),
  outcome text CHECK (outcome IN ('FALSE_ALARM', 'WATCH', 'FREEZE_LIMIT', 'RECLASSIFY', 'CALL_CHECK', 'IN_ORDER',
    'TO_WATCH', 'PROBLEMS', 'CLEARED', 'WORSE', 'REPAID')),
  -- The person who answered it; null where it ended by itself.
  settled_by text,
  note text,
  -- What a check found.
  findings jsonb,
  settled_at timestamptz(3),
  -- The last day on which a warning stood; null while what warns is so.
  cleared_on date,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  FOREIGN KEY (enterprise_id, institution_id) REFERENCES enterprise (id, institution_id),
  CHECK (due_on >= raised_on),
  CHECK ((kind = 'WARNING') = (indicator IS NOT NULL)),
  CHECK (num_nonnulls(indicator, level, as_of, bound) IN (0, 4)),
  CHECK (kind = 'CHECK' OR (grade IS NULL AND called_by IS NULL AND findings IS NULL)),
  CHECK (kind = 'WARNING' OR cleared_on IS NULL),
  CHECK ((status = 'SETTLED') = (outcome IS NOT NULL)),
  CHECK ((status = 'SETTLED') = (settled_at IS NOT NULL)),
  -- People answer with a reason; what ends by itself has nobody.
  CONSTRAINT post_loan_matter_answered CHECK (
    outcome IN ('CLEARED', 'WORSE', 'REPAID') OR outcome IS NULL
    OR (settled_by IS NOT NULL AND btrim(coalesce(note, '')) <> ''))
);
-- What stands is not raised again, nor is a borrower checked twice at once.
CREATE UNIQUE INDEX post_loan_warning_standing ON post_loan_matter (enterprise_id, indicator, level)
  WHERE kind = 'WARNING' AND cleared_on IS NULL;
CREATE UNIQUE INDEX post_loan_check_open ON post_loan_matter (enterprise_id) WHERE kind = 'CHECK' AND status = 'OPEN';
CREATE INDEX post_loan_matter_open ON post_loan_matter (institution_id, created_at, id) WHERE status = 'OPEN';
CREATE INDEX post_loan_matter_institution ON post_loan_matter (institution_id, created_at, id);
CREATE INDEX post_loan_matter_enterprise ON post_loan_matter (enterprise_id, created_at, id);

-- It begins open; what was found never changes, what is settled stays so, and an answer is a decision on its task.
CREATE FUNCTION guard_post_loan_matter() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'OPEN' OR NEW.cleared_on IS NOT NULL THEN
      RAISE EXCEPTION 'post-loan matter %: it begins open', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.called_by IS NOT NULL AND NOT EXISTS (SELECT FROM post_loan_matter
        WHERE id = NEW.called_by AND enterprise_id = NEW.enterprise_id AND outcome = 'CALL_CHECK') THEN
      RAISE EXCEPTION 'post-loan matter %: no warning of the borrower calls it in', NEW.id
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - '{status,outcome,settled_by,note,findings,settled_at,cleared_on}'::text[]
      <> to_jsonb(OLD) - '{status,outcome,settled_by,note,findings,settled_at,cleared_on}'::text[]
    OR OLD.status = 'SETTLED' AND to_jsonb(NEW) - 'cleared_on' <> to_jsonb(OLD) - 'cleared_on'
    OR OLD.cleared_on IS NOT NULL AND NEW.cleared_on IS DISTINCT FROM OLD.cleared_on THEN
    RAISE EXCEPTION 'post-loan matter %: what was found and answered never changes', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status = 'OPEN' AND NEW.settled_by IS NOT NULL AND NOT EXISTS (SELECT FROM decision d
      WHERE d.case_type = 'POST_LOAN' AND d.case_id = NEW.id::text AND d.institution_id = NEW.institution_id
        AND d.decision = NEW.outcome AND d.actor_id = NEW.settled_by) THEN
    RAISE EXCEPTION 'post-loan matter %: nobody has decided it so', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status = 'OPEN' AND NEW.outcome IN ('IN_ORDER', 'TO_WATCH', 'PROBLEMS') AND NEW.findings IS NULL THEN
    RAISE EXCEPTION 'post-loan matter %: a check says what it found', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_post_loan_matter BEFORE INSERT OR UPDATE ON post_loan_matter
  FOR EACH ROW EXECUTE FUNCTION guard_post_loan_matter();
ALTER TABLE post_loan_matter ENABLE ALWAYS TRIGGER guard_post_loan_matter;
SELECT never_remove('post_loan_matter');

-- The same as the ladder has it, and FROZEN while a warning stands that was answered so.
CREATE OR REPLACE FUNCTION limit_held(enterprise uuid) RETURNS text LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN bool_or(held.action = 'FREEZE_LIMIT') THEN 'FROZEN' WHEN count(*) > 0 THEN 'STOPPED' END
    FROM (
      SELECT a.action
        FROM collection_episode e JOIN collection_action a ON a.loan_id = e.loan_id AND a.episode = e.number
        WHERE e.enterprise_id = enterprise AND e.cured_at IS NULL AND a.outcome = 'DONE'
          AND a.action IN ('FREEZE_LIMIT', 'STOP_LIMIT_INCREASE')
      UNION ALL SELECT m.outcome FROM post_loan_matter m
        WHERE m.enterprise_id = enterprise AND m.outcome = 'FREEZE_LIMIT' AND m.cleared_on IS NULL) held
$$;

GRANT SELECT ON post_loan_look, post_loan_matter TO lending_api, lending_worker, lending_auditor;
GRANT INSERT, UPDATE (looked_on, overall, readings) ON post_loan_look TO lending_worker;
GRANT INSERT, UPDATE (status, outcome, settled_by, note, findings, settled_at, cleared_on) ON post_loan_matter
  TO lending_worker;

-- What was answered to a warning asks other people, in the name of whoever answered, for a fact about the debtor: the
-- door of changes (0122) has it approved, and only then it is a floor of its class. About the largest of its loans.
CREATE FUNCTION ask_reclassification(warning uuid, fact text, approvals jsonb) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  change uuid := md5('reclassify/' || warning)::uuid;
BEGIN
  INSERT INTO loan_change (id, loan_id, institution_id, kind, payload, status, requested_by, reason)
    SELECT change, l.id, l.institution_id, 'DEBTOR_FACT',
           jsonb_build_object('fact', fact, 'covers', 'DEBTOR', 'ends', false), 'REQUESTED', m.settled_by, m.note
      FROM post_loan_matter m JOIN loan l ON l.enterprise_id = m.enterprise_id AND l.institution_id = m.institution_id
      WHERE m.id = warning AND m.outcome = 'RECLASSIFY' AND l.status IN ('REPAYING', 'OVERDUE')
      ORDER BY l.principal_outstanding_fen DESC, l.id LIMIT 1
    ON CONFLICT (id) DO NOTHING;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  INSERT INTO loan_change_approval (change_id, place, role)
    SELECT change, place, role FROM jsonb_array_elements_text(approvals) WITH ORDINALITY AS asked (role, place);
END $$;
REVOKE EXECUTE ON FUNCTION ask_reclassification FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ask_reclassification TO lending_worker;
