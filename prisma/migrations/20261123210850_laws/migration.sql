-- Laws that reach over several tables: money out needs the people who allowed it, money that moved and what is
-- booked are one, days and months are closed in their order, and what was accepted stays. Each raises SQLSTATE 23514
-- (check_violation) with a sentence, under every role and in session_replication_role = replica.

-- ── Who allowed it ─────────────────────────────────────────────────────────────────────────────────────────

-- An applicant has taken the first step of a case: nobody else need remember to write it down.
CREATE FUNCTION note_applicant() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO case_actor (case_type, case_id, actor_id, step)
    VALUES ('APPLICATION', NEW.id::text, NEW.created_by, 'APPLY') ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER note_applicant AFTER INSERT ON application FOR EACH ROW EXECUTE FUNCTION note_applicant();
ALTER TABLE application ENABLE ALWAYS TRIGGER note_applicant;

-- Keeps with a decision the role that its task asked for, where the person held it at that institution then: who has
-- left since has decided all the same, and who never held it, or was suspended, has not. For a deputy it is the
-- principal's role, where it was lent by then.
CREATE FUNCTION note_held_role() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.held_role := (
    SELECT t.role FROM human_task t
      WHERE t.id = NEW.task_id AND t.institution_id = NEW.institution_id AND t.case_type = NEW.case_type
        AND t.case_id = NEW.case_id AND NOT is_suspended(NEW.actor_id)
        AND may_act_as(coalesce(NEW.on_behalf_of, NEW.actor_id), NEW.institution_id, t.role)
        AND (NEW.on_behalf_of IS NULL OR is_lent(t, NEW)));
  RETURN NEW;
END $$;
CREATE TRIGGER note_held_role BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION note_held_role();
ALTER TABLE decision ENABLE ALWAYS TRIGGER note_held_role;

-- A step is given up by two people. The task of the second one names that of the first.
CREATE FUNCTION judge_give_up() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM human_task f
               WHERE f.id::text = NEW.reason #>> '{detail,fault}' AND f.closed_by = NEW.closed_by) THEN
    RAISE EXCEPTION 'who gives a step up does not confirm it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_give_up BEFORE UPDATE ON human_task FOR EACH ROW
  WHEN (NEW.kind = 'CONFIRM_GIVE_UP' AND NEW.closed_by IS NOT NULL) EXECUTE FUNCTION judge_give_up();
ALTER TABLE human_task ENABLE ALWAYS TRIGGER judge_give_up;

-- People who said yes to an enterprise by a task of this kind, in the role that it asked for.
CREATE FUNCTION admitted_by(enterprise enterprise, task_kind text) RETURNS text[]
  LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT d.actor_id), '{}') FROM decision d JOIN human_task t ON t.id = d.task_id
    WHERE d.case_type = 'ONBOARDING' AND d.case_id = enterprise.id::text AND d.decision = 'APPROVE'
      AND d.institution_id = enterprise.institution_id AND d.held_role IS NOT NULL AND t.kind = task_kind
$$;

-- Nobody becomes a customer without a reviewer's yes, and whom a list names not without a second one of risk.
CREATE FUNCTION judge_admission() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  reviewers text[] := admitted_by(NEW, 'REVIEW_ENTERPRISE');
  confirmers text[] := admitted_by(NEW, 'CONFIRM_SCREENING');
BEGIN
  IF cardinality(reviewers) = 0 THEN
    RAISE EXCEPTION 'enterprise %: no reviewer has admitted it', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.screening_result ->> 'outcome' = 'BLOCK' AND (cardinality(confirmers) = 0 OR reviewers && confirmers) THEN
    RAISE EXCEPTION 'enterprise %: a list names it, and no two people have said that it is another', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_admission AFTER UPDATE OF stage ON enterprise DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.stage = 'ACTIVE' AND OLD.stage <> 'ACTIVE') EXECUTE FUNCTION judge_admission();
ALTER TABLE enterprise ENABLE ALWAYS TRIGGER judge_admission;

-- What the lists said of an enterprise is found before people look at it, and stays what they looked at; it is gone with
-- the enterprise's file.
CREATE FUNCTION guard_screening() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.screening_result IS DISTINCT FROM OLD.screening_result AND OLD.stage <> 'CHECKING'
    AND NOT (NEW.screening_result IS NULL AND is_erased(OLD.id)) THEN
    RAISE EXCEPTION 'enterprise %: is screened while it is checked, not as %', OLD.id, OLD.stage
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_screening BEFORE UPDATE OF screening_result ON enterprise
  FOR EACH ROW EXECUTE FUNCTION guard_screening();
