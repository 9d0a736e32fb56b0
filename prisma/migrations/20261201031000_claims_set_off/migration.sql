-- What a loan holds once nothing is owed is set off against what its borrower owes back of earlier refunds, before any of
-- it is given back.

ALTER TABLE payer_claim ADD COLUMN set_off_fen bigint NOT NULL DEFAULT 0 CHECK (set_off_fen >= 0);
ALTER TABLE payer_claim
  DROP CONSTRAINT payer_claim_within_amount, DROP CONSTRAINT payer_claim_written_off_whole,
  DROP CONSTRAINT payer_claim_settled,
  ADD CONSTRAINT payer_claim_within_amount CHECK (repaid_fen + set_off_fen + written_off_fen <= amount_fen),
  ADD CONSTRAINT payer_claim_written_off_whole
    CHECK (written_off_fen = 0 OR repaid_fen + set_off_fen + written_off_fen = amount_fen),
  ADD CONSTRAINT payer_claim_settled
    CHECK ((repaid_fen + set_off_fen + written_off_fen = amount_fen) = (settled_at IS NOT NULL));

-- What of a loan's claims is neither repaid nor set off nor written off.
CREATE FUNCTION open_claims_fen(loan uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(amount_fen - repaid_fen - set_off_fen - written_off_fen), 0)::bigint FROM payer_claim
    WHERE loan_id = loan AND settled_at IS NULL
$$;
GRANT EXECUTE ON FUNCTION open_claims_fen TO lending_worker;

-- The event settles the oldest claims, whoever records it; those of which nothing is left leave finance's list. What held
-- money pays first is the loan.
CREATE FUNCTION set_off_claims() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  amount CONSTANT bigint := NEW.payload ->> 'amountFen';
BEGIN
  PERFORM FROM payer_claim WHERE loan_id = NEW.loan_id AND settled_at IS NULL FOR UPDATE;
  IF amount IS NULL OR amount NOT BETWEEN 1 AND open_claims_fen(NEW.loan_id) THEN
    RAISE EXCEPTION 'loan %: so much is not owed back', NEW.loan_id USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM loan WHERE id = NEW.loan_id AND (status IN ('SETTLED', 'CLOSED')
      OR status = 'WRITTEN_OFF' AND (written_off_principal_fen, off_balance_interest_fen, off_balance_penalty_fen) = (0, 0, 0))) THEN
    RAISE EXCEPTION 'loan %: held money pays the loan first', NEW.loan_id USING ERRCODE = 'check_violation';
  END IF;
  UPDATE payer_claim c SET set_off_fen = c.set_off_fen + part,
      settled_at = CASE WHEN part = open_fen THEN coalesce(business_now(), now()) END
    FROM (SELECT id, open_fen, least(open_fen,
            amount - (sum(open_fen) OVER (ORDER BY created_at, id) - open_fen)) AS part
          FROM (SELECT id, created_at, amount_fen - repaid_fen - set_off_fen - written_off_fen AS open_fen
            FROM payer_claim WHERE loan_id = NEW.loan_id AND settled_at IS NULL) AS claims) AS parts
    WHERE c.id = parts.id AND part > 0;
  UPDATE break_case b SET status = 'RESOLVED', resolution = 'SET_OFF', resolved_at = now() FROM payer_claim c
    WHERE c.loan_id = NEW.loan_id AND c.settled_at IS NOT NULL AND b.status = 'OPEN'
      AND (b.institution_id, b.kind, b.reference) = (c.institution_id, 'PAYER_CLAIM', c.reversal);
  RETURN NULL;
END $$;
CREATE TRIGGER set_off_claims AFTER INSERT ON loan_event FOR EACH ROW
  WHEN (NEW.kind = 'SET_OFF') EXECUTE FUNCTION set_off_claims();
ALTER TABLE loan_event ENABLE ALWAYS TRIGGER set_off_claims;

-- As before; what was set off is claimed again where the money that it was set off with is taken back.
CREATE OR REPLACE FUNCTION open_payer_claim() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  total bigint;
BEGIN
  SELECT sum(fen::bigint) INTO total FROM jsonb_each_text(NEW.payload -> 'claims') AS claimed (refund, fen);
  IF total IS NULL OR NOT EXISTS (SELECT FROM loan_event WHERE loan_id = NEW.loan_id
        AND sequence = (NEW.payload ->> 'reverses')::integer AND kind IN ('RECEIVED', 'PREPAID', 'RECOVERED'))
    OR EXISTS (SELECT FROM jsonb_each_text(NEW.payload -> 'claims') AS claimed (refund, fen)
        LEFT JOIN loan_event r ON r.loan_id = NEW.loan_id AND r.sequence = refund::integer AND r.kind IN ('REFUNDED', 'SET_OFF')
      WHERE fen::bigint <= 0 OR fen::bigint + (SELECT coalesce(sum((o.payload -> 'claims' ->> refund)::bigint), 0)
          FROM loan_event o WHERE o.loan_id = NEW.loan_id AND o.kind = 'REVERSED' AND o.sequence < NEW.sequence)
        > coalesce((r.payload ->> 'amountFen')::bigint, 0)) THEN
    RAISE EXCEPTION 'loan %: no such refund went out, and nothing such was set off', NEW.loan_id USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM payment WHERE subject_id = NEW.loan_id AND purpose = 'REFUND'
      AND status NOT IN ('SUCCEEDED', 'FAILED')) THEN
    RAISE EXCEPTION 'loan %: a refund is on its way', NEW.loan_id USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO payer_claim (institution_id, loan_id, enterprise_id, reversal, amount_fen, opened_on)
    SELECT institution_id, id, enterprise_id, NEW.business_key, total, NEW.effective_date FROM loan WHERE id = NEW.loan_id;
  RETURN NULL;
