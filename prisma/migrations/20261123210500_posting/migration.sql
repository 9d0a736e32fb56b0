-- The hot path: a loan's events, their journal entries and the projections in one call. What is called at every
-- posting is plpgsql, whose statements keep their plans; a function in SQL would be planned at every call.

-- Makes the loan's row; a second call finds it there.
CREATE FUNCTION open_loan(target uuid, opening jsonb, state jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO loan (id, institution_id, enterprise_id, terms, principal_fen, status, start_date, year_days,
                    vat_rate, regime)
    VALUES (target, (opening ->> 'institutionId')::uuid, (opening ->> 'enterpriseId')::uuid, opening -> 'terms',
            (opening ->> 'principalFen')::bigint, state ->> 'status', (opening ->> 'startDate')::date,
            (opening ->> 'yearDays')::smallint, (opening ->> 'vatRate')::numeric, opening ->> 'regime')
    ON CONFLICT (id) DO NOTHING
$$;

-- The hot path in one statement: the loan's row moves first, and what belongs to its move is written only when it
-- did. No lock is taken beforehand, nothing is looked at twice. With `read` ({accruedThrough, provisionFen} as the
-- caller read them) a loan that the end of day has moved since is stale too, like one with new events.
CREATE FUNCTION post_loan_events(input jsonb) RETURNS text LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  target uuid := (input ->> 'loanId')::uuid;
  expected integer := (input ->> 'expectedSequence')::integer;
  events jsonb := input -> 'events';
  state jsonb := input -> 'state';
  posted jsonb;
  outcome text;
BEGIN
  IF input ? 'open' THEN
    PERFORM open_loan(target, input -> 'open', state);
  END IF;
  WITH entry AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(input -> 'entries')
      AS e ("businessKey" text, event text, date date, reverses text, postings jsonb, "offBalance" jsonb)
  ), line AS MATERIALIZED (
    SELECT entry."businessKey" AS business_key, p.position, p.posting ->> 'account' AS account,
           (p.posting ->> 'debitFen')::bigint AS debit, (p.posting ->> 'creditFen')::bigint AS credit
      FROM entry, jsonb_array_elements(entry.postings) WITH ORDINALITY AS p (posting, position)
  ), memo AS MATERIALIZED (
    SELECT entry."businessKey" AS business_key, o.position, o.movement ->> 'account' AS account,
           o.movement ->> 'direction' AS direction, (o.movement ->> 'amountFen')::bigint AS amount
      FROM entry, jsonb_array_elements(entry."offBalance") WITH ORDINALITY AS o (movement, position)
  ), movement AS (
    SELECT account, debit - credit AS amount FROM line
    UNION ALL SELECT account, CASE direction WHEN 'IN' THEN amount ELSE -amount END FROM memo
  ), sums AS (
    SELECT coalesce(sum(amount) FILTER (WHERE account = '1303.01'), 0)::bigint AS normal,
           coalesce(sum(amount) FILTER (WHERE account = '1303.02'), 0)::bigint AS overdue,
           coalesce(sum(amount) FILTER (WHERE account = '1303.03'), 0)::bigint AS non_accrual,
           coalesce(sum(amount) FILTER (WHERE account = '1132'), 0)::bigint AS interest,
           coalesce(sum(amount) FILTER (WHERE account = '2221.02'), 0)::bigint AS deferred_vat,
           coalesce(sum(amount) FILTER (WHERE account = '1124'), 0)::bigint AS fees,
           coalesce(sum(amount) FILTER (WHERE account = '2241.01'), 0)::bigint AS suspense,
           coalesce(sum(amount) FILTER (WHERE account = '2241.03'), 0)::bigint AS agency,
           coalesce(sum(amount) FILTER (WHERE account = '1304'), 0)::bigint AS allowance,
           coalesce(sum(amount) FILTER (WHERE account = '1221'), 0)::bigint AS vat_claim,
           coalesce(sum(amount) FILTER (WHERE account = 'OB.01'), 0)::bigint AS memo_interest,
           coalesce(sum(amount) FILTER (WHERE account = 'OB.02'), 0)::bigint AS memo_principal
      FROM movement
  ), moved AS (
    -- The row is the queue of its loan's events: it moves only from the expected sequence on, and nothing below
    -- is written when it does not move. Its part of each account moves by what is posted, so that ledger and
    -- loan can't disagree.
    UPDATE loan SET
      event_count = event_count + jsonb_array_length(events),
      principal_outstanding_fen = principal_outstanding_fen + normal + overdue + non_accrual,
      principal_normal_fen = principal_normal_fen + normal,
      principal_overdue_fen = principal_overdue_fen + overdue,
      principal_non_accrual_fen = principal_non_accrual_fen + non_accrual,
      interest_receivable_fen = interest_receivable_fen + interest,
      deferred_vat_fen = deferred_vat_fen - deferred_vat,
      fees_receivable_fen = fees_receivable_fen + fees,
      suspense_fen = suspense_fen - suspense,
      agency_payable_fen = agency_payable_fen - agency,
      provision_fen = provision_fen - allowance,
      events_provision_fen = provision_fen - allowance,
      vat_receivable_fen = vat_receivable_fen + vat_claim,
      off_balance_interest_fen = off_balance_interest_fen + memo_interest,
      written_off_principal_fen = written_off_principal_fen + memo_principal,
      status = state ->> 'status',
      days_past_due = (state ->> 'daysPastDue')::integer,
      risk_class = state ->> 'riskClass',
      risk_floor = state ->> 'riskFloor',
      risk_floor_until = (state ->> 'riskFloorUntil')::date,
      accrual = state ->> 'accrual',
      next_due_date = (state ->> 'nextDueDate')::date,
      accrued_through = (state ->> 'accruedThrough')::date,
      events_through = (state ->> 'accruedThrough')::date
    FROM sums
    WHERE id = target AND event_count = expected
      AND (NOT input ? 'read' OR (accrued_through IS NOT DISTINCT FROM (input #>> '{read,accruedThrough}')::date
        AND provision_fen = (input #>> '{read,provisionFen}')::bigint))
      AND NOT EXISTS (
        SELECT FROM loan_event e WHERE e.business_key = events -> -1 ->> 'businessKey' AND e.loan_id = target)
    RETURNING institution_id AS institution, CASE WHEN state ? 'books' THEN jsonb_build_object(
        'principalNormalFen', principal_normal_fen, 'principalOverdueFen', principal_overdue_fen,
        'principalNonAccrualFen', principal_non_accrual_fen,
        'interestReceivableFen', interest_receivable_fen, 'deferredVatFen', deferred_vat_fen,
        'feesReceivableFen', fees_receivable_fen, 'suspenseFen', suspense_fen,
        'agencyPayableFen', agency_payable_fen, 'allowanceFen', provision_fen,
        'vatReceivableFen', vat_receivable_fen, 'offBalanceInterestFen', off_balance_interest_fen,
        'writtenOffPrincipalFen', written_off_principal_fen) END AS books
  ), event AS (
    INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
      SELECT target, expected + e.position, e.event ->> 'kind', (e.event ->> 'effectiveDate')::date,
             e.event -> 'payload', e.event ->> 'businessKey'
        FROM jsonb_array_elements(events) WITH ORDINALITY AS e (event, position), moved
  ), written AS (
    INSERT INTO journal_entry (institution_id, business_key, event, entry_date, loan_id, reverses)
      SELECT moved.institution, "businessKey", event, date, target,
             CASE WHEN reverses IS NOT NULL THEN
               (SELECT id FROM journal_entry original WHERE original.business_key = entry.reverses) END
        FROM entry, moved
      RETURNING id, business_key
  ), posting_written AS (
    INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen)
      SELECT written.id, line.position, line.account, line.debit, line.credit
        FROM line JOIN written USING (business_key)
  ), memo_written AS (
    INSERT INTO off_balance_posting (entry_id, line, account_code, direction, amount_fen)
      SELECT written.id, memo.position, memo.account, memo.direction, memo.amount
        FROM memo JOIN written USING (business_key)
  ), instalment_written AS (
    INSERT INTO instalment AS i (loan_id, number, period_start, due_date, collection_date, opening_fen,
        annual_rate, accrual_from, rate_days_before, principal_fen, interest_fen, fee_fen, principal_paid_fen,
        interest_paid_fen, interest_waived_fen, fee_paid_fen, fee_waived_fen, settled, booked_interest_fen,
        deferred_vat_fen, overdue_in_books)
      SELECT target, number, "periodStart", "dueDate", "collectionDate", "openingFen", "annualRate",
             "accrualFrom", "rateDaysBefore", "principalFen", "interestFen", "feeFen", "principalPaidFen",
             "interestPaidFen", "interestWaivedFen", "feePaidFen", "feeWaivedFen", settled,
             "bookedInterestFen", "deferredVatFen", "overdueInBooks"
        FROM jsonb_to_recordset(input -> 'instalments') AS row (number integer, "periodStart" date,
          "dueDate" date, "collectionDate" date, "openingFen" bigint, "annualRate" numeric, "accrualFrom" date,
          "rateDaysBefore" numeric, "principalFen" bigint, "interestFen" bigint, "feeFen" bigint,
          "principalPaidFen" bigint, "interestPaidFen" bigint, "interestWaivedFen" bigint, "feePaidFen" bigint,
          "feeWaivedFen" bigint, settled boolean, "bookedInterestFen" bigint, "deferredVatFen" bigint,
          "overdueInBooks" boolean), moved
    ON CONFLICT (loan_id, number) DO UPDATE SET
      period_start = excluded.period_start, due_date = excluded.due_date,
      collection_date = excluded.collection_date, opening_fen = excluded.opening_fen,
      annual_rate = excluded.annual_rate, accrual_from = excluded.accrual_from,
      rate_days_before = excluded.rate_days_before, principal_fen = excluded.principal_fen,
      interest_fen = excluded.interest_fen, fee_fen = excluded.fee_fen,
      principal_paid_fen = excluded.principal_paid_fen, interest_paid_fen = excluded.interest_paid_fen,
      interest_waived_fen = excluded.interest_waived_fen, fee_paid_fen = excluded.fee_paid_fen,
      fee_waived_fen = excluded.fee_waived_fen, settled = excluded.settled,
      booked_interest_fen = excluded.booked_interest_fen, deferred_vat_fen = excluded.deferred_vat_fen,
      overdue_in_books = excluded.overdue_in_books
  )
  SELECT books INTO posted FROM moved;
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
  IF posted <> state -> 'books' THEN
    RAISE EXCEPTION 'loan %: the books % are not those of its events %', target, posted, state -> 'books'
      USING ERRCODE = 'data_corrupted';
  END IF;
  IF input ? 'lastInstalment' THEN
    DELETE FROM instalment WHERE loan_id = target AND number > (input ->> 'lastInstalment')::integer;
  END IF;
  IF input ? 'payment' THEN
    UPDATE payment SET status = 'SUCCEEDED', bank_reference = input #>> '{payment,bankReference}',
                       settled_at = (input #>> '{payment,settledAt}')::timestamptz
      WHERE id = (input #>> '{payment,id}')::uuid AND status <> 'SUCCEEDED';
  END IF;
  RETURN 'appended';
END $$;
