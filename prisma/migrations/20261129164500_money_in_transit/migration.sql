-- Money that people vouch for stands in transit (1012) until the bank shows it: one movement of the bank's file for one
-- entry by hand, whichever of the two came first.

-- ── What the bank has not shown yet ────────────────────────────────────────────────────────────────────────

CREATE INDEX loan_event_by_hand ON loan_event (loan_id) WHERE payload ->> 'into' = 'CHANNEL';

-- The movement that an entry by hand turned out to be.
CREATE TABLE receipt_clearing (
  change_id uuid PRIMARY KEY REFERENCES loan_change,
  institution_id uuid NOT NULL,
  bank_date date NOT NULL,
  sequence bigint NOT NULL,
  -- Where it was held until then as money that nobody ordered.
  receipt_id uuid UNIQUE REFERENCES unidentified_receipt,
  cleared_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (institution_id, bank_date, sequence),
  FOREIGN KEY (institution_id, bank_date, sequence) REFERENCES statement_row (institution_id, date, sequence)
);

CREATE VIEW money_in_transit AS
  SELECT l.institution_id, e.loan_id, l.loan_no, e.business_key, c.id AS change_id,
         (e.payload ->> 'amountFen')::bigint AS amount_fen, e.effective_date AS received_on,
         c.payload ->> 'bankReference' AS bank_reference
    FROM loan_event e JOIN loan l ON l.id = e.loan_id
      LEFT JOIN loan_change c ON c.id = substring(e.business_key FROM '/change/([0-9a-f-]{36})$')::uuid
    WHERE e.payload ->> 'into' = 'CHANNEL'
      AND NOT EXISTS (SELECT FROM receipt_clearing r WHERE r.change_id = c.id)
      AND NOT EXISTS (SELECT FROM loan_event v WHERE v.loan_id = e.loan_id AND v.kind = 'REVERSED'
        AND (v.payload ->> 'reverses')::integer = e.sequence);

-- ── A movement is used once, an entry is cleared once ──────────────────────────────────────────────────────

-- What a movement is called where its reference is not enough: the second of a day under one has its place too.
CREATE FUNCTION movement_name(movement statement_row) RETURNS text LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT movement.bank_reference || CASE WHEN EXISTS (SELECT FROM statement_row
      WHERE (institution_id, date, bank_reference) = (movement.institution_id, movement.date, movement.bank_reference)
        AND sequence < movement.sequence) THEN '/' || movement.sequence ELSE '' END
$$;

CREATE FUNCTION guard_receipt_clearing() RETURNS trigger LANGUAGE plpgsql
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
    WHERE (institution_id, bank_date, bank_reference) = (NEW.institution_id, NEW.bank_date, name);
  IF held.id IS DISTINCT FROM NEW.receipt_id
    OR held.id IS NOT NULL AND (held.status, held.loan_id, held.claimed_fen)
      IS DISTINCT FROM ('CLAIMED', change.loan_id, movement.amount_fen)
    OR movement.direction <> 'CREDIT'
    OR EXISTS (SELECT FROM account_proof
      WHERE (institution_id, bank_date, sequence) = (NEW.institution_id, NEW.bank_date, NEW.sequence))
    OR EXISTS (SELECT FROM reconciliation_item WHERE institution_id = NEW.institution_id
      AND settle_date = NEW.bank_date AND direction = 'IN' AND bank_reference = name AND receipt_id IS NULL)
    OR EXISTS (SELECT FROM loan_event WHERE business_key IN (
      'loan/' || change.loan_id || '/transfer/' || NEW.bank_date || '/' || name,
      'loan/' || change.loan_id || '/receipt/' || held.id)) THEN
    RAISE EXCEPTION 'change %: the movement is other money', NEW.change_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_receipt_clearing BEFORE INSERT ON receipt_clearing
  FOR EACH ROW EXECUTE FUNCTION guard_receipt_clearing();
ALTER TABLE receipt_clearing ENABLE ALWAYS TRIGGER guard_receipt_clearing;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON receipt_clearing FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON receipt_clearing
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE receipt_clearing ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE receipt_clearing ENABLE ALWAYS TRIGGER append_only_truncate;

-- The other way round: what has cleared an entry is not booked once more.
CREATE FUNCTION guard_cleared_money() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  told text[] := regexp_match(NEW.business_key, '^loan/[^/]+/transfer/(\d{4}-\d{2}-\d{2})/(.+)$');
BEGIN
  IF EXISTS (SELECT FROM receipt_clearing
      WHERE receipt_id = substring(NEW.business_key FROM '^loan/[^/]+/receipt/([0-9a-f-]{36})$')::uuid)
    OR told IS NOT NULL AND EXISTS (
      SELECT FROM receipt_clearing c JOIN loan l ON l.id = NEW.loan_id AND l.institution_id = c.institution_id
          JOIN statement_row s ON (s.institution_id, s.date, s.sequence) = (c.institution_id, c.bank_date, c.sequence)
        WHERE c.bank_date = told[1]::date AND movement_name(s) = told[2]) THEN
    RAISE EXCEPTION 'loan %: the money was entered by hand', NEW.loan_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_cleared_money BEFORE INSERT ON loan_event
  FOR EACH ROW WHEN (NEW.kind IN ('RECEIVED', 'RECOVERED')
    AND (NEW.business_key LIKE '%/transfer/%' OR NEW.business_key LIKE '%/receipt/%'))
  EXECUTE FUNCTION guard_cleared_money();
ALTER TABLE loan_event ENABLE ALWAYS TRIGGER guard_cleared_money;

-- ── Who looks at it ────────────────────────────────────────────────────────────────────────────────────────

ALTER TABLE break_case DROP CONSTRAINT break_case_kind_check;
ALTER TABLE break_case ADD CONSTRAINT break_case_kind_check CHECK (kind IN ('LONG', 'SHORT', 'DUPLICATE', 'AMOUNT_DIFF',
  'BALANCE', 'FILE', 'TRANSFER', 'IN_TRANSIT', 'NOTICE_AMOUNT', 'NOT_BOOKABLE', 'BOOKED_ASIDE', 'REFERENCE_USED', 'REFOLD',
  'DAY_EXCEPTION', 'PROCESS', 'CONDUCT'));

GRANT SELECT ON receipt_clearing, money_in_transit TO lending_api, lending_worker, lending_auditor;
GRANT INSERT (change_id, institution_id, bank_date, sequence, receipt_id) ON receipt_clearing TO lending_worker;
GRANT EXECUTE ON FUNCTION movement_name TO lending_api, lending_worker;
-- A receipt may turn out to be for a loan on which as much was entered by hand.
GRANT UPDATE (suggestions) ON unidentified_receipt TO lending_worker;

-- As before, and with the account of money in transit.
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
           coalesce(sum(written_off_principal_fen), 0) AS memo_principal
      FROM loan WHERE institution_id = institution
  ), unclaimed AS (
    SELECT (SELECT coalesce(sum(amount_fen - claimed_fen - returned_fen - capital_fen), 0)
              FROM unidentified_receipt WHERE institution_id = institution)
         + (SELECT coalesce(sum(p.amount_fen), 0) FROM journal_entry e JOIN payment p ON p.key = e.business_key
              WHERE e.institution_id = institution AND e.loan_id IS NULL
                AND (p.purpose IN ('COLLECTION', 'REPAYMENT', 'PREPAYMENT')
                  OR p.purpose = 'FEE_COLLECTION' AND e.event = 'UNIDENTIFIED_RECEIPT')) AS amount
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
      ('1221', vat_claim, true), ('OB.01', memo_interest, false), ('OB.02', memo_principal, false)) AS t
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