ALTER TABLE enterprise ENABLE ALWAYS TRIGGER guard_screening;

-- People who took a step of an application in the role that its task asked for, with their yes.
CREATE FUNCTION agreed_by(application application, case_step text, task_kind text) RETURNS text[]
  LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT d.actor_id), '{}') FROM decision d JOIN human_task t ON t.id = d.task_id
    WHERE d.case_type = 'APPLICATION' AND d.case_id = application.id::text AND d.step = case_step
      AND d.decision = 'APPROVE' AND d.institution_id = application.institution_id AND d.held_role IS NOT NULL
      AND t.kind = task_kind AND d.actor_id <> application.created_by
$$;

-- People who took a step of a receipt in the role that its task asked for, with this word; of one task, or of all.
CREATE FUNCTION said_of_receipt(receipt uuid, institution uuid, word text, task_kind text, by_task text DEFAULT NULL)
  RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT d.actor_id), '{}') FROM decision d JOIN human_task t ON t.id = d.task_id
    WHERE d.case_type = 'RECEIPT' AND d.case_id = receipt::text AND d.institution_id = institution
      AND d.decision = word AND d.held_role IS NOT NULL AND t.kind = task_kind
      AND t.id::text = coalesce(by_task, t.id::text)
$$;

-- Money out: a loan is paid out as it was approved and agreed, by a release that another person than the approvers
-- gave (who must approve: the migration of the committee); held
-- money goes back as far as it is held; a receipt as far as nobody claimed it, when two people agree. An order that
-- is written and given up in one transaction was never sent.
CREATE FUNCTION judge_payout() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  agreed drawdown;
  asked application;
  approvers text[];
  releasers text[];
  askers text[];
  agreers text[];
  held bigint;
BEGIN
  IF (SELECT status FROM payment WHERE id = NEW.id) = 'FAILED' THEN
    RETURN NULL;
  END IF;
  IF NEW.purpose = 'REFUND' THEN
    -- What another order is giving back already is not there for this one.
    SELECT suspense_fen - (SELECT coalesce(sum(p.amount_fen), 0) FROM payment p WHERE p.subject_id = NEW.subject_id
        AND p.purpose = 'REFUND' AND p.id <> NEW.id AND p.status NOT IN ('SUCCEEDED', 'FAILED'))
      INTO held FROM loan WHERE id = NEW.subject_id AND institution_id = NEW.institution_id;
  ELSIF NEW.purpose = 'RECEIPT_RETURN' THEN
    SELECT amount_fen - claimed_fen - returned_fen - capital_fen INTO held
      FROM unidentified_receipt WHERE id = NEW.subject_id AND institution_id = NEW.institution_id;
    askers := said_of_receipt(NEW.subject_id, NEW.institution_id, 'RETURN', 'IDENTIFY_RECEIPT');
    agreers := said_of_receipt(NEW.subject_id, NEW.institution_id, 'CONFIRM', 'CONFIRM_RETURN', NEW.mandate_id);
    IF NEW.mandate_type <> 'RETURN' OR cardinality(askers) = 0 OR cardinality(agreers) = 0 OR askers && agreers THEN
      RAISE EXCEPTION 'payment %: no two people have agreed that it goes back', NEW.key
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF NEW.purpose = 'FEE_REFUND' THEN
    IF NEW.mandate_type <> 'RELIEF' OR NOT EXISTS (SELECT FROM fee WHERE id = NEW.subject_id
        AND (institution_id, enterprise_id) = (NEW.institution_id, NEW.enterprise_id)) THEN
      RAISE EXCEPTION 'payment %: nothing of the fee was given back to them', NEW.key USING ERRCODE = 'check_violation';
    END IF;
    held := fee_refundable(NEW.mandate_id::uuid, NEW.subject_id);
  END IF;
  IF NEW.purpose <> 'DISBURSEMENT' THEN
    IF NEW.amount_fen > coalesce(held, 0) THEN
      RAISE EXCEPTION 'payment %: % is more than the % that is held', NEW.key, NEW.amount_fen, coalesce(held, 0)
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
  END IF;

  SELECT * INTO agreed FROM drawdown WHERE id = NEW.subject_id AND institution_id = NEW.institution_id;
  IF agreed.id IS NULL OR agreed.amount_fen <> NEW.amount_fen OR agreed.account_index <> NEW.credit_account_index
    OR agreed.enterprise_id <> NEW.enterprise_id THEN
    RAISE EXCEPTION 'payment %: not the amount and account that were agreed', NEW.key
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT a.* INTO asked FROM facility f JOIN application a ON a.id = f.application_id WHERE f.id = agreed.facility_id;
  PERFORM demand_approved(asked, agreed);
  approvers := agreed_by(asked, 'APPROVE', 'APPROVE_APPLICATION');
  releasers := agreed_by(asked, 'RELEASE', 'RELEASE_DISBURSEMENT');
  IF cardinality(releasers) = 0 OR approvers && releasers OR NEW.mandate_type <> 'RELEASE' OR NOT EXISTS (
      SELECT FROM decision WHERE task_id::text = NEW.mandate_id AND step = 'RELEASE' AND decision = 'APPROVE'
        AND case_id = asked.id::text AND actor_id = ANY (releasers)) THEN
    RAISE EXCEPTION 'payment %: no other person has released it', NEW.key USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_payout AFTER INSERT ON payment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.purpose IN ('DISBURSEMENT', 'REFUND', 'RECEIPT_RETURN', 'FEE_REFUND')) EXECUTE FUNCTION judge_payout();
