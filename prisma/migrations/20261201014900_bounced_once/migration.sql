-- A receipt that bounces leaves the bank's account once: by the file that has it. What its loan gives up stands at 1221
-- until then, or ends the claim that the file has made already.

-- As before; and what a loan has given up is left to the bank, by what it reversed.
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
  -- What was in transit has come: by a movement, or by what was held of one.
  part := regexp_match(key, '^loan/([0-9a-f-]{36})/change/([0-9a-f-]{36})/cleared$');
  IF part IS NOT NULL THEN
    RETURN EXISTS (SELECT FROM receipt_clearing c JOIN statement_row m
          ON (m.institution_id, m.date, m.sequence) = (c.institution_id, c.bank_date, c.sequence)
        WHERE c.change_id = part[2]::uuid AND c.institution_id = institution AND transit = -m.amount_fen
          AND bank = CASE WHEN c.receipt_id IS NULL THEN m.amount_fen ELSE 0 END AND unclaimed = m.amount_fen - bank);
  END IF;
  -- What a loan has given up, and the bank takes back.
  IF key LIKE 'loan/%/change/%/bounced' THEN
    RETURN unclaimed = 0
      AND (SELECT sum(credit_fen - debit_fen) FROM posting WHERE entry_id = entry.id AND account_code = '1221')
        = bank + transit
      AND EXISTS (SELECT FROM loan_event v JOIN loan l ON l.id = v.loan_id AND l.institution_id = institution
          JOIN loan_event e ON e.loan_id = v.loan_id AND e.sequence = (v.payload ->> 'reverses')::integer
        WHERE v.business_key = left(key, -length('/bounced')) AND v.kind = 'REVERSED'
          AND e.kind IN ('RECEIVED', 'PREPAID', 'RECOVERED')
          AND (bank, transit) = (money_of(e.kind, e.payload, '1002'), money_of(e.kind, e.payload, '1012'))
          -- What was in transit, and was shown.
          AND (transit = 0 OR EXISTS (SELECT FROM receipt_clearing c
            WHERE e.business_key = 'loan/' || e.loan_id || '/change/' || c.change_id)));
  END IF;
  RETURN false;
END $$;

-- As before, with what loans have given up; and what was explained since is not unexplained: the two halves of one
-- matter may be of two months.
CREATE OR REPLACE FUNCTION unexplained_fen(institution uuid, as_of date) RETURNS bigint LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE sum(p.debit_fen - p.credit_fen) WHEN 0 THEN 0
      ELSE coalesce(sum(p.debit_fen - p.credit_fen) FILTER (WHERE e.entry_date <= as_of), 0) END::bigint
    FROM journal_entry e JOIN posting p ON p.entry_id = e.id LEFT JOIN journal_entry o ON o.id = e.reverses
      LEFT JOIN ledger_change c ON c.id = coalesce(o.change_id, e.change_id)
    WHERE e.institution_id = institution AND p.account_code = '1221'
      AND (e.business_key LIKE 'recon/%' OR e.business_key LIKE 'loan/%/change/%/bounced' AND e.loan_id IS NULL
        OR c.payload ? 'explains')
$$;
