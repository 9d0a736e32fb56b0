-- Money that was booked on the wrong loan is taken back from it and is held again: a receipt of its own succeeds what was
-- settled, which stays. The movement behind it is one, and so is the money.

ALTER TABLE unidentified_receipt ADD COLUMN taken_back_by uuid UNIQUE REFERENCES loan_change;
GRANT SELECT (taken_back_by) ON unidentified_receipt TO lending_auditor;
ALTER TABLE unidentified_receipt DROP CONSTRAINT unidentified_receipt_institution_id_bank_date_bank_referenc_key;
-- What came is held once; what was taken back, once each time.
CREATE UNIQUE INDEX unidentified_receipt_movement ON unidentified_receipt (institution_id, bank_date, bank_reference)
  WHERE taken_back_by IS NULL;
CREATE INDEX unidentified_receipt_reference ON unidentified_receipt (institution_id, bank_date, bank_reference);
ALTER TABLE unidentified_receipt DROP CONSTRAINT unidentified_receipt_reason_check;
ALTER TABLE unidentified_receipt ADD CHECK (reason IN ('UNKNOWN_PAYER', 'ABOVE_PAYOFF', 'THIRD_PARTY', 'LOAN_NOT_ACTIVE',
  'SEVERAL_LOANS', 'ACCOUNT', 'ACCOUNT_SHARED', 'PAYER_NAME', 'GUARANTOR_OR_LEGAL_PERSON', 'AMOUNT_ONLY', 'LOAN_BROKEN',
  'ENTERED_BY_HAND', 'DUPLICATE', 'AMOUNT_DIFF', 'ORDER_FAILED', 'TAKEN_BACK'));

-- The movement of the bank's file that money on a loan came by; none where no file has shown it.
CREATE FUNCTION movement_behind(event loan_event) RETURNS SETOF statement_row LANGUAGE plpgsql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  CASE event.payload ->> 'into'
    WHEN 'BANK' THEN
      RETURN QUERY SELECT m.* FROM movement_use u JOIN statement_row m
          ON (m.institution_id, m.date, m.sequence) = (u.institution_id, u.bank_date, u.sequence)
        WHERE u.used_by = event.business_key
      UNION ALL
      (SELECT m.* FROM payment p JOIN statement_row m ON m.institution_id = p.institution_id AND m.key = p.key
        WHERE p.key = event.business_key AND m.direction = 'CREDIT' AND m.amount_fen = p.amount_fen
        ORDER BY m.date, m.sequence LIMIT 1);
    WHEN 'UNIDENTIFIED' THEN
      RETURN QUERY SELECT m.* FROM unidentified_receipt r,
          LATERAL movement_named(r.institution_id, r.bank_date, r.bank_reference) m
        WHERE r.id = substring(event.business_key FROM '^loan/[^/]+/receipt/([0-9a-f-]{36})$')::uuid;
    WHEN 'CHANNEL' THEN
      RETURN QUERY SELECT m.* FROM receipt_clearing c JOIN statement_row m
          ON (m.institution_id, m.date, m.sequence) = (c.institution_id, c.bank_date, c.sequence)
        WHERE c.change_id = substring(event.business_key FROM '^loan/[^/]+/change/([0-9a-f-]{36})$')::uuid;
    ELSE NULL;
  END CASE;
END $$;

GRANT EXECUTE ON FUNCTION movement_behind TO lending_worker;

-- What is taken back is held as two people said, as much as the loan gives up, and under the movement that brought it:
-- because it was not the loan's; or because it had been taken for bounced, and the bank has it still. A reversal has one
-- receipt, whatever is said of it; and where the bank took as much back, nothing is left to hold.
CREATE FUNCTION is_no_bounce(reversal loan_event) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM loan_change WHERE loan_id = reversal.loan_id AND kind = 'REVERSE_RECEIPT'
      AND status IN ('APPROVED', 'APPLIED') AND payload ->> 'because' = 'NOT_BOUNCED'
      AND payload -> 'sequence' = reversal.payload -> 'reverses')
    AND EXISTS (SELECT FROM journal_entry WHERE loan_id IS NULL AND business_key = reversal.business_key || '/bounced')
