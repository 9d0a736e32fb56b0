-- What the bank said stays what it said: a file that was imported is closed, an order that the worker calls carried out
-- is compared with the file however it ends, and what leaves the bank in entries of no loan has a movement or an order
-- behind it, like what comes.

-- ── A file is imported whole, and closed ───────────────────────────────────────────────────────────────────

-- Rows come in the transaction of their file, and in no later one.
CREATE FUNCTION guard_statement_rows() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  closed date;
BEGIN
  SELECT r.date INTO closed FROM (SELECT DISTINCT institution_id, date FROM added) r
      LEFT JOIN statement_file f USING (institution_id, date)
    WHERE f.xmin IS NULL OR f.xmin <> pg_current_xact_id()::xid LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the bank''s file of % is closed', closed USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER guard_statement_rows AFTER INSERT ON statement_row REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION guard_statement_rows();
ALTER TABLE statement_row ENABLE ALWAYS TRIGGER guard_statement_rows;

-- By its reference first: with the day first, the foreign key of each movement that is used looked through all of the
-- day's movements, wherever PostgreSQL knew little of a file that had just been imported.
DROP INDEX statement_row_reference;
CREATE INDEX statement_row_named ON statement_row (bank_reference, date, institution_id);

CREATE FUNCTION judge_statement_file() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT (count(*), coalesce(sum(amount_fen) FILTER (WHERE direction = 'CREDIT'), 0),
        coalesce(sum(amount_fen) FILTER (WHERE direction = 'DEBIT'), 0))
      FROM statement_row WHERE (institution_id, date) = (NEW.institution_id, NEW.date))
    <> (NEW.entries::bigint, NEW.credit_fen::numeric, NEW.debit_fen::numeric) THEN
    RAISE EXCEPTION 'the bank''s file of %: its rows are not what it adds up to', NEW.date
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_statement_file AFTER INSERT ON statement_file DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION judge_statement_file();
ALTER TABLE statement_file ENABLE ALWAYS TRIGGER judge_statement_file;

-- ── An order is compared with the file, whoever says how it ended ──────────────────────────────────────────

-- How an order compares is what a file has of it: the same, other money, or, when somebody looks at that, nothing. It is
-- said once; what was missing may come.
CREATE FUNCTION guard_reconciled() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  way CONSTANT text := CASE WHEN is_money_in(NEW.purpose) THEN 'CREDIT' ELSE 'DEBIT' END;
BEGIN
  IF TG_OP = 'INSERT' OR NOT coalesce(NEW.status = 'SUCCEEDED'
      AND (OLD.reconciled_as IS NULL OR (OLD.reconciled_as, NEW.reconciled_as) = ('SHORT', 'MATCH'))
      AND CASE NEW.reconciled_as
        WHEN 'SHORT' THEN NOT EXISTS (SELECT FROM statement_row WHERE institution_id = NEW.institution_id
            AND key = NEW.key AND key <> '' AND direction = way AND date <= NEW.reconciled_on)
          AND EXISTS (SELECT FROM break_case
            WHERE (institution_id, kind, reference) = (NEW.institution_id, 'SHORT', NEW.key))
        ELSE EXISTS (SELECT FROM statement_row WHERE institution_id = NEW.institution_id
          AND key = NEW.key AND key <> '' AND direction = way AND date = NEW.reconciled_on
          AND (amount_fen = NEW.amount_fen) = (NEW.reconciled_as = 'MATCH')) END, false) THEN
    RAISE EXCEPTION 'payment %: no file of the bank says so of it', NEW.key USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_new_reconciled BEFORE INSERT ON payment FOR EACH ROW
  WHEN (NEW.reconciled_on IS NOT NULL OR NEW.reconciled_as IS NOT NULL) EXECUTE FUNCTION guard_reconciled();
CREATE TRIGGER guard_reconciled BEFORE UPDATE OF reconciled_on, reconciled_as ON payment FOR EACH ROW
  WHEN ((NEW.reconciled_on, NEW.reconciled_as) IS DISTINCT FROM (OLD.reconciled_on, OLD.reconciled_as))
  EXECUTE FUNCTION guard_reconciled();
