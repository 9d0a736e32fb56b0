-- Penalty and compound interest that were due at a write-off stay a claim (OB.03), beside principal (OB.02) and
-- interest (OB.01): the loan's part of that account.
ALTER TABLE loan ADD COLUMN off_balance_penalty_fen bigint NOT NULL DEFAULT 0;
ALTER TABLE loan ADD CONSTRAINT loan_penalty_claim CHECK (off_balance_penalty_fen >= 0
  AND (off_balance_penalty_fen = 0 OR status = 'WRITTEN_OFF'));

-- Records what happened to a loan: events, entries, projections and, when given, the payment that it came by.
-- One call, so all of it or nothing. `input`:
--   loanId, expectedSequence, read?: {accruedThrough, provisionFen} as the caller read them,
--   events: [{kind, effectiveDate, payload, businessKey}], entries (see write_entries),
--   state: {status, daysPastDue, riskClass, riskFloor, riskFloorUntil, accrual, nextDueDate, accruedThrough, books},
--   instalments: rows that changed, lastInstalment?: rows beyond it are dropped,
--   open?: the new loan's own columns, payment?: {id, bankReference, bankDate, settledAt}
-- Answers: appended; already (the last event's key is recorded: nothing is changed); stale (others recorded
-- events since expectedSequence, or the end of day moved the loan since `read`: nothing is changed).
CREATE OR REPLACE FUNCTION post_loan_events(input jsonb) RETURNS text LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  target uuid := input ->> 'loanId';
  recorded integer := input ->> 'expectedSequence';
  events jsonb := input -> 'events';
  entries jsonb := input -> 'entries';
  state jsonb := input -> 'state';
  books jsonb := input #> '{state,books}';
  -- What the entries move of each account that loans have a part of.
  moved jsonb := '{"1303.01": 0, "1303.02": 0, "1303.03": 0, "1132": 0, "2221.02": 0, "1124": 0, "2241.01": 0,
    "2241.03": 0, "1304": 0, "1221": 0, "OB.01": 0, "OB.02": 0, "OB.03": 0}';
  institution uuid;
  -- The first accounting day that the loan's entries may have.
  open_from date;
  agrees boolean;
  outcome text;
  entry bigint;
  item jsonb;
  line record;
