-- The one door for what people change about a running loan: one asks, others approve by their authority, the borrower
-- agrees where the contract changes, and the loan's process takes it. Nobody changes a loan alone, and nothing that isn't
-- approved, and agreed to where that is asked for, is taken.

-- The law of each kind; the programs know the same (domain/changes/kinds.ts, a test compares).
CREATE TABLE loan_change_rule (
  kind text PRIMARY KEY,
  -- Roles; 'applicant': the enterprise itself, for its own loan.
  asked_by text[] NOT NULL CHECK (cardinality(asked_by) > 0),
  -- The borrower agrees to what was shown, before a deadline.
  needs_consent boolean NOT NULL,
  -- Of each of these roles somebody approves it, whatever the amount; more do by the authority of the house.
  approved_by text[] NOT NULL CHECK (cardinality(approved_by) > 0)
);
INSERT INTO loan_change_rule (kind, asked_by, needs_consent, approved_by) VALUES
  ('RESUME_DEBIT', '{finance}', false, '{finance}'),
  ('PAUSE_DEBIT', '{finance}', false, '{finance}'),
  ('BIND_ACCOUNT', '{finance,applicant}', false, '{finance,risk}'),
  ('REVERSE_RECEIPT', '{finance}', false, '{finance}'),
  ('MANUAL_RECEIPT', '{finance}', false, '{finance}'),
  ('EXTEND', '{finance,risk,customer_service,applicant}', true, '{approver}'),
  ('RESCHEDULE', '{finance,risk,customer_service,applicant}', true, '{risk}'),
  ('REPRICE', '{finance,risk}', true, '{approver}'),
  ('WAIVE', '{finance,risk,customer_service}', false, '{risk}'),
  ('ACCELERATE', '{finance,risk}', false, '{risk}'),
  ('WRITE_OFF', '{finance,risk}', false, '{risk,approver,board}'),
  ('UPGRADE', '{risk}', false, '{risk}'),
  ('DEBTOR_FACT', '{finance,risk}', false, '{risk}');

