-- Money that repaid a claim is taken back: the claim is open again for it, and stands in finance's list once more.

-- Whether a break is about the claim of a reversal: the first one, or one since it was open again.
CREATE FUNCTION is_about_claim(reference text, reversal text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT reference = reversal OR starts_with(reference, reversal || '/again/')
$$;
GRANT EXECUTE ON FUNCTION is_about_claim TO lending_worker;

-- The receipt that repaid a claim and that a change takes back.
CREATE FUNCTION repayment_taken_back(change uuid) RETURNS SETOF unidentified_receipt LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.* FROM loan_change k JOIN unidentified_receipt r ON r.id::text = k.payload ->> 'receiptId'
      AND (r.institution_id, r.loan_id, r.status) = (k.institution_id, k.loan_id, 'CLAIMED')
    WHERE k.id = change AND k.kind = 'REVERSE_RECEIPT' AND EXISTS (SELECT FROM payer_claim c JOIN journal_entry e
      ON e.business_key = 'claim/' || c.id || '/receipt/' || r.id || '/change/' || k.id
        AND e.institution_id = k.institution_id AND e.loan_id IS NULL
      WHERE c.loan_id = k.loan_id)
$$;
GRANT EXECUTE ON FUNCTION repayment_taken_back TO lending_worker, lending_api;

-- What was written off stays so where the claim is open again for what had repaid it.
ALTER TABLE payer_claim DROP CONSTRAINT payer_claim_written_off_whole;

-- As before; only what repaid it can be taken back, and a write-off takes all that is left.
CREATE OR REPLACE FUNCTION guard_payer_claim() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  settled CONSTANT text[] := ARRAY['repaid_fen', 'set_off_fen', 'written_off_fen', 'evidence', 'settled_at'];
BEGIN
  IF (to_jsonb(NEW) - settled) <> (to_jsonb(OLD) - settled)
    OR NEW.set_off_fen < OLD.set_off_fen OR NEW.written_off_fen < OLD.written_off_fen
    -- What repaid it is taken back, and nothing else happens by that.
    OR NEW.repaid_fen < OLD.repaid_fen AND (to_jsonb(NEW) - ARRAY['repaid_fen', 'settled_at'])
      <> (to_jsonb(OLD) - ARRAY['repaid_fen', 'settled_at'])
    OR OLD.settled_at IS NOT NULL AND NEW.repaid_fen >= OLD.repaid_fen
    OR NEW.written_off_fen > OLD.written_off_fen AND NEW.settled_at IS NULL THEN
    RAISE EXCEPTION 'claim %: what is claimed, and what was settled of it, stays', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.repaid_fen < OLD.repaid_fen THEN
    -- What is held may be set off against it from now on: an order to give that back comes first, or sees it.
    PERFORM FROM loan WHERE id = OLD.loan_id FOR UPDATE;
    IF EXISTS (SELECT FROM payment WHERE subject_id = OLD.loan_id AND purpose = 'REFUND'
        AND status NOT IN ('SUCCEEDED', 'FAILED')) THEN
      RAISE EXCEPTION 'loan %: a refund is on its way', OLD.loan_id USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;

-- A loss that one of finance says and another one confirms, each time about a break of its own, by a paper of its case;
-- those of before name no break, and asked for no paper.
CREATE FUNCTION said_of_break(break uuid, institution uuid, word text, task_kind text) RETURNS SETOF text
  LANGUAGE sql STABLE AS $$
  SELECT DISTINCT d.actor_id FROM decision d JOIN human_task t ON t.id = d.task_id
    WHERE (d.case_type, d.case_id, d.institution_id) = ('BREAK', break::text, institution)
      AND d.decision = word AND d.held_role IS NOT NULL AND t.kind = task_kind
$$;
CREATE FUNCTION is_loss_agreed(claim payer_claim, break text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM break_case b
    WHERE (b.institution_id, b.kind) = (claim.institution_id, 'PAYER_CLAIM')
      AND is_about_claim(b.reference, claim.reversal) AND b.id::text = coalesce(break, b.id::text)
      AND EXISTS (SELECT FROM said_of_break(b.id, b.institution_id, 'SETTLED', 'RESOLVE_BREAK') AS one,
        said_of_break(b.id, b.institution_id, 'CONFIRM', 'CONFIRM_BREAK') AS other WHERE one <> other)
      AND (break IS NULL OR EXISTS (SELECT FROM case_attachment
        WHERE (case_type, case_id, institution_id) = ('BREAK', b.id::text, b.institution_id))))
$$;

-- As before; while it is open a break about it is, too.
CREATE OR REPLACE FUNCTION check_payer_claim(judged uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  claim payer_claim;
  repaid bigint;
  written_off bigint;
BEGIN
  SELECT * INTO claim FROM payer_claim WHERE id = judged;
  SELECT coalesce(sum(p.credit_fen - p.debit_fen) FILTER (WHERE e.business_key LIKE '%/receipt/%'), 0),
         coalesce(sum(p.credit_fen - p.debit_fen) FILTER (WHERE e.business_key LIKE '%/written-off%'), 0)
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
      WHERE (institution_id, kind) = (claim.institution_id, 'PAYER_CLAIM')
        AND is_about_claim(reference, claim.reversal) AND (status = 'OPEN' OR claim.settled_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'claim %: books and reversal don''t say so', judged USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM journal_entry e JOIN posting p ON p.entry_id = e.id AND p.account_code = '1221.01'
      WHERE e.institution_id = claim.institution_id AND e.loan_id IS NULL
        AND starts_with(e.business_key, 'claim/' || claim.id || '/written-off')
        AND NOT is_loss_agreed(claim, substring(e.business_key FROM '/written-off/(.+)$'))) THEN
    RAISE EXCEPTION 'claim %: no two people have written it off by a paper', judged USING ERRCODE = 'check_violation';
  END IF;
END $$;
DROP FUNCTION said_of_claim;

-- As before, and what repaid it is taken back by the mirror of its entry.
CREATE OR REPLACE FUNCTION judge_claim_posting() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  entry journal_entry;
  claim uuid;
BEGIN
  SELECT * INTO entry FROM journal_entry WHERE id = NEW.entry_id;
  claim := CASE WHEN entry.loan_id IS NOT NULL
    THEN (SELECT id FROM payer_claim WHERE loan_id = entry.loan_id LIMIT 1)
    ELSE substring(entry.business_key FROM
      '^claim/([0-9a-f-]{36})/(?:receipt/[0-9a-f-]{36}(?:/change/[0-9a-f-]{36})?|written-off/[0-9a-f-]{36})$')::uuid END;
  IF claim IS NULL OR entry.loan_id IS NULL AND NOT EXISTS (SELECT FROM posting
      WHERE entry_id = NEW.entry_id AND (debit_fen, credit_fen) = (NEW.credit_fen, NEW.debit_fen)
        AND account_code = CASE WHEN entry.business_key LIKE '%/written-off/%' THEN '6702' ELSE '2241.02' END) THEN
    RAISE EXCEPTION 'journal entry %: 1221.01 is what payers owe', entry.business_key USING ERRCODE = 'check_violation';
  END IF;
  PERFORM check_payer_claim(claim);
  RETURN NULL;
END $$;

-- As before, whichever break is about it.
CREATE OR REPLACE FUNCTION guard_claim_in_list() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM payer_claim WHERE institution_id = NEW.institution_id
      AND is_about_claim(NEW.reference, reversal) AND settled_at IS NULL) THEN
    RAISE EXCEPTION 'break %: the payer owes it still', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- As before, likewise.
CREATE OR REPLACE FUNCTION set_off_claims() RETURNS trigger LANGUAGE plpgsql
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
      AND (b.institution_id, b.kind) = (c.institution_id, 'PAYER_CLAIM') AND is_about_claim(b.reference, c.reversal);
  RETURN NULL;
END $$;

-- As before, with money that repaid a claim and is taken back.
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
  -- Such a receipt is taken back, once: the claim is open for it again, and it is held again, or left to the bank.
  part := regexp_match(key, '^claim/([0-9a-f-]{36})/receipt/([0-9a-f-]{36})/change/([0-9a-f-]{36})$');
  IF part IS NOT NULL THEN
    RETURN (bank, transit) = (0, 0) AND (SELECT count(*) FROM payer_claim c JOIN loan_change k ON k.loan_id = c.loan_id,
        repayment_taken_back(k.id) r WHERE c.id = part[1]::uuid AND r.id = part[2]::uuid) = 1
      AND EXISTS (SELECT FROM loan_change k JOIN repayment_taken_back(k.id) r ON r.id = part[2]::uuid
        WHERE k.id = part[3]::uuid AND k.institution_id = institution AND k.status IN ('APPROVED', 'APPLIED')
          AND r.amount_fen = -unclaimed AND EXISTS (SELECT FROM journal_entry o WHERE o.institution_id = institution
            AND o.loan_id IS NULL AND o.business_key = 'claim/' || part[1] || '/receipt/' || part[2])
          AND CASE k.payload ->> 'because'
            WHEN 'WRONG_LOAN' THEN EXISTS (SELECT FROM unidentified_receipt WHERE taken_back_by = k.id)
            WHEN 'BOUNCED' THEN EXISTS (SELECT FROM journal_entry b WHERE b.institution_id = institution
              AND b.loan_id IS NULL AND b.business_key = 'loan/' || k.loan_id || '/change/' || k.id || '/bounced') END);
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
  IF part IS NOT NULL AND EXISTS (SELECT FROM repayment_taken_back(part[2]::uuid)) THEN
    awaited := (SELECT sum(credit_fen - debit_fen) FROM posting WHERE entry_id = entry.id AND account_code = '1221');
    RETURN (bank, transit) = (0, 0) AND awaited = unclaimed AND EXISTS (
      SELECT FROM loan_change k JOIN repayment_taken_back(k.id) r ON r.institution_id = institution
        WHERE k.id = part[2]::uuid AND k.loan_id = part[1]::uuid AND k.payload ->> 'because' = 'BOUNCED'
          AND unclaimed = CASE part[3] WHEN 'bounced' THEN r.amount_fen ELSE -r.amount_fen END
          AND (part[3] = 'bounced' OR EXISTS (SELECT FROM unidentified_receipt WHERE taken_back_by = k.id)));
  END IF;
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

-- As before, and with money that had repaid a claim.
CREATE OR REPLACE FUNCTION judge_taken_back() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.status = 'OPEN' AND EXISTS (
      SELECT FROM loan_change r, repayment_taken_back(r.id) o
      WHERE r.id = NEW.taken_back_by AND o.payer_index IS NOT DISTINCT FROM NEW.payer_index
        AND (o.institution_id, o.bank_date, o.bank_reference, o.amount_fen)
          = (NEW.institution_id, NEW.bank_date, NEW.bank_reference, NEW.amount_fen)
        AND (r.payload ->> 'because' = 'WRONG_LOAN' OR unexplained_fen(NEW.institution_id, 'infinity') <= 0
          AND EXISTS (SELECT FROM loan_change n WHERE n.loan_id = r.loan_id AND n.kind = 'REVERSE_RECEIPT'
            AND n.status IN ('APPROVED', 'APPLIED') AND n.payload ->> 'because' = 'NOT_BOUNCED'
            AND n.payload -> 'receiptId' = r.payload -> 'receiptId')
          AND EXISTS (SELECT FROM journal_entry WHERE institution_id = NEW.institution_id AND loan_id IS NULL
            AND business_key = 'loan/' || r.loan_id || '/change/' || r.id || '/held'))) THEN
    RETURN NULL;
  END IF;
  IF NEW.status <> 'OPEN' OR NOT EXISTS (
      SELECT FROM loan_change r
        JOIN loan_event v ON v.loan_id = r.loan_id AND v.business_key = 'loan/' || r.loan_id || '/change/' || r.id
          AND v.kind = 'REVERSED'
        JOIN loan_event e ON e.loan_id = v.loan_id AND e.sequence = (v.payload ->> 'reverses')::integer
        CROSS JOIN LATERAL movement_behind(e) m
      WHERE r.id = NEW.taken_back_by AND r.institution_id = NEW.institution_id AND r.kind = 'REVERSE_RECEIPT'
        AND CASE r.payload ->> 'because'
          WHEN 'WRONG_LOAN' THEN NOT EXISTS (SELECT FROM payment WHERE key = e.business_key)
          ELSE is_no_bounce(v) AND unexplained_fen(NEW.institution_id, 'infinity') <= 0 END
        AND e.kind IN ('RECEIVED', 'PREPAID', 'RECOVERED') AND (e.payload ->> 'amountFen')::bigint = NEW.amount_fen
        AND (m.institution_id, m.date, movement_name(m)) = (NEW.institution_id, NEW.bank_date, NEW.bank_reference)
        AND m.payer_index IS NOT DISTINCT FROM NEW.payer_index
        -- The mirror gives it back to 2241.02 where it was held before; from elsewhere an entry does.
        AND ((r.payload ->> 'because', e.payload ->> 'into') = ('WRONG_LOAN', 'UNIDENTIFIED') OR EXISTS (SELECT FROM journal_entry
          WHERE institution_id = NEW.institution_id AND loan_id IS NULL AND business_key = v.business_key || '/held'))) THEN
    RAISE EXCEPTION 'receipt %: no loan gave up such money', NEW.bank_reference USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