BEGIN
  IF coalesce(jsonb_array_length(events), 0) = 0 OR books IS NULL THEN
    RAISE EXCEPTION 'loan %: something must have happened to it, and leave it with books', target
      USING ERRCODE = 'check_violation';
  END IF;
  IF input ? 'open' THEN
    PERFORM open_loan(target, input -> 'open', state);
  END IF;
  -- Loops of plain statements: each keeps its plan, and none costs as much as the joins and sums of one large one.
  FOR item IN SELECT * FROM jsonb_path_query(entries, '$[*].postings[*]') LOOP
    IF moved ? (item ->> 'account') THEN
      moved := moved || jsonb_build_object(item ->> 'account', (moved ->> (item ->> 'account'))::bigint
        + (item ->> 'debitFen')::bigint - (item ->> 'creditFen')::bigint);
    END IF;
  END LOOP;
  FOR item IN SELECT * FROM jsonb_path_query(entries, '$[*].offBalance[*]') LOOP
    IF moved ? (item ->> 'account') THEN
      moved := moved || jsonb_build_object(item ->> 'account', (moved ->> (item ->> 'account'))::bigint
        + CASE item ->> 'direction' WHEN 'IN' THEN 1 ELSE -1 END * (item ->> 'amountFen')::bigint);
    END IF;
  END LOOP;

  -- The row is the queue of its loan's events: it moves only from the expected sequence on, and nothing below is
  -- written when it does not move. Its part of each account moves by what is posted, so that ledger and loan
  -- can't disagree.
  UPDATE loan SET
    event_count = event_count + jsonb_array_length(events),
    principal_outstanding_fen = principal_outstanding_fen + (moved ->> '1303.01')::bigint
      + (moved ->> '1303.02')::bigint + (moved ->> '1303.03')::bigint,
    principal_normal_fen = principal_normal_fen + (moved ->> '1303.01')::bigint,
    principal_overdue_fen = principal_overdue_fen + (moved ->> '1303.02')::bigint,
    principal_non_accrual_fen = principal_non_accrual_fen + (moved ->> '1303.03')::bigint,
    interest_receivable_fen = interest_receivable_fen + (moved ->> '1132')::bigint,
    deferred_vat_fen = deferred_vat_fen - (moved ->> '2221.02')::bigint,
    fees_receivable_fen = fees_receivable_fen + (moved ->> '1124')::bigint,
    suspense_fen = suspense_fen - (moved ->> '2241.01')::bigint,
    agency_payable_fen = agency_payable_fen - (moved ->> '2241.03')::bigint,
    provision_fen = provision_fen - (moved ->> '1304')::bigint,
    events_provision_fen = provision_fen - (moved ->> '1304')::bigint,
    vat_receivable_fen = vat_receivable_fen + (moved ->> '1221')::bigint,
    off_balance_interest_fen = off_balance_interest_fen + (moved ->> 'OB.01')::bigint,
    written_off_principal_fen = written_off_principal_fen + (moved ->> 'OB.02')::bigint,
    off_balance_penalty_fen = off_balance_penalty_fen + (moved ->> 'OB.03')::bigint,
    status = state ->> 'status',
    days_past_due = (state ->> 'daysPastDue')::integer,
    risk_class = state ->> 'riskClass',
    -- What a person decides is a fact of the loan; what a replay takes back is none any more.
    own_class = CASE WHEN events @? '$[*] ? (@.kind == "CLASSIFIED")'
        OR class_severity(state ->> 'riskClass') < class_severity(own_class)
      THEN state ->> 'riskClass' ELSE own_class END,
    risk_floor = state ->> 'riskFloor',
    risk_floor_until = (state ->> 'riskFloorUntil')::date,
    accrual = state ->> 'accrual',
    next_due_date = (state ->> 'nextDueDate')::date,
    accrued_through = (state ->> 'accruedThrough')::date,
    events_through = (state ->> 'accruedThrough')::date
    WHERE id = target AND event_count = recorded
      AND (NOT input ? 'read' OR (accrued_through IS NOT DISTINCT FROM (input #>> '{read,accruedThrough}')::date
        AND provision_fen = (input #>> '{read,provisionFen}')::bigint))
      AND NOT EXISTS (
        SELECT FROM loan_event e WHERE e.business_key = events -> -1 ->> 'businessKey' AND e.loan_id = target)
    RETURNING institution_id, greatest(day_closed_through + 1, (input #>> '{read,accruedThrough}')::date),
        principal_normal_fen = (books ->> 'principalNormalFen')::bigint
        AND principal_overdue_fen = (books ->> 'principalOverdueFen')::bigint
        AND principal_non_accrual_fen = (books ->> 'principalNonAccrualFen')::bigint
        AND interest_receivable_fen = (books ->> 'interestReceivableFen')::bigint
        AND deferred_vat_fen = (books ->> 'deferredVatFen')::bigint
        AND fees_receivable_fen = (books ->> 'feesReceivableFen')::bigint
        AND suspense_fen = (books ->> 'suspenseFen')::bigint
        AND agency_payable_fen = (books ->> 'agencyPayableFen')::bigint
        AND provision_fen = (books ->> 'allowanceFen')::bigint
        AND vat_receivable_fen = (books ->> 'vatReceivableFen')::bigint
        AND off_balance_interest_fen = (books ->> 'offBalanceInterestFen')::bigint
        AND written_off_principal_fen = (books ->> 'writtenOffPrincipalFen')::bigint
        -- A program that is not replaced yet keeps none.
        AND off_balance_penalty_fen = coalesce((books ->> 'offBalancePenaltyFen')::bigint, 0)
    INTO institution, open_from, agrees;
  IF NOT FOUND THEN
    SELECT CASE WHEN EXISTS (
        SELECT FROM loan_event e WHERE e.business_key = events -> -1 ->> 'businessKey' AND e.loan_id = target)
      THEN 'already' ELSE 'stale' END INTO outcome FROM loan WHERE id = target;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'loan % does not exist', target USING ERRCODE = 'no_data_found';
    END IF;
    RETURN outcome;
  END IF;
  -- The fold computed the same books from events that the postings add up to; anything else is an error of a
  -- program, and nothing of it is written.
  IF agrees IS NOT TRUE THEN
    RAISE EXCEPTION 'loan %: the books % are not those of its events %', target,
      (SELECT to_jsonb(loan) - 'terms' FROM loan WHERE id = target), books USING ERRCODE = 'data_corrupted';
  END IF;

  FOR position IN 0 .. jsonb_array_length(events) - 1 LOOP
    item := events -> position;
    recorded := recorded + 1;
    INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
      VALUES (target, recorded, item ->> 'kind', (item ->> 'effectiveDate')::date, item -> 'payload',
              item ->> 'businessKey');
  END LOOP;
  -- Booked on the first day that is closed neither for the loan nor for its institution, and not before what the
  -- books were brought to: a restatement never precedes what it restates.
  open_from := accounting_day(institution, open_from);
  FOR position IN 0 .. jsonb_array_length(entries) - 1 LOOP
    item := entries -> position;
    -- An entry belongs to what happened: its key begins with the event's.
    IF NOT starts_with(item ->> 'businessKey', events -> -1 ->> 'businessKey') THEN
      IF NOT EXISTS (SELECT FROM jsonb_array_elements(events) e
                     WHERE starts_with(item ->> 'businessKey', e ->> 'businessKey')) THEN
        RAISE EXCEPTION 'loan %: the entry % is of no event of it', target, item ->> 'businessKey'
          USING ERRCODE = 'check_violation';
      END IF;
    END IF;
    INSERT INTO journal_entry (institution_id, business_key, event, entry_date, value_date, bank_date, loan_id,
                               reverses)
      VALUES (institution, item ->> 'businessKey', item ->> 'event',
              greatest((item ->> 'date')::date, open_from, entry_day(entry_id(item ->> 'reverses'))),
              coalesce(item ->> 'valueDate', item ->> 'date')::date, (item ->> 'bankDate')::date, target,
              entry_id(item ->> 'reverses'))
      RETURNING id INTO entry;
    INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen)
      SELECT entry, p.line, p.posting ->> 'account', (p.posting ->> 'debitFen')::bigint,
             (p.posting ->> 'creditFen')::bigint
        FROM jsonb_array_elements(item -> 'postings') WITH ORDINALITY AS p (posting, line);
    IF item -> 'offBalance' <> '[]' THEN
      INSERT INTO off_balance_posting (entry_id, line, account_code, direction, amount_fen)
        SELECT entry, o.line, o.movement ->> 'account', o.movement ->> 'direction',
               (o.movement ->> 'amountFen')::bigint
          FROM jsonb_array_elements(item -> 'offBalance') WITH ORDINALITY AS o (movement, line);
    END IF;
  END LOOP;
  -- The rows of the schedule are nearly always there: written when the loan is opened, changed by what is paid.
  FOR line IN SELECT * FROM jsonb_to_recordset(input -> 'instalments') AS row (
      number integer, "periodStart" date, "dueDate" date, "collectionDate" date, "openingFen" bigint,
      "annualRate" numeric, "accrualFrom" date, "rateDaysBefore" numeric, "principalFen" bigint,
      "interestFen" bigint, "feeFen" bigint, "principalPaidFen" bigint, "interestPaidFen" bigint,
      "interestWaivedFen" bigint, "feePaidFen" bigint, "feeWaivedFen" bigint, settled boolean,
      "bookedInterestFen" bigint, "deferredVatFen" bigint, "overdueInBooks" boolean) LOOP
    UPDATE instalment SET
      period_start = line."periodStart", due_date = line."dueDate", collection_date = line."collectionDate",
      opening_fen = line."openingFen", annual_rate = line."annualRate", accrual_from = line."accrualFrom",
      rate_days_before = line."rateDaysBefore", principal_fen = line."principalFen",
      interest_fen = line."interestFen", fee_fen = line."feeFen", principal_paid_fen = line."principalPaidFen",
      interest_paid_fen = line."interestPaidFen", interest_waived_fen = line."interestWaivedFen",
      fee_paid_fen = line."feePaidFen", fee_waived_fen = line."feeWaivedFen", settled = line.settled,
      booked_interest_fen = line."bookedInterestFen", deferred_vat_fen = line."deferredVatFen",
      overdue_in_books = line."overdueInBooks"
      WHERE loan_id = target AND number = line.number;
    IF NOT FOUND THEN
      INSERT INTO instalment (loan_id,
          number, period_start, due_date, collection_date, opening_fen, annual_rate, accrual_from, rate_days_before,
          principal_fen, interest_fen, fee_fen, principal_paid_fen, interest_paid_fen, interest_waived_fen,
          fee_paid_fen, fee_waived_fen, settled, booked_interest_fen, deferred_vat_fen, overdue_in_books)
        VALUES (target,
          line.number, line."periodStart", line."dueDate", line."collectionDate", line."openingFen",
          line."annualRate", line."accrualFrom", line."rateDaysBefore", line."principalFen", line."interestFen",
          line."feeFen", line."principalPaidFen", line."interestPaidFen", line."interestWaivedFen",
          line."feePaidFen", line."feeWaivedFen", line.settled, line."bookedInterestFen", line."deferredVatFen",
          line."overdueInBooks");
    END IF;
  END LOOP;
  IF input ? 'lastInstalment' THEN
    DELETE FROM instalment WHERE loan_id = target AND number > (input ->> 'lastInstalment')::integer;
  END IF;
  IF input ? 'payment' THEN
    UPDATE payment SET status = 'SUCCEEDED', bank_reference = input #>> '{payment,bankReference}',
                       bank_date = (input #>> '{payment,bankDate}')::date,
                       settled_at = (input #>> '{payment,settledAt}')::timestamptz
      WHERE id = (input #>> '{payment,id}')::uuid AND subject_id = target AND status <> 'SUCCEEDED';
    IF NOT FOUND AND NOT EXISTS (SELECT FROM payment WHERE id = (input #>> '{payment,id}')::uuid
                                   AND subject_id = target) THEN
      RAISE EXCEPTION 'loan %: the payment is not one of it', target USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN 'appended';
END $$;

-- As 20261129164500 has it, and what is kept of penalty.
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
