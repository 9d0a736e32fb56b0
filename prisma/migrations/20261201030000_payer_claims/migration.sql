-- A receipt that is taken back after its surplus was refunded leaves a claim on whoever got the refund: 1221.01, with a row
-- for each reversal, until it is repaid or written off.

INSERT INTO account (code, name_zh, name_en, kind, parent_code)
  SELECT '1221.01', '其他应收款-应收退回款(已退溢缴)', 'Claims on payers, refunds to come back', 'ASSET', '1221'
    WHERE EXISTS (SELECT FROM account WHERE code = '1221');

CREATE TABLE payer_claim (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  institution_id uuid NOT NULL REFERENCES institution,
  loan_id uuid NOT NULL,
  -- Who was refunded.
  enterprise_id uuid NOT NULL REFERENCES enterprise,
  -- The event that took the receipt back, by its key.
  reversal text NOT NULL UNIQUE REFERENCES loan_event (business_key),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  repaid_fen bigint NOT NULL DEFAULT 0 CHECK (repaid_fen >= 0),
  written_off_fen bigint NOT NULL DEFAULT 0 CHECK (written_off_fen >= 0),
  -- What those said who wrote it off.
  evidence text,
  opened_on date NOT NULL,
  -- Open until then.
  settled_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  FOREIGN KEY (loan_id, institution_id) REFERENCES loan (id, institution_id),
  CONSTRAINT payer_claim_within_amount CHECK (repaid_fen + written_off_fen <= amount_fen),
  CONSTRAINT payer_claim_written_off_whole CHECK (written_off_fen = 0 OR repaid_fen + written_off_fen = amount_fen),
  CONSTRAINT payer_claim_has_evidence CHECK ((written_off_fen > 0) = (btrim(coalesce(evidence, '')) <> '')),
  CONSTRAINT payer_claim_settled CHECK ((repaid_fen + written_off_fen = amount_fen) = (settled_at IS NOT NULL))
);
CREATE INDEX payer_claim_loan ON payer_claim (loan_id);
CREATE INDEX payer_claim_open ON payer_claim (institution_id) WHERE settled_at IS NULL;
SELECT never_remove('payer_claim');

ALTER TABLE break_case DROP CONSTRAINT break_case_kind_check;
ALTER TABLE break_case ADD CONSTRAINT break_case_kind_check CHECK (kind IN ('LONG', 'SHORT', 'DUPLICATE', 'AMOUNT_DIFF',
  'BALANCE', 'FILE', 'TRANSFER', 'IN_TRANSIT', 'NOTICE_AMOUNT', 'NOT_BOOKABLE', 'BOOKED_ASIDE', 'FEE_RELIEF',
  'REFERENCE_USED', 'REFOLD', 'DAY_EXCEPTION', 'PROCESS', 'CONDUCT', 'PAYER_CLAIM'));

-- What a reversal claims back is what went out by refunds of its loan, each once, and every one of them has an outcome:
-- while one is on its way nobody knows what is lacking. The reversal opens the claim, whoever records it.
CREATE FUNCTION open_payer_claim() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  total bigint;
BEGIN
  SELECT sum(fen::bigint) INTO total FROM jsonb_each_text(NEW.payload -> 'claims') AS claimed (refund, fen);
  IF total IS NULL OR NOT EXISTS (SELECT FROM loan_event WHERE loan_id = NEW.loan_id
        AND sequence = (NEW.payload ->> 'reverses')::integer AND kind IN ('RECEIVED', 'PREPAID', 'RECOVERED'))
    OR EXISTS (SELECT FROM jsonb_each_text(NEW.payload -> 'claims') AS claimed (refund, fen)
        LEFT JOIN loan_event r ON r.loan_id = NEW.loan_id AND r.sequence = refund::integer AND r.kind = 'REFUNDED'
      WHERE fen::bigint <= 0 OR fen::bigint + (SELECT coalesce(sum((o.payload -> 'claims' ->> refund)::bigint), 0)
          FROM loan_event o WHERE o.loan_id = NEW.loan_id AND o.kind = 'REVERSED' AND o.sequence < NEW.sequence)
        > coalesce((r.payload ->> 'amountFen')::bigint, 0)) THEN
    RAISE EXCEPTION 'loan %: no such refund went out', NEW.loan_id USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM payment WHERE subject_id = NEW.loan_id AND purpose = 'REFUND'
      AND status NOT IN ('SUCCEEDED', 'FAILED')) THEN
    RAISE EXCEPTION 'loan %: a refund is on its way', NEW.loan_id USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO payer_claim (institution_id, loan_id, enterprise_id, reversal, amount_fen, opened_on)
    SELECT institution_id, id, enterprise_id, NEW.business_key, total, NEW.effective_date FROM loan WHERE id = NEW.loan_id;
  RETURN NULL;
END $$;
CREATE TRIGGER open_payer_claim AFTER INSERT ON loan_event FOR EACH ROW
  WHEN (NEW.kind = 'REVERSED' AND NEW.payload ? 'claims') EXECUTE FUNCTION open_payer_claim();