ALTER TABLE payment ENABLE ALWAYS TRIGGER judge_payout;

-- A loan is what was agreed: the amount, and every term but the day on which it begins.
CREATE FUNCTION guard_loan_terms() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM drawdown d WHERE d.id = NEW.id
               AND NOT (d.amount_fen = NEW.principal_fen AND NEW.terms @> (d.terms - 'startDate' - 'v'))) THEN
    RAISE EXCEPTION 'loan %: not on the terms that were agreed', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_loan_terms BEFORE INSERT OR UPDATE OF terms, principal_fen ON loan
  FOR EACH ROW EXECUTE FUNCTION guard_loan_terms();
ALTER TABLE loan ENABLE ALWAYS TRIGGER guard_loan_terms;

-- ── What moved is booked, and what is booked moved ─────────────────────────────────────────────────────────

-- One movement of the bank settles one order; one that says of which other order the movement is was told to people.
CREATE UNIQUE INDEX payment_one_movement ON payment (institution_id, bank_date, bank_reference)
  WHERE status = 'SUCCEEDED' AND movement_of IS NULL;

-- An order that succeeded is in the books under its key: as the event of its loan, or, when no loan takes it, as an
-- entry that moves as much at the bank.
CREATE FUNCTION judge_paid() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM loan_event WHERE business_key = NEW.key AND loan_id = NEW.subject_id)
    AND NOT EXISTS (
      SELECT FROM journal_entry e JOIN posting p ON p.entry_id = e.id
        WHERE e.business_key = NEW.key AND e.institution_id = NEW.institution_id
          AND p.account_code = '1002' AND p.debit_fen + p.credit_fen = NEW.amount_fen) THEN
    RAISE EXCEPTION 'payment %: succeeded, and is not in the books', NEW.key USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_paid AFTER UPDATE OF status ON payment DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'SUCCEEDED' AND OLD.status <> 'SUCCEEDED') EXECUTE FUNCTION judge_paid();
ALTER TABLE payment ENABLE ALWAYS TRIGGER judge_paid;

-- An event under an order's key is that order carried out; money out has no other way into the books.
CREATE FUNCTION judge_money_event() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  paid payment;
BEGIN
  SELECT * INTO paid FROM payment WHERE key = NEW.business_key;
  IF NOT FOUND THEN
    IF NEW.kind IN ('DISBURSED', 'REFUNDED') THEN
      RAISE EXCEPTION 'loan %: % without an order under its key', NEW.loan_id, NEW.kind
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
  END IF;
  IF paid.status <> 'SUCCEEDED' OR paid.subject_id <> NEW.loan_id
    OR paid.amount_fen IS DISTINCT FROM (NEW.payload ->> 'amountFen')::bigint
    OR NEW.kind <> ALL (CASE paid.purpose WHEN 'DISBURSEMENT' THEN ARRAY['DISBURSED']
      WHEN 'REFUND' THEN ARRAY['REFUNDED'] WHEN 'PREPAYMENT' THEN ARRAY['PREPAID', 'RECEIVED', 'RECOVERED']
      ELSE ARRAY['RECEIVED', 'RECOVERED'] END) THEN
    RAISE EXCEPTION 'loan %: % is not the order % carried out', NEW.loan_id, NEW.kind, NEW.business_key
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_money_event AFTER INSERT ON loan_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind IN ('DISBURSED', 'REFUNDED', 'RECEIVED', 'PREPAID', 'RECOVERED'))
  EXECUTE FUNCTION judge_money_event();