END $$;

-- As before, with what is set off.
CREATE OR REPLACE FUNCTION guard_payer_claim() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (to_jsonb(NEW) - ARRAY['repaid_fen', 'set_off_fen', 'written_off_fen', 'evidence', 'settled_at'])
      <> (to_jsonb(OLD) - ARRAY['repaid_fen', 'set_off_fen', 'written_off_fen', 'evidence', 'settled_at'])
    OR OLD.settled_at IS NOT NULL OR NEW.repaid_fen < OLD.repaid_fen
    OR NEW.set_off_fen < OLD.set_off_fen OR NEW.written_off_fen < OLD.written_off_fen THEN
    RAISE EXCEPTION 'claim %: what is claimed, and what was settled of it, stays', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION check_payer_claim(judged uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  claim payer_claim;
  repaid bigint;
  written_off bigint;
  saying text[];
  agreeing text[];
BEGIN
  SELECT * INTO claim FROM payer_claim WHERE id = judged;
  SELECT coalesce(sum(p.credit_fen - p.debit_fen) FILTER (WHERE e.business_key LIKE '%/receipt/%'), 0),
         coalesce(sum(p.credit_fen - p.debit_fen) FILTER (WHERE e.business_key LIKE '%/written-off'), 0)
    INTO repaid, written_off FROM journal_entry e JOIN posting p ON p.entry_id = e.id AND p.account_code = '1221.01'
    WHERE starts_with(e.business_key, 'claim/' || claim.id || '/') AND e.institution_id = claim.institution_id
      AND e.loan_id IS NULL;
  IF claim.id IS NULL OR (repaid, written_off) <> (claim.repaid_fen, claim.written_off_fen)
    OR (SELECT coalesce(sum(c.amount_fen - c.set_off_fen), 0) FROM payer_claim c WHERE c.loan_id = claim.loan_id)
      <> (SELECT coalesce(sum(p.debit_fen - p.credit_fen), 0) FROM journal_entry e JOIN posting p ON p.entry_id = e.id
        WHERE e.loan_id = claim.loan_id AND p.account_code = '1221.01')
    OR (SELECT coalesce(sum(c.set_off_fen), 0) FROM payer_claim c WHERE c.loan_id = claim.loan_id)
      <> (SELECT coalesce(sum((e.payload ->> 'amountFen')::bigint), 0) FROM loan_event e
        WHERE e.loan_id = claim.loan_id AND e.kind = 'SET_OFF')
    OR claim.amount_fen IS DISTINCT FROM (SELECT sum(fen::bigint) FROM loan_event e,
        jsonb_each_text(e.payload -> 'claims') AS claimed (refund, fen) WHERE e.business_key = claim.reversal
          AND e.loan_id = claim.loan_id AND e.kind = 'REVERSED')
    OR NOT EXISTS (SELECT FROM break_case
      WHERE (institution_id, kind, reference) = (claim.institution_id, 'PAYER_CLAIM', claim.reversal)) THEN
    RAISE EXCEPTION 'claim %: books and reversal don''t say so', judged USING ERRCODE = 'check_violation';
  END IF;
  IF claim.written_off_fen > 0 THEN
    saying := said_of_claim(claim, 'SETTLED', 'RESOLVE_BREAK');
    agreeing := said_of_claim(claim, 'CONFIRM', 'CONFIRM_BREAK');
    IF cardinality(saying) = 0 OR cardinality(agreeing) = 0 OR saying @> agreeing AND agreeing @> saying AND
        cardinality(saying) = 1 THEN
      RAISE EXCEPTION 'claim %: no two people have written it off', judged USING ERRCODE = 'check_violation';
    END IF;
  END IF;
END $$;

-- As before, without what is set off.
CREATE OR REPLACE FUNCTION compare_sub_ledger(institution uuid)
  RETURNS TABLE (account_code text, ledger_fen numeric, loans_fen numeric) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY WITH loans AS (
    SELECT coalesce(sum(principal_normal_fen), 0) AS normal, coalesce(sum(principal_overdue_fen), 0) AS overdue,
           coalesce(sum(principal_non_accrual_fen), 0) AS non_accrual,
           coalesce(sum(interest_receivable_fen), 0) AS interest,
           -coalesce(sum(deferred_vat_fen), 0) AS deferred_vat, coalesce(sum(fees_receivable_fen), 0) AS fees,
           -coalesce(sum(suspense_fen), 0) AS suspense, -coalesce(sum(agency_payable_fen), 0) AS agency,
           -coalesce(sum(provision_fen), 0) AS provision, coalesce(sum(vat_receivable_fen), 0) AS vat_claim,
           coalesce(sum(off_balance_interest_fen), 0) AS memo_interest,
           coalesce(sum(written_off_principal_fen), 0) AS memo_principal,
           coalesce(sum(off_balance_penalty_fen), 0) AS memo_penalty
      FROM loan WHERE institution_id = institution
  ), unclaimed AS (
    SELECT (SELECT coalesce(sum(amount_fen - claimed_fen - returned_fen - capital_fen), 0)
              FROM unidentified_receipt WHERE institution_id = institution)
         + (SELECT coalesce(sum(p.amount_fen), 0) FROM journal_entry e JOIN payment p ON p.key = e.business_key
              WHERE e.institution_id = institution AND e.loan_id IS NULL
                AND (p.purpose IN ('COLLECTION', 'REPAYMENT', 'PREPAYMENT')
                  OR p.purpose = 'FEE_COLLECTION' AND e.event = 'UNIDENTIFIED_RECEIPT'))
         + (SELECT coalesce(sum(p.amount_fen - coalesce(m.amount_fen, 0)), 0) FROM payment p LEFT JOIN LATERAL (
                SELECT amount_fen FROM statement_row
                  WHERE (institution_id, date, key, direction) = (p.institution_id, p.reconciled_on, p.key, 'DEBIT')
                    AND key <> '' AND p.reconciled_as = 'AMOUNT_DIFF' ORDER BY sequence LIMIT 1) m ON true
              WHERE p.institution_id = institution AND p.reconciled_as IN ('SHORT', 'AMOUNT_DIFF')
                AND NOT is_money_in(p.purpose) AND coalesce(m.amount_fen, 0) < p.amount_fen) AS amount
  ), charged AS (
    SELECT coalesce(sum(outstanding_fen), 0) AS outstanding FROM fee WHERE institution_id = institution
  ), transit AS (
    SELECT coalesce(sum(amount_fen), 0) AS amount FROM money_in_transit WHERE institution_id = institution
  ), claims AS (
    SELECT coalesce(sum(amount_fen - repaid_fen - set_off_fen - written_off_fen), 0) AS outstanding FROM payer_claim
      WHERE institution_id = institution
  ), part (code, amount, shared) AS (
    SELECT t.* FROM loans, unclaimed, charged, transit, claims, LATERAL (VALUES
      ('1012', transit.amount, false), ('1221.01', claims.outstanding, false),
      ('1303.01', normal, false), ('1303.02', overdue, false), ('1303.03', non_accrual, false),
      ('1132', interest, false), ('2221.02', deferred_vat, false), ('1124', fees + charged.outstanding, false),
      ('2241.01', suspense, true), ('2241.02', -unclaimed.amount, false), ('2241.03', agency, true), ('1304', provision, false),
      ('1221', vat_claim, true), ('OB.01', memo_interest, false), ('OB.02', memo_principal, false),
      ('OB.03', memo_penalty, false)) AS t
  ), ledger AS (
    SELECT p.account_code AS code, sum(p.debit_fen - p.credit_fen) AS amount,
           coalesce(sum(p.debit_fen - p.credit_fen)
             FILTER (WHERE e.loan_id IS NOT NULL OR e.business_key LIKE 'eod/%'), 0) AS of_loans
      FROM journal_entry e JOIN posting p ON p.entry_id = e.id WHERE e.institution_id = institution GROUP BY 1
    UNION ALL
    SELECT o.account_code, sum(CASE o.direction WHEN 'IN' THEN o.amount_fen ELSE -o.amount_fen END),
           coalesce(sum(CASE o.direction WHEN 'IN' THEN o.amount_fen ELSE -o.amount_fen END)
             FILTER (WHERE e.loan_id IS NOT NULL OR e.business_key LIKE 'eod/%'), 0)
      FROM journal_entry e JOIN off_balance_posting o ON o.entry_id = e.id WHERE e.institution_id = institution
      GROUP BY 1
  )
  SELECT part.code, coalesce(CASE WHEN part.shared THEN ledger.of_loans ELSE ledger.amount END, 0), part.amount
    FROM part LEFT JOIN ledger ON ledger.code = part.code;
END $$;

-- As before; what is owed back is not held for its borrower.
CREATE OR REPLACE FUNCTION judge_payout() RETURNS trigger LANGUAGE plpgsql
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
    -- A receipt that is taken back in this moment opens its claim first, or finds this order under way.
    PERFORM FROM loan WHERE id = NEW.subject_id FOR SHARE;
    -- What another order is giving back already is not there for this one, nor what they owe back of earlier ones.
    SELECT suspense_fen - open_claims_fen(id) - (SELECT coalesce(sum(p.amount_fen), 0) FROM payment p WHERE p.subject_id = NEW.subject_id
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
