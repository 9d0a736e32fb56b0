-- The hot path: a loan's events, their journal entries and the projections in one call.

-- ── What the end of day needs to know without reading a contract ────────────────────────────────────────────

ALTER TABLE instalment DROP COLUMN status;
ALTER TABLE instalment
  -- Nothing of it is unpaid any more.
  ADD COLUMN settled boolean NOT NULL DEFAULT false,
  -- Interest of the period by a day d: opening × (rate_days_before + annual_rate × (d − accrual_from)) / year
  -- days. A change of rate inside the period moves accrual_from and keeps the days before in rate_days_before.
  ADD COLUMN accrual_from date NOT NULL,
  ADD COLUMN rate_days_before numeric(20, 10) NOT NULL DEFAULT 0 CHECK (rate_days_before >= 0),
  -- What the books held of the row after the last event (loan.events_through).
  ADD COLUMN booked_interest_fen bigint NOT NULL DEFAULT 0,
  ADD COLUMN deferred_vat_fen bigint NOT NULL DEFAULT 0,
  ADD COLUMN overdue_in_books boolean NOT NULL DEFAULT false;
CREATE INDEX instalment_open ON instalment (loan_id, due_date) WHERE NOT settled;
CREATE INDEX instalment_due ON instalment (due_date) WHERE NOT settled;
CREATE INDEX instalment_loan_due ON instalment (loan_id, due_date);
CREATE INDEX loan_keyset ON loan (institution_id, id);

ALTER TABLE loan
  ADD COLUMN year_days smallint NOT NULL DEFAULT 360 CHECK (year_days IN (360, 365)),
  ADD COLUMN vat_rate numeric(6, 4) NOT NULL DEFAULT 0.06 CHECK (vat_rate >= 0),
  ADD COLUMN regime text NOT NULL DEFAULT 'BANK' CHECK (regime IN ('BANK', 'MICRO')),
  -- The best class that facts other than days past due allow (observation after a rescheduling), and its last day.
  ADD COLUMN risk_floor text NOT NULL DEFAULT 'NORMAL' CHECK (risk_floor IN
    ('NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS')),
  ADD COLUMN risk_floor_until date,
  -- The last business day that the end of day has done for this loan.
  ADD COLUMN day_closed_through date,
  -- How far the recorded events tell; the end of day goes further, and the next event catches up (readLoan).
  ADD COLUMN events_through date,
  ADD COLUMN events_provision_fen bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT loan_principal_adds_up CHECK (
    principal_outstanding_fen = principal_normal_fen + principal_overdue_fen + principal_non_accrual_fen);
-- The end of day rewrites every loan: room on the page keeps its indexes untouched (HOT updates).
ALTER TABLE loan SET (fillfactor = 60);

-- Triggers judge with the owner's eyes: the role that posts need not be able to call what they call.
CREATE OR REPLACE FUNCTION judge_new_entry() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM judge_journal_entry(NEW.id);
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION judge_entry_of_posting() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM judge_journal_entry(NEW.entry_id);
  RETURN NULL;
END $$;
ALTER FUNCTION judge_off_balance_posting() SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION guard_journal_entry() SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION guard_accounting_period() SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION guard_payment() SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION note_case_actor() SECURITY DEFINER SET search_path = public, pg_temp;

-- A loan is made only from an application that is being paid out, by the functions below.

-- ── Posting ─────────────────────────────────────────────────────────────────────────────────────────────────

-- Writes entries given as [{businessKey, event, date, reverses?, postings: [{account, debitFen, creditFen}],
-- offBalance: [{account, direction, amountFen}]}] for a loan, or for the institution itself when it is null.
CREATE FUNCTION write_entries(institution uuid, loan uuid, entries jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH entry AS (
    SELECT * FROM jsonb_to_recordset(entries)
      AS e ("businessKey" text, event text, date date, reverses text, postings jsonb, "offBalance" jsonb)
  ), written AS (
    INSERT INTO journal_entry (institution_id, business_key, event, entry_date, loan_id, reverses)
      SELECT institution, "businessKey", event, date, loan,
             (SELECT id FROM journal_entry original WHERE original.business_key = entry.reverses)
        FROM entry
      RETURNING id, business_key
  ), memoranda AS (
    INSERT INTO off_balance_posting (entry_id, line, account_code, direction, amount_fen)
      SELECT written.id, o.line, o.movement ->> 'account', o.movement ->> 'direction',
             (o.movement ->> 'amountFen')::bigint
        FROM entry JOIN written ON written.business_key = entry."businessKey",
             jsonb_array_elements(entry."offBalance") WITH ORDINALITY AS o (movement, line)
  )
  INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen)
    SELECT written.id, p.line, p.posting ->> 'account', (p.posting ->> 'debitFen')::bigint,
           (p.posting ->> 'creditFen')::bigint
      FROM entry JOIN written ON written.business_key = entry."businessKey",
           jsonb_array_elements(entry.postings) WITH ORDINALITY AS p (posting, line);
