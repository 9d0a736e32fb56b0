-- Posting and the end of day, with less work for the same rows.

-- Functions in SQL are planned anew at every call from plpgsql; the hot path is one plpgsql function whose
-- statements keep their plans, and writes everything in one of them.
CREATE OR REPLACE FUNCTION post_loan_events(input jsonb) RETURNS text LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  target uuid := (input ->> 'loanId')::uuid;
  expected integer := (input ->> 'expectedSequence')::integer;
  events jsonb := input -> 'events';
  state jsonb := input -> 'state';
  recorded integer;
  institution uuid;
  is_known boolean;
  posted jsonb;
BEGIN
  IF input ? 'open' THEN
    PERFORM open_loan(target, input -> 'open', state);
  END IF;
  -- The lock makes events of one loan a queue. What others commit while we wait for it shows in event_count.
  SELECT event_count, institution_id,
         EXISTS (SELECT FROM loan_event e
                 WHERE e.business_key = events -> -1 ->> 'businessKey' AND e.loan_id = target)
    INTO recorded, institution, is_known FROM loan WHERE id = target FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'loan % does not exist', target USING ERRCODE = 'no_data_found';
  END IF;
  IF is_known THEN
    RETURN 'already';
  END IF;
  IF recorded <> expected THEN
    RETURN 'stale';
  END IF;

  WITH event AS (
    INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
      SELECT target, expected + e.position, e.event ->> 'kind', (e.event ->> 'effectiveDate')::date,
             e.event -> 'payload', e.event ->> 'businessKey'
        FROM jsonb_array_elements(events) WITH ORDINALITY AS e (event, position)
  ), entry AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(input -> 'entries')
      AS e ("businessKey" text, event text, date date, reverses text, postings jsonb, "offBalance" jsonb)
  ), written AS (
    INSERT INTO journal_entry (institution_id, business_key, event, entry_date, loan_id, reverses)
      SELECT institution, "businessKey", event, date, target,
             CASE WHEN reverses IS NOT NULL THEN
               (SELECT id FROM journal_entry original WHERE original.business_key = entry.reverses) END
        FROM entry
      RETURNING id, business_key
  ), line AS MATERIALIZED (
    SELECT entry."businessKey" AS business_key, p.position, p.posting ->> 'account' AS account,
           (p.posting ->> 'debitFen')::bigint AS debit, (p.posting ->> 'creditFen')::bigint AS credit
      FROM entry, jsonb_array_elements(entry.postings) WITH ORDINALITY AS p (posting, position)
  ), posting_written AS (
    INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen)
      SELECT written.id, line.position, line.account, line.debit, line.credit
        FROM line JOIN written USING (business_key)
  ), memo AS MATERIALIZED (
    SELECT entry."businessKey" AS business_key, o.position, o.movement ->> 'account' AS account,
           o.movement ->> 'direction' AS direction, (o.movement ->> 'amountFen')::bigint AS amount
      FROM entry, jsonb_array_elements(entry."offBalance") WITH ORDINALITY AS o (movement, position)
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
          "overdueInBooks" boolean)
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
  ), movement AS (
    SELECT account, debit - credit AS amount FROM line
    UNION ALL SELECT account, CASE direction WHEN 'IN' THEN amount ELSE -amount END FROM memo
  ), moved AS (
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
  )
  -- The loan's part of each account moves by what is posted, so ledger and loan can't disagree.
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
  FROM moved WHERE id = target
  RETURNING jsonb_build_object('principalNormalFen', principal_normal_fen,
      'principalOverdueFen', principal_overdue_fen, 'principalNonAccrualFen', principal_non_accrual_fen,
      'interestReceivableFen', interest_receivable_fen, 'deferredVatFen', deferred_vat_fen,
      'feesReceivableFen', fees_receivable_fen, 'suspenseFen', suspense_fen,
      'agencyPayableFen', agency_payable_fen, 'allowanceFen', provision_fen,
      'vatReceivableFen', vat_receivable_fen, 'offBalanceInterestFen', off_balance_interest_fen,
      'writtenOffPrincipalFen', written_off_principal_fen) INTO posted;

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
DROP FUNCTION move_loan, compare_books, write_instalments;

-- A day's rows come in the order of the loans: with the day first they go to the end of the index.
ALTER TABLE loan_day DROP CONSTRAINT loan_day_pkey;
ALTER TABLE loan_day ADD PRIMARY KEY (business_date, loan_id);

-- A batch fits into memory.
ALTER FUNCTION close_day_batch SET work_mem = '32MB';