ALTER TABLE payment ENABLE ALWAYS TRIGGER guard_new_reconciled;
ALTER TABLE payment ENABLE ALWAYS TRIGGER guard_reconciled;

-- As before; and on a day whose file comes within a month, at most: until then nothing is compared. What the program
-- takes for possible is narrower (domain/parameters, payments.bankDay).
CREATE OR REPLACE FUNCTION judge_paid() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM loan_event WHERE business_key = NEW.key AND loan_id = NEW.subject_id)
    AND NOT EXISTS (
      SELECT FROM journal_entry e JOIN posting p ON p.entry_id = e.id
        WHERE e.business_key = NEW.key AND e.institution_id = NEW.institution_id
          AND p.account_code = '1002' AND p.debit_fen + p.credit_fen = NEW.amount_fen) THEN
    RAISE EXCEPTION 'payment %: succeeded, and is not in the books', NEW.key USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.bank_date > business_today() + 31 THEN
    RAISE EXCEPTION 'payment %: booked on %, of which no file will tell for long', NEW.key, NEW.bank_date
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

-- Entries of the reconciliation have keys of their own.
ALTER TABLE payment ADD CONSTRAINT payment_key_of_an_order CHECK (key NOT LIKE 'recon/%') NOT VALID;

-- Orders that the bank has otherwise.
CREATE INDEX payment_differs ON payment (institution_id) WHERE reconciled_as IN ('SHORT', 'AMOUNT_DIFF');

-- ── Money that leaves ──────────────────────────────────────────────────────────────────────────────────────

-- Whether what left is what a movement out took: all of it; or, where it names an order of ours, what is above that, or
-- all of it where the order came before, late, or another movement of it is left for the order.
CREATE FUNCTION is_taken_by(gone bigint, movement statement_row) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  ordered payment;
BEGIN
  SELECT * INTO ordered FROM payment WHERE key = movement.key
    AND institution_id = movement.institution_id AND NOT is_money_in(purpose) AND status <> 'FAILED'
    AND reconciled_as IS DISTINCT FROM 'SHORT';
  RETURN CASE WHEN ordered.id IS NULL THEN gone = movement.amount_fen
    ELSE gone = movement.amount_fen - ordered.amount_fen
      OR gone = movement.amount_fen AND (
        EXISTS (SELECT FROM break_case
          WHERE (institution_id, kind, reference) = (movement.institution_id, 'SHORT', movement.key))
        OR EXISTS (SELECT FROM statement_row other
          WHERE other.institution_id = movement.institution_id AND other.key = movement.key AND other.key <> ''
            AND other.direction = 'DEBIT' AND (other.date, other.sequence) <> (movement.date, movement.sequence)
            AND NOT EXISTS (SELECT FROM journal_entry e JOIN posting p ON p.entry_id = e.id
              WHERE e.business_key = 'recon/' || other.institution_id || '/' || other.date || '/' || movement_name(other)
                AND p.account_code = '1002' AND p.credit_fen = other.amount_fen))) END;
END $$;

-- Whether an order that succeeded was found to be so much otherwise on a day: less or more by a movement, or not there.
CREATE FUNCTION is_otherwise(institution uuid, order_key text, day date, compared text, fen bigint, is_in boolean)
  RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM payment WHERE key = order_key AND institution_id = institution AND status = 'SUCCEEDED'
    AND is_money_in(purpose) = is_in AND (reconciled_as, reconciled_on) = (compared, day) AND amount_fen = fen)
$$;

-- Whether an entry is a difference that the file of a day has. Its key names the movement by its one name, so each is
-- taken over once; of an order that is in no file, the order.
CREATE FUNCTION is_difference(entry journal_entry, bank bigint, unclaimed bigint) RETURNS boolean
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
      WHERE (institution_id, bank_date, bank_reference) = (institution, day, name) AND amount_fen = bank) THEN
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