END $$;

-- Records what happened to a loan: events, entries, projections and, when given, the payment that it came by.
-- One statement, so all of it or nothing. `input`:
--   loanId, expectedSequence, events: [{kind, effectiveDate, payload, businessKey}],
--   entries (see write_entries), state: {status, daysPastDue, riskClass, riskFloor, riskFloorUntil,
--   accrual, nextDueDate, accruedThrough, books?}, instalments: rows that changed, lastInstalment?: rows beyond it are dropped,
--   open?: the new loan's own columns, payment?: {id, bankReference, settledAt}
-- Answers: appended; already (the last event's key is recorded: nothing is changed); stale (others recorded
-- events since expectedSequence: nothing is changed).
CREATE FUNCTION post_loan_events(input jsonb) RETURNS text LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  target uuid := (input ->> 'loanId')::uuid;
  expected integer := (input ->> 'expectedSequence')::integer;
  events jsonb := input -> 'events';
  entries jsonb := input -> 'entries';
  state jsonb := input -> 'state';
  recorded integer;
  institution uuid;
BEGIN
  IF input ? 'open' THEN
    PERFORM open_loan(target, input -> 'open', state);
  END IF;
  -- The lock makes events of one loan a queue.
  SELECT event_count, institution_id INTO recorded, institution FROM loan WHERE id = target FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'loan % does not exist', target USING ERRCODE = 'no_data_found';
  END IF;
  IF EXISTS (SELECT FROM loan_event
             WHERE business_key = events -> -1 ->> 'businessKey' AND loan_id = target) THEN
    RETURN 'already';
  END IF;
  IF recorded <> expected THEN
    RETURN 'stale';
  END IF;

  INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
    SELECT target, expected + e.position, e.event ->> 'kind', (e.event ->> 'effectiveDate')::date,
           e.event -> 'payload', e.event ->> 'businessKey'
      FROM jsonb_array_elements(events) WITH ORDINALITY AS e (event, position);
  IF jsonb_array_length(entries) > 0 THEN
    PERFORM write_entries(institution, target, entries);
  END IF;
  PERFORM move_loan(target, jsonb_array_length(events), entries, state);
  IF jsonb_array_length(input -> 'instalments') > 0 THEN
    PERFORM write_instalments(target, input -> 'instalments');
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