ALTER TABLE loan_event ENABLE ALWAYS TRIGGER judge_money_event;

-- ── In their order ─────────────────────────────────────────────────────────────────────────────────────────

-- Each step of a day comes after the one of the day before, from the day on which the books begin; a day that is
-- marked twice stays as it was marked.
CREATE FUNCTION guard_day_order() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM day_close WHERE institution_id = NEW.institution_id
                   AND business_date = NEW.business_date AND step = NEW.step) THEN
    PERFORM demand_day_is_next(NEW.institution_id, NEW.business_date, NEW.step);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_day_order BEFORE INSERT ON day_close FOR EACH ROW EXECUTE FUNCTION guard_day_order();
ALTER TABLE day_close ENABLE ALWAYS TRIGGER guard_day_order;

-- A month is closed when its last day is, and nothing that was ordered in it can still come, but for orders that those
-- who close it carry over: what becomes of them is booked when it is known, in the month that is open then.
CREATE FUNCTION guard_month_done() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last_day date := (to_date(NEW.month, 'YYYY-MM') + interval '1 month')::date - 1;
  open_key text;
BEGIN
  IF (SELECT count(*) FROM day_close WHERE institution_id = NEW.institution_id AND business_date = last_day
        AND step IN ('END_OF_DAY', 'RECONCILIATION')) < 2 THEN
    RAISE EXCEPTION 'period %: its last day is not closed and reconciled', NEW.month
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT key INTO open_key FROM payment WHERE institution_id = NEW.institution_id AND value_date <= last_day
    AND status NOT IN ('SUCCEEDED', 'FAILED') AND id <> ALL (orders_carried(NEW.institution_id, NEW.month)) LIMIT 1;
  IF open_key IS NOT NULL THEN
    RAISE EXCEPTION 'period %: the outcome of order % is not known', NEW.month, open_key
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_month_done BEFORE INSERT ON accounting_period
  FOR EACH ROW EXECUTE FUNCTION guard_month_done();
ALTER TABLE accounting_period ENABLE ALWAYS TRIGGER guard_month_done;

-- ── What was accepted stays ────────────────────────────────────────────────────────────────────────────────

CREATE FUNCTION guard_accepted() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.institution_id, NEW.enterprise_id, NEW.created_by)
      IS DISTINCT FROM (OLD.id, OLD.institution_id, OLD.enterprise_id, OLD.created_by)
    OR (NEW.product_id, NEW.amount_fen, NEW.term_months, NEW.method, NEW.assessment, NEW.offer)
      IS DISTINCT FROM
       (OLD.product_id, OLD.amount_fen, OLD.term_months, OLD.method, OLD.assessment, OLD.offer)
    AND EXISTS (SELECT FROM facility WHERE application_id = OLD.id) THEN
    RAISE EXCEPTION 'application %: what was accepted never changes', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_accepted BEFORE UPDATE ON application FOR EACH ROW EXECUTE FUNCTION guard_accepted();
ALTER TABLE application ENABLE ALWAYS TRIGGER guard_accepted;

-- ── A case begins at its beginning ─────────────────────────────────────────────────────────────────────────

-- Whoever asks writes the first row of a case; where it stands then is not theirs to say.
CREATE FUNCTION guard_first_stage() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.stage <> TG_ARGV[0] AND NOT is_owner() THEN
    RAISE EXCEPTION '% %: begins as %, not as %', TG_TABLE_NAME, NEW.id, TG_ARGV[0], NEW.stage
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_first_stage BEFORE INSERT ON enterprise
  FOR EACH ROW EXECUTE FUNCTION guard_first_stage('AWAITING_ACTIVATION');
ALTER TABLE enterprise ENABLE ALWAYS TRIGGER guard_first_stage;
CREATE TRIGGER guard_first_stage BEFORE INSERT ON application
  FOR EACH ROW EXECUTE FUNCTION guard_first_stage('CHECKING');
ALTER TABLE application ENABLE ALWAYS TRIGGER guard_first_stage;
