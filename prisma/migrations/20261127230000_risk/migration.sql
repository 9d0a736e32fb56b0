-- The general risk reserve (一般风险准备) of an institution at the end of each month: what it follows from, and what it
-- is from then on. Computed by domain/overdue/provision.ts, once a month; what changes is booked under
-- `reserve/{institution}/{month}`.
CREATE TABLE risk_reserve (
  institution_id uuid NOT NULL REFERENCES institution,
  -- Its last day, whose end of day it belongs to.
  month_end date NOT NULL CHECK (extract(day FROM month_end + 1) = 1),
  -- Principal outstanding by class, and what is provided for single loans.
  balances jsonb NOT NULL,
  allowance_fen bigint NOT NULL CHECK (allowance_fen >= 0),
  -- The least by volume (银发〔2002〕98号), and what the allowances lack of the potential loss (财金〔2012〕20号).
  least_fen bigint NOT NULL CHECK (least_fen >= 0),
  potential_gap_fen bigint NOT NULL CHECK (potential_gap_fen >= 0),
  before_fen bigint NOT NULL CHECK (before_fen >= 0),
  reserve_fen bigint NOT NULL CHECK (reserve_fen = greatest(least_fen, potential_gap_fen)),
  parameters text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (institution_id, month_end)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON risk_reserve FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON risk_reserve
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE risk_reserve ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE risk_reserve ENABLE ALWAYS TRIGGER append_only_truncate;
GRANT SELECT, INSERT ON risk_reserve TO lending_worker;
GRANT SELECT ON risk_reserve TO lending_api, lending_auditor;

-- The class that a fact allows, as risk_floor_by_rule has it (domain/overdue FACT_FLOORS; a test compares).
CREATE FUNCTION floor_of_fact(fact text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN fact IN ('ECL_GE_90', 'BANKRUPTCY') THEN 'LOSS'
    WHEN fact IN ('ECL_GE_50', 'EVASION') THEN 'DOUBTFUL'
    WHEN fact IN ('FUND_MISUSE', 'REFINANCED_BY_NEW_DEBT', 'OTHER_DEBT_NPL') THEN 'SPECIAL_MENTION'
    ELSE 'SUBSTANDARD' END
$$;

-- Sets or ends what an approved change says of a debtor or a loan, from a day on. Answers whether that is news: a fact
-- that holds is set once, and what the night set the night lifts.
CREATE FUNCTION take_debtor_fact(change uuid, day date) RETURNS boolean LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  asked loan_change;
  debtor uuid;
  about uuid;
BEGIN
  SELECT * INTO asked FROM loan_change WHERE id = change AND kind = 'DEBTOR_FACT' AND status = 'APPROVED';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'change %: nobody has approved a fact about a debtor by it', change USING ERRCODE = 'check_violation';
  END IF;
  SELECT enterprise_id, CASE asked.payload ->> 'covers' WHEN 'LOAN' THEN id END INTO debtor, about
    FROM loan WHERE id = asked.loan_id;
  IF (asked.payload ->> 'ends')::boolean THEN
    UPDATE risk_floor SET until = day, ended_by = asked.id
      WHERE enterprise_id = debtor AND loan_id IS NOT DISTINCT FROM about AND reason = asked.payload ->> 'fact'
        AND until IS NULL AND set_by <> 'EOD';
  ELSE
    INSERT INTO risk_floor (institution_id, enterprise_id, loan_id, floor, reason, since, set_by, change_id)
      SELECT asked.institution_id, debtor, about, floor_of_fact(asked.payload ->> 'fact'), asked.payload ->> 'fact', day,
             asked.requested_by, asked.id
      ON CONFLICT DO NOTHING;
  END IF;
  RETURN FOUND;
END $$;

-- The night asks people to upgrade a loan that was cured, once a month for as long as nobody has.
CREATE FUNCTION propose_upgrade(loan uuid, day date, because text, approvals jsonb) RETURNS boolean LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  change uuid := md5('upgrade/' || loan || '/' || to_char(day, 'YYYY-MM'))::uuid;
BEGIN
  INSERT INTO loan_change (id, loan_id, institution_id, kind, payload, status, requested_by, reason)
    SELECT change, id, institution_id, 'UPGRADE', '{}', 'REQUESTED', 'EOD', because
      FROM loan AS owed WHERE owed.id = propose_upgrade.loan
    ON CONFLICT (id) DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO loan_change_approval (change_id, place, role)
    SELECT change, place, role FROM jsonb_array_elements_text(approvals) WITH ORDINALITY AS asked (role, place);
  RETURN true;
END $$;
-- A loan was upgraded on a day: where its debtor's share of bad debt is no longer above the limit, the floor that the
-- night had set for it ends with the day before.
CREATE FUNCTION lift_share_floor(upgraded uuid, day date, share_limit numeric) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  debtor uuid := (SELECT enterprise_id FROM loan WHERE id = upgraded);
BEGIN
  UPDATE risk_floor SET until = day - 1
    WHERE enterprise_id = debtor AND reason = 'NPL_SHARE_GT_10' AND set_by = 'EOD' AND until IS NULL
      AND (SELECT coalesce(sum(principal_outstanding_fen) FILTER (WHERE class_severity(own_class) >= 2), 0)
          <= share_limit * coalesce(sum(principal_outstanding_fen), 0)
        FROM loan WHERE enterprise_id = debtor AND status IN ('REPAYING', 'OVERDUE'));
END $$;
REVOKE EXECUTE ON FUNCTION take_debtor_fact, propose_upgrade, lift_share_floor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_debtor_fact, propose_upgrade, lift_share_floor TO lending_worker;

-- Evidence of a write-off (财金〔2017〕90号), and of money that is entered by hand: papers that were put to a case of the
-- loan. One paper proves one payment: another receipt may name it only where the first came to nothing.
CREATE FUNCTION guard_evidence() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF coalesce(jsonb_array_length(NEW.payload -> 'evidence'), 0) = 0 OR EXISTS (
      SELECT FROM jsonb_array_elements_text(NEW.payload -> 'evidence') paper WHERE NOT EXISTS (
        SELECT FROM case_attachment a WHERE a.id::text = paper AND a.case_id = NEW.loan_id::text
          AND a.case_type IN ('LOAN', 'COLLECTION') AND a.institution_id = NEW.institution_id)) THEN
    RAISE EXCEPTION 'change %: without its evidence', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.kind = 'MANUAL_RECEIPT' THEN
    -- Two at once with the same paper: one after the other.
    PERFORM FROM loan WHERE id = NEW.loan_id FOR UPDATE;
    IF EXISTS (SELECT FROM loan_change c WHERE c.loan_id = NEW.loan_id AND c.kind = 'MANUAL_RECEIPT'
        AND c.id <> NEW.id AND c.status NOT IN ('REJECTED', 'WITHDRAWN', 'DECLINED', 'LAPSED', 'REFUSED')
        AND EXISTS (SELECT FROM jsonb_array_elements_text(NEW.payload -> 'evidence') paper
          WHERE c.payload -> 'evidence' ? paper)) THEN
      RAISE EXCEPTION 'change %: its paper proves another receipt', NEW.id
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'loan_change_evidence_used_once';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_evidence BEFORE INSERT ON loan_change
  FOR EACH ROW WHEN (NEW.kind IN ('WRITE_OFF', 'MANUAL_RECEIPT')) EXECUTE FUNCTION guard_evidence();
ALTER TABLE loan_change ENABLE ALWAYS TRIGGER guard_evidence;