$$;
CREATE FUNCTION judge_taken_back() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
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
CREATE TRIGGER judge_taken_back AFTER INSERT ON unidentified_receipt FOR EACH ROW
  WHEN (NEW.taken_back_by IS NOT NULL) EXECUTE FUNCTION judge_taken_back();
ALTER TABLE unidentified_receipt ENABLE ALWAYS TRIGGER judge_taken_back;

-- As before; what is taken back uses no movement again.
CREATE OR REPLACE FUNCTION use_receipts() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  wrong text;
  used bigint;
BEGIN
  WITH named AS (
    SELECT DISTINCT ON (r.id) r.id, m.date, m.sequence, r.institution_id FROM receipts r JOIN statement_row m
        ON (m.institution_id, m.date, m.bank_reference) = (r.institution_id, r.bank_date, r.bank_reference)
      WHERE r.taken_back_by IS NULL ORDER BY r.id, m.sequence
  )
  INSERT INTO movement_use (institution_id, bank_date, sequence, used_by)
    SELECT institution_id, date, sequence, 'receipt/' || id FROM named
    UNION ALL
    SELECT m.institution_id, m.date, m.sequence, 'receipt/' || r.id
      FROM receipts r, LATERAL movement_named(r.institution_id, r.bank_date, r.bank_reference) m
      WHERE r.taken_back_by IS NULL AND r.bank_reference ~ '/\d+$' AND r.id NOT IN (SELECT id FROM named)
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS used = ROW_COUNT;
  SELECT min(r.bank_reference) INTO wrong FROM receipts r JOIN movement_use u ON u.used_by = 'receipt/' || r.id
      JOIN statement_row m ON (m.institution_id, m.date, m.sequence) = (u.institution_id, u.bank_date, u.sequence)
    WHERE m.direction <> 'CREDIT'
      OR NOT CASE m.key WHEN '' THEN m.amount_fen = r.amount_fen ELSE is_brought_by(r.amount_fen, m) END;
  IF wrong IS NOT NULL OR used <> (SELECT count(*) FROM receipts WHERE taken_back_by IS NULL) THEN
    RAISE EXCEPTION 'receipt %: the bank''s file has no such money', wrong USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

-- As before; a movement that was taken over is held by its first receipt.
CREATE OR REPLACE FUNCTION is_difference(entry journal_entry, bank bigint, unclaimed bigint) RETURNS boolean
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  part CONSTANT text[] := regexp_match(entry.business_key, '^recon/([0-9a-f-]{36})/(\d{4}-\d{2}-\d{2})/(.+)$');
  institution CONSTANT uuid := entry.institution_id;
  day CONSTANT date := part[2];
  name CONSTANT text := part[3];
  movement statement_row;
BEGIN
  IF part[1] IS DISTINCT FROM institution::text THEN
    RETURN false;
  END IF;
  IF bank > 0 AND unclaimed = -bank AND EXISTS (SELECT FROM unidentified_receipt
      WHERE (institution_id, bank_date, bank_reference) = (institution, day, name) AND amount_fen = bank
        AND taken_back_by IS NULL) THEN
    RETURN true;
  END IF;
  -- Found after it was given up: the debt that its coming made meets the claim.
  IF bank = 0 THEN
    RETURN name LIKE '%/cleared' AND is_found(institution, day, left(name, -length('/cleared')), unclaimed)
      AND EXISTS (SELECT FROM journal_entry e WHERE e.institution_id = institution
        AND e.business_key = left(entry.business_key, -length('/cleared')) AND e.loan_id IS NULL);
  END IF;
  IF unclaimed <> -greatest(bank, 0) THEN
    RETURN false;
  END IF;
  SELECT * INTO movement FROM movement_named(institution, day, name);
  IF movement.date IS NULL THEN
    RETURN name LIKE '%/short'
      AND is_otherwise(institution, left(name, -length('/short')), day, 'SHORT', abs(bank), bank < 0);
  END IF;
  RETURN movement_name(movement) = name AND CASE
    WHEN movement.direction = 'DEBIT' AND bank < 0 THEN is_taken_by(-bank, movement)
    WHEN movement.direction = 'CREDIT' AND bank > 0 THEN is_found(institution, day, name, bank)
    ELSE is_otherwise(institution, movement.key, day, 'AMOUNT_DIFF', movement.amount_fen + abs(bank), bank < 0) END;