ALTER TABLE loan_event ENABLE ALWAYS TRIGGER open_payer_claim;

-- What is claimed never changes, and what was settled of it stays.
CREATE FUNCTION guard_payer_claim() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (to_jsonb(NEW) - ARRAY['repaid_fen', 'written_off_fen', 'evidence', 'settled_at'])
      <> (to_jsonb(OLD) - ARRAY['repaid_fen', 'written_off_fen', 'evidence', 'settled_at'])
    OR OLD.settled_at IS NOT NULL OR NEW.repaid_fen < OLD.repaid_fen OR NEW.written_off_fen < OLD.written_off_fen THEN
    RAISE EXCEPTION 'claim %: what is claimed, and what was settled of it, stays', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_payer_claim BEFORE UPDATE ON payer_claim FOR EACH ROW EXECUTE FUNCTION guard_payer_claim();
ALTER TABLE payer_claim ENABLE ALWAYS TRIGGER guard_payer_claim;

-- Who of finance said a word to the task of a kind about a claim.
CREATE FUNCTION said_of_claim(claim payer_claim, word text, task_kind text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT d.actor_id), '{}') FROM break_case b
      JOIN decision d ON d.case_type = 'BREAK' AND d.case_id = b.id::text AND d.institution_id = b.institution_id
      JOIN human_task t ON t.id = d.task_id AND t.kind = task_kind
    WHERE (b.institution_id, b.kind, b.reference) = (claim.institution_id, 'PAYER_CLAIM', claim.reversal)
      AND d.decision = word AND d.held_role IS NOT NULL
$$;

-- A claim is what its reversal says, stands in finance's list, and is in the ledger to the fen: opened by the entries of
-- its loan, repaid by receipts, and written off when one person has said so and another one has agreed.
CREATE FUNCTION check_payer_claim(judged uuid) RETURNS void LANGUAGE plpgsql AS $$
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
    OR (SELECT coalesce(sum(c.amount_fen), 0) FROM payer_claim c WHERE c.loan_id = claim.loan_id)
      <> (SELECT coalesce(sum(p.debit_fen - p.credit_fen), 0) FROM journal_entry e JOIN posting p ON p.entry_id = e.id
        WHERE e.loan_id = claim.loan_id AND p.account_code = '1221.01')
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
CREATE FUNCTION judge_payer_claim() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM check_payer_claim(NEW.id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_payer_claim AFTER INSERT OR UPDATE ON payer_claim DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION judge_payer_claim();
ALTER TABLE payer_claim ENABLE ALWAYS TRIGGER judge_payer_claim;

-- Nothing else is posted there: what is repaid was held for nobody, and what is written off is a loss by credit.
CREATE FUNCTION judge_claim_posting() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  entry journal_entry;
  claim uuid;
BEGIN
  SELECT * INTO entry FROM journal_entry WHERE id = NEW.entry_id;
  claim := CASE WHEN entry.loan_id IS NOT NULL
    THEN (SELECT id FROM payer_claim WHERE loan_id = entry.loan_id LIMIT 1)
    ELSE substring(entry.business_key FROM '^claim/([0-9a-f-]{36})/(?:receipt/[0-9a-f-]{36}|written-off)$')::uuid END;
  IF claim IS NULL OR entry.loan_id IS NULL AND NOT EXISTS (SELECT FROM posting
      WHERE entry_id = NEW.entry_id AND debit_fen = NEW.credit_fen
        AND account_code = CASE WHEN entry.business_key LIKE '%/written-off' THEN '6702' ELSE '2241.02' END) THEN
    RAISE EXCEPTION 'journal entry %: 1221.01 is what payers owe', entry.business_key USING ERRCODE = 'check_violation';
  END IF;
  PERFORM check_payer_claim(claim);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_claim_posting AFTER INSERT ON posting DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.account_code = '1221.01') EXECUTE FUNCTION judge_claim_posting();
ALTER TABLE posting ENABLE ALWAYS TRIGGER judge_claim_posting;

-- It stays in finance's list until it is settled.
CREATE FUNCTION guard_claim_in_list() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM payer_claim WHERE (institution_id, reversal) = (NEW.institution_id, NEW.reference)
      AND settled_at IS NULL) THEN
    RAISE EXCEPTION 'break %: the payer owes it still', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_claim_in_list BEFORE UPDATE ON break_case FOR EACH ROW
  WHEN (NEW.kind = 'PAYER_CLAIM' AND NEW.status = 'RESOLVED') EXECUTE FUNCTION guard_claim_in_list();
ALTER TABLE break_case ENABLE ALWAYS TRIGGER guard_claim_in_list;

-- As before, with money by which a payer gives back what was refunded to them.
CREATE OR REPLACE FUNCTION is_entry_brought(entry journal_entry, bank bigint, transit bigint, unclaimed bigint)
  RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  key CONSTANT text := entry.business_key;
  institution CONSTANT uuid := entry.institution_id;
  part text[];
  came loan_event;
  because text;
  awaited bigint;