-- Makes the loan's row; a second call finds it there.
CREATE FUNCTION open_loan(target uuid, opening jsonb, state jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO loan (id, institution_id, enterprise_id, terms, principal_fen, status, start_date, year_days,
                    vat_rate, regime)
    VALUES (target, (opening ->> 'institutionId')::uuid, (opening ->> 'enterpriseId')::uuid, opening -> 'terms',
            (opening ->> 'principalFen')::bigint, state ->> 'status', (opening ->> 'startDate')::date,
            (opening ->> 'yearDays')::smallint, (opening ->> 'vatRate')::numeric, opening ->> 'regime')
    ON CONFLICT (id) DO NOTHING
$$;

-- Moves the loan's part of each account by what was posted, so that ledger and loan can't disagree, and takes
-- over the rest of the projection.
CREATE FUNCTION move_loan(target uuid, new_events integer, entries jsonb, state jsonb) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  WITH movement AS (
    SELECT p ->> 'account' AS account, (p ->> 'debitFen')::bigint - (p ->> 'creditFen')::bigint AS amount
      FROM jsonb_array_elements(entries) e, jsonb_array_elements(e -> 'postings') p
    UNION ALL
    SELECT o ->> 'account', (o ->> 'amountFen')::bigint * CASE o ->> 'direction' WHEN 'IN' THEN 1 ELSE -1 END
      FROM jsonb_array_elements(entries) e, jsonb_array_elements(e -> 'offBalance') o
  ), moved AS (
    SELECT coalesce(sum(amount) FILTER (WHERE account = '1303.01'), 0) AS normal,
           coalesce(sum(amount) FILTER (WHERE account = '1303.02'), 0) AS overdue,
           coalesce(sum(amount) FILTER (WHERE account = '1303.03'), 0) AS non_accrual,
           coalesce(sum(amount) FILTER (WHERE account = '1132'), 0) AS interest,
           coalesce(sum(amount) FILTER (WHERE account = '2221.02'), 0) AS deferred_vat,
           coalesce(sum(amount) FILTER (WHERE account = '1124'), 0) AS fees,
           coalesce(sum(amount) FILTER (WHERE account = '2241.01'), 0) AS suspense,
           coalesce(sum(amount) FILTER (WHERE account = '2241.03'), 0) AS agency,
           coalesce(sum(amount) FILTER (WHERE account = '1304'), 0) AS allowance,
           coalesce(sum(amount) FILTER (WHERE account = '1221'), 0) AS vat_claim,
           coalesce(sum(amount) FILTER (WHERE account = 'OB.01'), 0) AS memo_interest,
           coalesce(sum(amount) FILTER (WHERE account = 'OB.02'), 0) AS memo_principal
      FROM movement
  )
  UPDATE loan SET
    event_count = event_count + new_events,
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
  FROM moved WHERE id = target;
  IF state ? 'books' THEN
    PERFORM compare_books(target, state -> 'books');
  END IF;
END $$;

-- The fold computed the same books from events that the postings add up to; anything else is an error of a
-- program, and nothing of it is written.
CREATE FUNCTION compare_books(target uuid, books jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  posted jsonb;
BEGIN
  SELECT jsonb_build_object('principalNormalFen', principal_normal_fen, 'principalOverdueFen', principal_overdue_fen,
      'principalNonAccrualFen', principal_non_accrual_fen, 'interestReceivableFen', interest_receivable_fen,
      'deferredVatFen', deferred_vat_fen, 'feesReceivableFen', fees_receivable_fen, 'suspenseFen', suspense_fen,
      'agencyPayableFen', agency_payable_fen, 'allowanceFen', provision_fen,
      'vatReceivableFen', vat_receivable_fen, 'offBalanceInterestFen', off_balance_interest_fen,
      'writtenOffPrincipalFen', written_off_principal_fen)
    INTO posted FROM loan WHERE id = target;
  IF posted <> books THEN
    RAISE EXCEPTION 'loan %: the books % are not those of its events %', target, posted, books
      USING ERRCODE = 'data_corrupted';
  END IF;
END $$;

CREATE FUNCTION write_instalments(target uuid, changed jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO instalment (loan_id, number, period_start, due_date, collection_date, opening_fen, annual_rate,
      accrual_from, rate_days_before, principal_fen, interest_fen, fee_fen, principal_paid_fen,
      interest_paid_fen, interest_waived_fen, fee_paid_fen, fee_waived_fen, settled, booked_interest_fen,
      deferred_vat_fen, overdue_in_books)
    SELECT target, number, "periodStart", "dueDate", "collectionDate", "openingFen", "annualRate",
           "accrualFrom", "rateDaysBefore", "principalFen", "interestFen", "feeFen", "principalPaidFen",
           "interestPaidFen", "interestWaivedFen", "feePaidFen", "feeWaivedFen", settled, "bookedInterestFen",
           "deferredVatFen", "overdueInBooks"
      FROM jsonb_to_recordset(changed) AS row (number integer, "periodStart" date, "dueDate" date,
        "collectionDate" date, "openingFen" bigint, "annualRate" numeric, "accrualFrom" date,
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
$$;

-- ── Entries without a loan, reversal, period close ──────────────────────────────────────────────────────────

-- Posts an entry of the institution itself (bank fees, unidentified receipts, …). Answers appended, or already
-- when its key is in the books.
CREATE FUNCTION post_entry(institution uuid, entry jsonb) RETURNS text LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('entry|' || (entry ->> 'businessKey'), 0));
  IF EXISTS (SELECT FROM journal_entry
             WHERE business_key = entry ->> 'businessKey' AND institution_id = institution) THEN
    RETURN 'already';
  END IF;
  PERFORM write_entries(institution, NULL, jsonb_build_array(entry));
  RETURN 'appended';
END $$;

-- Takes an entry of the institution back by its mirror. A loan's entries are taken back by an event of the loan,
-- which keeps its projection right; they are refused here.
CREATE FUNCTION reverse_entry(institution uuid, original_key text, mirror_key text, on_date date) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  original journal_entry;
BEGIN
  SELECT * INTO original FROM journal_entry WHERE business_key = original_key AND institution_id = institution;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no journal entry %', original_key USING ERRCODE = 'no_data_found';
  END IF;
  IF original.loan_id IS NOT NULL THEN
    RAISE EXCEPTION 'journal entry % belongs to a loan: reverse its event', original_key
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN post_entry(institution, jsonb_build_object(
    'businessKey', mirror_key, 'event', original.event, 'date', on_date, 'reverses', original_key,
    'postings', (SELECT jsonb_agg(jsonb_build_object('account', account_code, 'debitFen', credit_fen,
                                                     'creditFen', debit_fen) ORDER BY line)
                   FROM posting WHERE entry_id = original.id),
    'offBalance', coalesce((SELECT jsonb_agg(jsonb_build_object('account', account_code, 'amountFen', amount_fen,
                              'direction', CASE direction WHEN 'IN' THEN 'OUT' ELSE 'IN' END) ORDER BY line)
                              FROM off_balance_posting WHERE entry_id = original.id), '[]')));
END $$;

-- Balance of every account at the end of a day: the last closed month before it, and what came since.
CREATE FUNCTION account_totals(institution uuid, as_of date)
  RETURNS TABLE (account_code text, debit_fen numeric, credit_fen numeric) LANGUAGE sql STABLE AS $$
  WITH closed AS (
    SELECT max(month) AS month, (to_date(max(month), 'YYYY-MM') + interval '1 month')::date AS until
      FROM accounting_period
      WHERE institution_id = institution AND month < to_char(as_of + 1, 'YYYY-MM')
  ), part AS (
    SELECT b.account_code, b.debit_fen, b.credit_fen FROM period_balance b, closed
      WHERE b.institution_id = institution AND b.month = closed.month
    UNION ALL
    SELECT p.account_code, sum(p.debit_fen), sum(p.credit_fen)
      FROM journal_entry e JOIN posting p ON p.entry_id = e.id, closed
      WHERE e.institution_id = institution AND e.entry_date <= as_of
        AND e.entry_date >= coalesce(closed.until, '-infinity')
      GROUP BY 1
    UNION ALL
    SELECT o.account_code, sum(o.amount_fen) FILTER (WHERE o.direction = 'IN'),
           sum(o.amount_fen) FILTER (WHERE o.direction = 'OUT')
      FROM journal_entry e JOIN off_balance_posting o ON o.entry_id = e.id, closed
      WHERE e.institution_id = institution AND e.entry_date <= as_of
        AND e.entry_date >= coalesce(closed.until, '-infinity')
      GROUP BY 1
  )
  SELECT part.account_code, sum(coalesce(part.debit_fen, 0)), sum(coalesce(part.credit_fen, 0)) FROM part GROUP BY 1
$$;

-- Closes a month and all before it. Answers closed, or already.
CREATE FUNCTION close_period(institution uuid, closing text, actor text, at timestamptz) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(period_lock_key(institution));
  IF EXISTS (SELECT FROM accounting_period WHERE institution_id = institution AND month >= closing) THEN
    RETURN 'already';
  END IF;
  -- One statement: the totals are taken as of before the month counts as closed.
  WITH period AS (
    INSERT INTO accounting_period (institution_id, month, closed_at, closed_by)
      VALUES (institution, closing, at, actor)
  )
  INSERT INTO period_balance (institution_id, month, account_code, debit_fen, credit_fen)
    SELECT institution, closing, t.account_code, t.debit_fen, t.credit_fen
      FROM account_totals(institution, (to_date(closing, 'YYYY-MM') + interval '1 month')::date - 1) t;
  RETURN 'closed';
END $$;

-- Sub-ledger = general ledger: for each account that loans have a part of, what the ledger shows and what the
-- loans add up to. Accounts that others use too are compared over entries of loans and of the end of day.
CREATE FUNCTION compare_sub_ledger(institution uuid)
  RETURNS TABLE (account_code text, ledger_fen numeric, loans_fen numeric) LANGUAGE sql STABLE AS $$
  WITH loans AS (
    SELECT coalesce(sum(principal_normal_fen), 0) AS normal, coalesce(sum(principal_overdue_fen), 0) AS overdue,
           coalesce(sum(principal_non_accrual_fen), 0) AS non_accrual,
           coalesce(sum(interest_receivable_fen), 0) AS interest,
           -coalesce(sum(deferred_vat_fen), 0) AS deferred_vat, coalesce(sum(fees_receivable_fen), 0) AS fees,
           -coalesce(sum(suspense_fen), 0) AS suspense, -coalesce(sum(agency_payable_fen), 0) AS agency,
           -coalesce(sum(provision_fen), 0) AS provision, coalesce(sum(vat_receivable_fen), 0) AS vat_claim,
           coalesce(sum(off_balance_interest_fen), 0) AS memo_interest,
           coalesce(sum(written_off_principal_fen), 0) AS memo_principal
      FROM loan WHERE institution_id = institution
  ), part (code, amount, shared) AS (
    SELECT t.* FROM loans, LATERAL (VALUES
      ('1303.01', normal, false), ('1303.02', overdue, false), ('1303.03', non_accrual, false),
      ('1132', interest, false), ('2221.02', deferred_vat, false), ('1124', fees, false),
      ('2241.01', suspense, true), ('2241.03', agency, true), ('1304', provision, false),
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
    FROM part LEFT JOIN ledger ON ledger.code = part.code
$$;

GRANT EXECUTE ON FUNCTION post_loan_events, post_entry, reverse_entry, close_period TO lending_worker;
GRANT EXECUTE ON FUNCTION account_totals, compare_sub_ledger TO lending_worker, lending_api, lending_auditor;