-- One statement: takes the next loans, computes what the day does to each, and writes it to the loan, the day's
-- sub-ledger and, where class or accrual change, the loan's events. Gives the sums.
CREATE OR REPLACE FUNCTION move_loans_of_day(institution uuid, day date, size integer, rates numeric[], non_accrual_after integer,
  batch_number integer, after_loan uuid)
  RETURNS TABLE (loans integer, first_loan uuid, last_loan uuid, interest numeric, vat numeric, vat_due numeric,
    overdue numeric, stopped numeric, stopped_claim numeric, stopped_deferred numeric, impaired_overdue numeric,
    impaired_normal numeric, provided numeric, released numeric)
  LANGUAGE sql AS $$
  WITH taken AS MATERIALIZED (
    -- `until`: an event may have brought the books further than this day.
    SELECT l.id, l.status, l.accrual, l.year_days, (10000 * (1 + l.vat_rate))::bigint AS vat_divisor, l.regime, l.risk_class, l.risk_floor,
           l.risk_floor_until, l.accrued_through, l.events_through, l.event_count, l.principal_outstanding_fen,
           l.principal_normal_fen, l.principal_overdue_fen, l.interest_receivable_fen, l.deferred_vat_fen,
           l.provision_fen, greatest(day, l.accrued_through) AS until
      FROM loan l
      WHERE l.institution_id = institution AND l.id > after_loan AND l.start_date <= day
        AND (l.day_closed_through IS NULL OR l.day_closed_through < day)
        AND (l.status IN ('REPAYING', 'OVERDUE', 'SETTLED') OR l.provision_fen <> 0)
      ORDER BY l.id LIMIT size FOR UPDATE
  ), figured AS (
    SELECT t.*, earned.interest, earned.vat, earned.vat_due, coalesce(open.overdue, 0) AS overdue_target,
           CASE WHEN open.oldest IS NULL THEN 0 ELSE t.until - open.oldest END AS days,
           coalesce(open.due_interest, 0) AS due_interest,
           CASE WHEN t.risk_floor_until >= t.until THEN class_severity(t.risk_floor) ELSE 0 END AS floor_severity
      FROM taken t
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(now.interest - before.interest), 0)::bigint AS interest,
               coalesce(sum(now.vat - before.vat), 0)::bigint AS vat,
               coalesce(sum(now.vat - before.vat + before.deferred) FILTER (WHERE line.due_date <= t.until), 0)
                 ::bigint AS vat_due
          -- OFFSET 0: computed once a row, not again in every sum.
          FROM (
            SELECT i.due_date, i.booked_interest_fen, i.deferred_vat_fen,
                   earned_by(i, t.until, t.year_days) AS by_now,
                   CASE WHEN t.accrued_through > t.events_through
                     THEN earned_by(i, t.accrued_through, t.year_days) ELSE i.booked_interest_fen END AS at_last
              FROM instalment i
              WHERE i.loan_id = t.id AND i.due_date > t.accrued_through AND i.period_start < t.until
                AND t.accrual = 'ACCRUAL' AND t.status <> 'WRITTEN_OFF'
              OFFSET 0
          ) line
          CROSS JOIN LATERAL (
            SELECT line.by_now AS interest, vat_of(line.by_now, t.vat_divisor) AS vat OFFSET 0
          ) now
          CROSS JOIN LATERAL (
            SELECT line.at_last AS interest, vat_of(line.at_last, t.vat_divisor) AS vat,
                   line.deferred_vat_fen + CASE WHEN line.at_last = line.booked_interest_fen THEN 0 ELSE
                     vat_of(line.at_last, t.vat_divisor) - vat_of(line.booked_interest_fen, t.vat_divisor) END AS deferred
              OFFSET 0
          ) before
      ) earned
      CROSS JOIN LATERAL (
        SELECT sum(i.principal_fen - i.principal_paid_fen) FILTER (WHERE i.collection_date < t.until)::bigint
                 AS overdue,
               min(i.due_date) FILTER (WHERE i.collection_date < t.until AND i.principal_fen - i.principal_paid_fen
                 + i.interest_fen - i.interest_paid_fen - i.interest_waived_fen > 0) AS oldest,
               sum(i.interest_fen - i.interest_paid_fen - i.interest_waived_fen)::bigint AS due_interest
          FROM instalment i WHERE i.loan_id = t.id AND NOT i.settled AND i.due_date <= t.until
      ) open
  ), judged AS (
    SELECT f.*,
           CASE WHEN f.accrual = 'ACCRUAL' AND f.status <> 'WRITTEN_OFF'
             THEN f.overdue_target - f.principal_overdue_fen ELSE 0 END AS overdue,
           f.accrual = 'ACCRUAL' AND f.days > non_accrual_after AND f.principal_outstanding_fen > 0 AS stops,
           f.interest_receivable_fen + f.interest AS receivable,
           CASE
             -- What is over keeps the class that it had.
             WHEN f.status NOT IN ('REPAYING', 'OVERDUE', 'SETTLED') THEN class_severity(f.risk_class)
             -- Non-performing loans get better only by a decision.
             WHEN class_severity(f.risk_class) >= 2
               THEN greatest(2, severity_by_days(f.days, f.regime), f.floor_severity)
             ELSE greatest(severity_by_days(f.days, f.regime), f.floor_severity) END AS severity
      FROM figured f
  ), settled AS MATERIALIZED (
    SELECT j.*,
           class_of(j.severity) AS new_class,
           CASE WHEN j.stops THEN j.receivable ELSE 0 END AS stop_interest,
           CASE WHEN j.stops THEN vat_of(j.due_interest, j.vat_divisor) ELSE 0 END AS stop_claim,
           CASE WHEN j.stops THEN j.deferred_vat_fen + j.vat - j.vat_due ELSE 0 END AS stop_deferred,
           floor(j.principal_outstanding_fen * rates[j.severity + 1] + 0.5)::bigint AS allowance
      FROM judged j
  ), moved AS (
    UPDATE loan l SET
      interest_receivable_fen = l.interest_receivable_fen + s.interest - s.stop_interest,
      deferred_vat_fen = l.deferred_vat_fen + s.vat - s.vat_due - s.stop_deferred,
      vat_receivable_fen = l.vat_receivable_fen + s.stop_claim,
      off_balance_interest_fen = l.off_balance_interest_fen + s.stop_interest,
      principal_normal_fen = CASE WHEN s.stops THEN 0 ELSE l.principal_normal_fen - s.overdue END,
      principal_overdue_fen = CASE WHEN s.stops THEN 0 ELSE l.principal_overdue_fen + s.overdue END,
      principal_non_accrual_fen = CASE WHEN s.stops THEN l.principal_outstanding_fen
                                       ELSE l.principal_non_accrual_fen END,
      provision_fen = s.allowance,
      days_past_due = s.days,
      status = CASE WHEN l.status IN ('REPAYING', 'OVERDUE')
                 THEN CASE WHEN s.days > 0 THEN 'OVERDUE' ELSE 'REPAYING' END ELSE l.status END,
      risk_class = s.new_class,
      accrual = CASE WHEN s.stops THEN 'NON_ACCRUAL' ELSE l.accrual END,
      accrued_through = s.until,
      day_closed_through = day,
      next_due_date = CASE WHEN l.next_due_date >= s.until THEN l.next_due_date ELSE (
        SELECT min(i.due_date) FROM instalment i
          WHERE i.loan_id = l.id AND NOT i.settled AND i.collection_date >= s.until) END,
      event_count = l.event_count + s.stops::integer + (s.new_class <> s.risk_class)::integer
    FROM settled s WHERE l.id = s.id
  ), noted AS (
    INSERT INTO loan_day (loan_id, business_date, batch, interest_fen, interest_vat_fen, vat_due_fen,
        overdue_principal_fen, non_accrual_interest_fen, non_accrual_principal_fen, provision_fen, days_past_due,
        risk_class)
      SELECT id, day, batch_number, settled.interest, settled.vat, settled.vat_due, settled.overdue, stop_interest,
             CASE WHEN stops THEN principal_outstanding_fen ELSE 0 END, allowance - provision_fen, days, new_class
        FROM settled
  ), told AS (
    -- What changes a loan for good is an event of it, so that its fold says the same.
    INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
      SELECT id, event_count + row_number() OVER (PARTITION BY id ORDER BY position), kind, until, payload,
             'loan/' || id || '/eod/' || day || '/' || lower(kind)
        FROM (SELECT * FROM settled WHERE stops OR new_class <> risk_class OFFSET 0) AS changed, LATERAL (VALUES
          (1, 'CLASSIFIED', new_class <> risk_class, jsonb_build_object('recordedOn', day, 'grade', new_class,
            'reasons', class_reasons(class_severity(new_class), days, regime, floor_severity))),
          (2, 'NON_ACCRUAL_ENTERED', stops, jsonb_build_object('recordedOn', day)))
          AS event (position, kind, happens, payload)
        WHERE happens
  )
  SELECT count(*)::integer, (array_agg(id ORDER BY id))[1], (array_agg(id ORDER BY id DESC))[1],
         coalesce(sum(settled.interest), 0), coalesce(sum(settled.vat), 0), coalesce(sum(settled.vat_due), 0),
         coalesce(sum(settled.overdue), 0), coalesce(sum(stop_interest), 0), coalesce(sum(stop_claim), 0),
         coalesce(sum(stop_deferred), 0),
         coalesce(sum(principal_overdue_fen + settled.overdue) FILTER (WHERE stops), 0),
         coalesce(sum(principal_normal_fen - settled.overdue) FILTER (WHERE stops), 0),
         coalesce(sum(allowance - provision_fen) FILTER (WHERE allowance > provision_fen), 0),
         coalesce(sum(provision_fen - allowance) FILTER (WHERE allowance < provision_fen), 0)
    FROM settled
$$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