BEGIN
  IF key = 'opening/' || institution THEN
    RETURN is_owner();
  END IF;
  -- A receipt that people say the use of.
  part := coalesce(regexp_match(key, '^receipt/()([0-9a-f-]{36})/capital$'),
    regexp_match(key, '^fee/([0-9a-f-]{36})/receipt/([0-9a-f-]{36})$'));
  IF part IS NOT NULL THEN
    RETURN bank = 0 AND transit = 0 AND EXISTS (SELECT FROM unidentified_receipt
      WHERE id = part[2]::uuid AND institution_id = institution AND amount_fen = unclaimed
        AND CASE part[1] WHEN '' THEN (status, capital_fen) = ('CAPITAL', unclaimed)
          ELSE (status, claimed_fen, fee_id) = ('CLAIMED', unclaimed, part[1]::uuid) END);
  END IF;
  -- A receipt by which a payer gives back what was refunded to them: it is on no loan.
  part := regexp_match(key, '^claim/([0-9a-f-]{36})/receipt/([0-9a-f-]{36})$');
  IF part IS NOT NULL THEN
    RETURN (bank, transit) = (0, 0) AND EXISTS (SELECT FROM unidentified_receipt r JOIN payer_claim c
          ON c.id = part[1]::uuid AND c.institution_id = r.institution_id AND c.loan_id = r.loan_id
        WHERE r.id = part[2]::uuid AND r.institution_id = institution
          AND (r.status, r.claimed_fen, r.amount_fen) = ('CLAIMED', unclaimed, unclaimed)
          AND NOT EXISTS (SELECT FROM loan_event WHERE business_key = 'loan/' || r.loan_id || '/receipt/' || r.id)
          AND NOT EXISTS (SELECT FROM receipt_clearing WHERE receipt_id = r.id));
  END IF;
  -- What was in transit has come: by a movement, or by what was held of one.
  part := regexp_match(key, '^loan/([0-9a-f-]{36})/change/([0-9a-f-]{36})/cleared$');
  IF part IS NOT NULL THEN
    RETURN EXISTS (SELECT FROM receipt_clearing c JOIN statement_row m
          ON (m.institution_id, m.date, m.sequence) = (c.institution_id, c.bank_date, c.sequence)
        WHERE c.change_id = part[2]::uuid AND c.institution_id = institution AND transit = -m.amount_fen
          AND bank = CASE WHEN c.receipt_id IS NULL THEN m.amount_fen ELSE 0 END AND unclaimed = m.amount_fen - bank);
  END IF;
  -- What a loan has given up: the bank takes it back, or it was another's and is held.
  part := regexp_match(key, '^loan/([0-9a-f-]{36})/change/([0-9a-f-]{36})/(bounced|held)$');
  IF part IS NOT NULL THEN
    SELECT e.* INTO came FROM loan_event v JOIN loan l ON l.id = v.loan_id AND l.institution_id = institution
        JOIN loan_event e ON e.loan_id = v.loan_id AND e.sequence = (v.payload ->> 'reverses')::integer
      WHERE v.business_key = 'loan/' || part[1] || '/change/' || part[2] AND v.kind = 'REVERSED'
        AND e.kind IN ('RECEIVED', 'PREPAID', 'RECOVERED');
    because := (SELECT payload ->> 'because' FROM loan_change WHERE id = part[2]::uuid);
    awaited := (SELECT sum(credit_fen - debit_fen) FROM posting WHERE entry_id = entry.id AND account_code = '1221');
    RETURN came.loan_id IS NOT NULL AND CASE
      WHEN part[3] = 'bounced' THEN because IS DISTINCT FROM 'WRONG_LOAN'
        AND (bank, transit, unclaimed) = (money_of(came.kind, came.payload, '1002'),
          money_of(came.kind, came.payload, '1012'), money_of(came.kind, came.payload, '2241.02'))
        AND awaited = bank + transit + unclaimed
        -- What was in transit, and was shown.
        AND (transit = 0 OR EXISTS (SELECT FROM movement_behind(came)))
      WHEN NOT EXISTS (SELECT FROM unidentified_receipt WHERE taken_back_by = part[2]::uuid
        AND institution_id = institution AND amount_fen = -unclaimed) THEN false
      WHEN because = 'WRONG_LOAN' THEN unclaimed = -(bank + transit)
        AND (bank, transit) = (money_of(came.kind, came.payload, '1002'), money_of(came.kind, came.payload, '1012'))
      -- It was left to the bank first.
      ELSE (bank, transit) = (0, 0) AND awaited = unclaimed END;
  END IF;
  RETURN false;
END $$;

-- As before, with what payers owe.
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
    SELECT coalesce(sum(amount_fen - repaid_fen - written_off_fen), 0) AS outstanding FROM payer_claim
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

GRANT SELECT ON payer_claim TO lending_api, lending_worker, lending_auditor;
GRANT UPDATE (repaid_fen, written_off_fen, evidence, settled_at) ON payer_claim TO lending_worker;