END $$;

-- As before, with what is taken back: the last receipt of a movement is what is held of it now.
CREATE OR REPLACE FUNCTION guard_receipt_clearing() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  change loan_change;
  movement statement_row;
  held unidentified_receipt;
  name text;
BEGIN
  SELECT * INTO change FROM loan_change WHERE id = NEW.change_id;
  SELECT * INTO movement FROM statement_row
    WHERE (institution_id, date, sequence) = (NEW.institution_id, NEW.bank_date, NEW.sequence);
  name := movement_name(movement);
  IF change.institution_id IS DISTINCT FROM NEW.institution_id OR NOT EXISTS (
      SELECT FROM money_in_transit t WHERE t.change_id = NEW.change_id AND t.loan_id = change.loan_id
        AND t.amount_fen = movement.amount_fen AND t.received_on <= movement.date) THEN
    RAISE EXCEPTION 'change %: no such money is in transit', NEW.change_id USING ERRCODE = 'check_violation';
  END IF;
  -- Held for nobody it is claimed for this loan, by this entry and by nothing else.
  SELECT * INTO held FROM unidentified_receipt
    WHERE (institution_id, bank_date, bank_reference) = (NEW.institution_id, NEW.bank_date, name)
    ORDER BY created_at DESC LIMIT 1;
  IF held.id IS DISTINCT FROM NEW.receipt_id
    OR held.id IS NOT NULL AND (held.status, held.loan_id, held.claimed_fen)
      IS DISTINCT FROM ('CLAIMED', change.loan_id, movement.amount_fen)
    OR movement.direction <> 'CREDIT'
    OR EXISTS (SELECT FROM account_proof
      WHERE (institution_id, bank_date, sequence) = (NEW.institution_id, NEW.bank_date, NEW.sequence))
    OR EXISTS (SELECT FROM reconciliation_item WHERE institution_id = NEW.institution_id
      AND settle_date = NEW.bank_date AND direction = 'IN' AND bank_reference = name AND receipt_id IS NULL
        AND held.taken_back_by IS NULL)
    OR EXISTS (SELECT FROM loan_event WHERE business_key IN (
      CASE WHEN held.taken_back_by IS NULL
        THEN 'loan/' || change.loan_id || '/transfer/' || NEW.bank_date || '/' || name END,
      'loan/' || change.loan_id || '/receipt/' || held.id)) THEN
    RAISE EXCEPTION 'change %: the movement is other money', NEW.change_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- As before; what bounces may have been held for nobody before its loan, and what was on the wrong loan is held again.
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

-- As before, with what was taken for bounced and is at the bank still.
CREATE OR REPLACE FUNCTION unexplained_fen(institution uuid, as_of date) RETURNS bigint LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE sum(p.debit_fen - p.credit_fen) WHEN 0 THEN 0
      ELSE coalesce(sum(p.debit_fen - p.credit_fen) FILTER (WHERE e.entry_date <= as_of), 0) END::bigint
    FROM journal_entry e JOIN posting p ON p.entry_id = e.id LEFT JOIN journal_entry o ON o.id = e.reverses
      LEFT JOIN ledger_change c ON c.id = coalesce(o.change_id, e.change_id)
    WHERE e.institution_id = institution AND p.account_code = '1221'
      AND (e.business_key LIKE 'recon/%' OR e.business_key ~ '^loan/.+/change/.+/(bounced|held)$' AND e.loan_id IS NULL
        OR e.business_key LIKE 'fee/%' AND EXISTS (SELECT FROM fee_event b
          WHERE (b.key, b.type) = (e.business_key, 'BOUNCE'))
        OR c.payload ? 'explains')
$$;