-- As before, without what a file has otherwise.
CREATE OR REPLACE FUNCTION is_entry_brought(entry journal_entry, bank bigint, transit bigint, unclaimed bigint)
  RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  key CONSTANT text := entry.business_key;
  institution CONSTANT uuid := entry.institution_id;
  part text[];
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
  -- What was in transit has come: by a movement, or by what was held of one. Or it is gone again, with its receipt.
  part := regexp_match(key, '^loan/([0-9a-f-]{36})/change/([0-9a-f-]{36})/cleared$');
  IF part IS NOT NULL THEN
    RETURN EXISTS (SELECT FROM receipt_clearing c JOIN statement_row m
          ON (m.institution_id, m.date, m.sequence) = (c.institution_id, c.bank_date, c.sequence)
        WHERE c.change_id = part[2]::uuid AND c.institution_id = institution AND transit = -m.amount_fen
          AND bank = CASE WHEN c.receipt_id IS NULL THEN m.amount_fen ELSE 0 END AND unclaimed = m.amount_fen - bank)
      OR (bank, unclaimed) = (-transit, 0) AND EXISTS (
        SELECT FROM loan_event v JOIN loan_event e ON e.loan_id = v.loan_id AND e.sequence = (v.payload ->> 'reverses')::integer
            JOIN receipt_clearing c ON e.business_key = 'loan/' || e.loan_id || '/change/' || c.change_id
          WHERE v.business_key = left(key, -length('/cleared')) AND v.kind = 'REVERSED'
            AND e.payload ->> 'into' = 'CHANNEL' AND (e.payload ->> 'amountFen')::bigint = transit);
  END IF;
  RETURN false;
END $$;
DROP FUNCTION is_as_ordered;

-- As before, and what leaves is judged like what comes. A day of many receipts is one commit of many entries: one plan
-- serves them all, where PostgreSQL left to itself would plan for each.
CREATE OR REPLACE FUNCTION judge_house_entry() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  key CONSTANT text := NEW.business_key;
  bank bigint;
  transit bigint;
  unclaimed bigint;
  paid payment;
BEGIN
  SELECT coalesce(sum(debit_fen - credit_fen) FILTER (WHERE account_code = '1002'), 0),
         coalesce(sum(debit_fen - credit_fen) FILTER (WHERE account_code = '1012'), 0),
         coalesce(sum(debit_fen - credit_fen) FILTER (WHERE account_code = '2241.02'), 0)
    INTO bank, transit, unclaimed FROM posting WHERE entry_id = NEW.id;
  IF (bank, transit, unclaimed) = (0, 0, 0) THEN
    RETURN NULL;
  END IF;
  IF starts_with(key, 'recon/') THEN
    IF transit = 0 AND is_difference(NEW, bank, unclaimed) THEN
      RETURN NULL;
    END IF;
  ELSE
    SELECT * INTO paid FROM payment p WHERE p.key = NEW.business_key FOR UPDATE;
    IF coalesce(CASE WHEN FOUND
        -- Money that no loan took, a fee's, or a receipt that went back.
        THEN (paid.status, paid.institution_id) = ('SUCCEEDED', NEW.institution_id)
          AND NOT EXISTS (SELECT FROM loan_event WHERE business_key = key)
          AND (bank, transit) = (CASE WHEN is_money_in(paid.purpose) THEN 1 ELSE -1 END * paid.amount_fen, 0)
          AND CASE WHEN is_money_in(paid.purpose) THEN unclaimed <= 0
            ELSE unclaimed = 0 OR (paid.purpose, unclaimed) = ('RECEIPT_RETURN', paid.amount_fen) END
        ELSE is_entry_brought(NEW, bank, transit, unclaimed) END, false) THEN
      RETURN NULL;
    END IF;
  END IF;
  RAISE EXCEPTION 'journal entry %: nothing moved its money', key USING ERRCODE = 'check_violation';
END $$;

-- ── What is owed to nobody known has rows behind it ────────────────────────────────────────────────────────

-- As before; and of an order out that the books hold as paid, what the bank has not paid, or not yet.
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
  ), part (code, amount, shared) AS (
    SELECT t.* FROM loans, unclaimed, charged, transit, LATERAL (VALUES
      ('1012', transit.amount, false),
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

GRANT EXECUTE ON FUNCTION is_money_in TO lending_api, lending_worker, lending_auditor;