-- Names what was shown: jsonb has one text for one value.
CREATE FUNCTION quote_hash(quote jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT encode(sha256(convert_to(quote::text, 'UTF8')), 'hex')
$$;

CREATE TABLE loan_change (
  id uuid PRIMARY KEY,
  loan_id uuid NOT NULL REFERENCES loan,
  institution_id uuid NOT NULL REFERENCES institution,
  kind text NOT NULL REFERENCES loan_change_rule,
  -- What the kind needs; personal data in it are sealed.
  payload jsonb NOT NULL,
  -- What it would do to the books, and the day from which it counts; null for what the books don't show.
  quote jsonb,
  quote_hash text GENERATED ALWAYS AS (quote_hash(quote)) STORED,
  effective_on date,
  status text NOT NULL CONSTRAINT loan_change_status CHECK (status IN
    ('REQUESTED', 'OFFERED', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'DECLINED', 'LAPSED', 'APPLIED', 'REFUSED')),
  requested_by text NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  -- Who closed the approval: the last who agreed, or who said no (loan_change_approval has all of them).
  decided_by text,
  decision_reason text NOT NULL DEFAULT '',
  -- The borrower's answer, and until when it may be given (business time).
  lapses_at timestamptz(3),
  answered_by text,
  answered_at timestamptz(3),
  -- What was agreed to: the hash of the quote.
  agreed_hash text,
  -- Why the books could not take it.
  code text,
  -- Whoever asked, and asks no more.
  withdrawn_by text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  decided_at timestamptz(3),
  taken_at timestamptz(3),
  FOREIGN KEY (loan_id, institution_id) REFERENCES loan (id, institution_id),
  CONSTRAINT loan_change_two_people CHECK (decided_by <> requested_by),
  CONSTRAINT loan_change_decided CHECK ((status IN ('REQUESTED', 'WITHDRAWN')) = (decided_by IS NULL)
    AND (decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT loan_change_withdrawn CHECK ((status = 'WITHDRAWN') = (withdrawn_by IS NOT NULL)
    AND withdrawn_by = requested_by),
  CONSTRAINT loan_change_quoted CHECK ((quote IS NULL) = (effective_on IS NULL)),
  CONSTRAINT loan_change_answered CHECK ((answered_by IS NULL) = (answered_at IS NULL)
    AND (status <> 'OFFERED' OR (lapses_at IS NOT NULL AND answered_by IS NULL))
    AND (status <> 'DECLINED' OR answered_by IS NOT NULL)),
  CONSTRAINT loan_change_agreed_to_what_was_shown CHECK (agreed_hash IS NULL
    OR (answered_by IS NOT NULL AND agreed_hash = quote_hash(quote))),
  CONSTRAINT loan_change_taken CHECK ((status IN ('APPLIED', 'REFUSED')) = (taken_at IS NOT NULL)),
  CONSTRAINT loan_change_refusal_has_code CHECK ((status = 'REFUSED') = (code IS NOT NULL)),
  CONSTRAINT loan_change_rejection_has_reason CHECK (status <> 'REJECTED' OR decision_reason <> '')
);
CREATE INDEX loan_change_loan ON loan_change (loan_id, created_at);
CREATE INDEX loan_change_institution ON loan_change (institution_id, status, created_at);
CREATE INDEX loan_change_waiting ON loan_change (decided_at) WHERE status = 'APPROVED';
CREATE INDEX loan_change_offered ON loan_change (lapses_at) WHERE status = 'OFFERED';

-- Who must approve it, by the authority of its kind and amount: one row each, another person each.
CREATE TABLE loan_change_approval (
  change_id uuid NOT NULL REFERENCES loan_change,
  place smallint NOT NULL CHECK (place > 0),
  role text NOT NULL CHECK (role <> 'applicant'),
  decided_by text,
  decided_at timestamptz(3),
  PRIMARY KEY (change_id, place),
  CONSTRAINT loan_change_approval_by_different_people UNIQUE (change_id, decided_by),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);

-- Whether somebody is one of the enterprise that owes the loan.
CREATE FUNCTION is_borrower(person text, loan uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM membership m JOIN loan l ON l.enterprise_id = m.enterprise_id
    WHERE m.user_id = person AND m.role = 'applicant' AND l.id = loan)
$$;

-- Whoever asks has taken the first step of the case, and so no other. The night is nobody.
CREATE FUNCTION note_loan_change_asker() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO case_actor (case_type, case_id, actor_id, step)
    VALUES ('LOAN_CHANGE', NEW.id::text, NEW.requested_by, 'APPLY') ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER note_loan_change_asker AFTER INSERT ON loan_change
  FOR EACH ROW WHEN (NEW.requested_by <> 'EOD') EXECUTE FUNCTION note_loan_change_asker();
ALTER TABLE loan_change ENABLE ALWAYS TRIGGER note_loan_change_asker;

-- Whether somebody decided it so by a task of the change, in a role that the person, or the deputy's principal, held.
CREATE FUNCTION has_decided(person text, change uuid, said text, VARIADIC roles text[]) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM decision d WHERE d.case_type = 'LOAN_CHANGE' AND d.case_id = change::text
    AND d.actor_id = person AND d.decision = said AND d.held_role = ANY (roles))
$$;

-- requested → (offered →) approved → applied | refused; or rejected by the house, withdrawn by whoever asked, declined or
-- left to lapse by the borrower. What was asked for and what was said of it never change.
CREATE FUNCTION guard_loan_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  rule loan_change_rule;
  PROBLEM CONSTANT text := 'check_violation';
BEGIN
  SELECT * INTO rule FROM loan_change_rule WHERE kind = NEW.kind;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'REQUESTED' THEN
      RAISE EXCEPTION 'change %: begins as REQUESTED, not %', NEW.id, NEW.status USING ERRCODE = PROBLEM;
    END IF;
    IF NOT may_act_as(NEW.requested_by, NEW.institution_id, VARIADIC rule.asked_by)
      AND NOT ('applicant' = ANY (rule.asked_by) AND is_borrower(NEW.requested_by, NEW.loan_id))
      -- The night asks by itself whether a cured loan is upgraded; nobody asks in its name.
      AND NOT (NEW.kind = 'UPGRADE' AND NEW.requested_by = 'EOD' AND session_user <> 'lending_api') THEN
      RAISE EXCEPTION 'change %: % may not ask for it', NEW.id, NEW.requested_by USING ERRCODE = PROBLEM;
    END IF;
    IF rule.needs_consent AND NEW.quote IS NULL THEN
      RAISE EXCEPTION 'change %: changes the contract and shows nothing', NEW.id USING ERRCODE = PROBLEM;
    END IF;
    -- Who asks for the borrower has seen it, and agrees by asking.
    IF NEW.answered_by IS NOT NULL AND (NEW.answered_by <> NEW.requested_by OR NEW.agreed_hash IS NULL
        OR NOT is_borrower(NEW.answered_by, NEW.loan_id)) THEN
      RAISE EXCEPTION 'change %: % may not agree for the borrower', NEW.id, NEW.answered_by USING ERRCODE = PROBLEM;
    END IF;
    RETURN NEW;
  END IF;
  IF current_setting('lending.key_rotation', true) = 'on' AND is_resealed(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.loan_id, NEW.institution_id, NEW.kind, NEW.payload, NEW.quote, NEW.effective_on, NEW.requested_by,
      NEW.reason, NEW.created_at)
    IS DISTINCT FROM
     (OLD.id, OLD.loan_id, OLD.institution_id, OLD.kind, OLD.payload, OLD.quote, OLD.effective_on, OLD.requested_by,
      OLD.reason, OLD.created_at)
    OR (OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_at, NEW.decision_reason, NEW.lapses_at)
      IS DISTINCT FROM (OLD.decided_by, OLD.decided_at, OLD.decision_reason, OLD.lapses_at))
    OR (OLD.answered_by IS NOT NULL AND (NEW.answered_by, NEW.answered_at, NEW.agreed_hash)
      IS DISTINCT FROM (OLD.answered_by, OLD.answered_at, OLD.agreed_hash)) THEN
    RAISE EXCEPTION 'change %: what was asked for and decided never changes', OLD.id USING ERRCODE = PROBLEM;
  END IF;
  IF NOT (NEW.status = OLD.status
    OR (OLD.status = 'REQUESTED' AND NEW.status IN ('OFFERED', 'APPROVED', 'REJECTED', 'WITHDRAWN'))
    OR (OLD.status = 'OFFERED' AND NEW.status IN ('APPROVED', 'DECLINED', 'LAPSED'))
    OR (OLD.status = 'APPROVED' AND NEW.status IN ('APPLIED', 'REFUSED'))) THEN
    RAISE EXCEPTION 'change %: % can''t become %', OLD.id, OLD.status, NEW.status USING ERRCODE = PROBLEM;
  END IF;
  IF OLD.status = 'REQUESTED' AND NEW.status IN ('OFFERED', 'APPROVED') AND (
      NOT EXISTS (SELECT FROM loan_change_approval WHERE change_id = NEW.id)
      OR EXISTS (SELECT FROM loan_change_approval WHERE change_id = NEW.id AND decided_by IS NULL)
      OR NOT EXISTS (SELECT FROM loan_change_approval WHERE change_id = NEW.id AND decided_by = NEW.decided_by)
      OR NOT rule.approved_by <@ ARRAY(SELECT role FROM loan_change_approval WHERE change_id = NEW.id)) THEN
    RAISE EXCEPTION 'change %: not all have approved it', OLD.id USING ERRCODE = PROBLEM;
  END IF;
  IF NEW.status = 'REJECTED' AND OLD.status <> 'REJECTED' AND NOT has_decided(NEW.decided_by, NEW.id, 'REJECT',
      VARIADIC ARRAY(SELECT role FROM loan_change_approval WHERE change_id = NEW.id)) THEN
    RAISE EXCEPTION 'change %: % may not decide it', OLD.id, NEW.decided_by USING ERRCODE = PROBLEM;
  END IF;
  IF NEW.answered_by IS NOT NULL AND OLD.answered_by IS NULL AND (OLD.status <> 'OFFERED'
      OR NOT is_borrower(NEW.answered_by, NEW.loan_id)
      OR NEW.answered_at > NEW.lapses_at OR business_now() > NEW.lapses_at) THEN
    RAISE EXCEPTION 'change %: % may not answer it, or not any more', OLD.id, NEW.answered_by
      USING ERRCODE = PROBLEM;
  END IF;
  IF NEW.status = 'APPROVED' AND rule.needs_consent AND NEW.agreed_hash IS NULL THEN
    RAISE EXCEPTION 'change %: the borrower has not agreed', OLD.id USING ERRCODE = PROBLEM;
  END IF;
  IF NEW.status = 'LAPSED' AND OLD.status = 'OFFERED' AND business_now() <= NEW.lapses_at THEN
    RAISE EXCEPTION 'change %: may still be answered', OLD.id USING ERRCODE = PROBLEM;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_loan_change BEFORE INSERT OR UPDATE ON loan_change
  FOR EACH ROW EXECUTE FUNCTION guard_loan_change();
ALTER TABLE loan_change ENABLE ALWAYS TRIGGER guard_loan_change;

-- Who must approve is said with the request and never changes; each is decided once, by a task that somebody decided who
-- may and who didn't ask, while the change waits for it.
CREATE FUNCTION guard_loan_change_approval() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  change loan_change;
BEGIN
  SELECT * INTO change FROM loan_change WHERE id = NEW.change_id;
  IF change.status <> 'REQUESTED' THEN
    RAISE EXCEPTION 'change %: is %', NEW.change_id, change.status USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.decided_by IS NOT NULL THEN
    RAISE EXCEPTION 'change %: an approval is asked for before it is given', NEW.change_id
      USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.decided_by IS NOT NULL
      OR (NEW.change_id, NEW.place, NEW.role) IS DISTINCT FROM (OLD.change_id, OLD.place, OLD.role)) THEN
    RAISE EXCEPTION 'change %: what was decided never changes', NEW.change_id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.decided_by IS NOT NULL AND (NEW.decided_by = change.requested_by
      OR NOT has_decided(NEW.decided_by, NEW.change_id, 'APPROVE', NEW.role)) THEN
    RAISE EXCEPTION 'change %: % may not decide it', NEW.change_id, NEW.decided_by USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_loan_change_approval BEFORE INSERT OR UPDATE ON loan_change_approval
  FOR EACH ROW EXECUTE FUNCTION guard_loan_change_approval();
ALTER TABLE loan_change_approval ENABLE ALWAYS TRIGGER guard_loan_change_approval;
