-- End of day as sets. Loans are taken in batches by id; each batch is one transaction that moves its loans,
-- notes what each of them got, and posts the sums. So at every moment ledger = loans, a crash loses at most one
-- batch, the next call goes on after the last one, and a day that is done has nothing left to do.

CREATE TABLE day_close (
  institution_id uuid NOT NULL REFERENCES institution,
  business_date date NOT NULL,
  step text NOT NULL,
  finished_at timestamptz(3) NOT NULL DEFAULT now(),
  figures jsonb NOT NULL,
  PRIMARY KEY (institution_id, business_date, step)
);
-- The last day closed is asked for at every posting.
CREATE INDEX day_close_step ON day_close (institution_id, step, business_date);

-- A day that is closed stays as it is: closing waits for the postings under way, and later ones see that it is.
CREATE FUNCTION guard_day_close() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(period_lock_key(NEW.institution_id));
  RETURN NEW;
END $$;
CREATE TRIGGER guard_day_close BEFORE INSERT ON day_close
  FOR EACH ROW WHEN (NEW.step = 'END_OF_DAY') EXECUTE FUNCTION guard_day_close();
ALTER TABLE day_close ENABLE ALWAYS TRIGGER guard_day_close;

-- What a batch did.
CREATE TABLE day_batch (
  institution_id uuid NOT NULL REFERENCES institution,
  business_date date NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  first_loan uuid NOT NULL,
  last_loan uuid NOT NULL,
  loans integer NOT NULL CHECK (loans > 0),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (institution_id, business_date, number)
);

-- The part of each loan in the entries of its batch (eod/{institution}/{date}/{batch}/{event}): the sub-ledger
-- of the day. Debits of the account that names the column are positive. Written by close_day_batch only; loans
-- are never removed, so no foreign key is paid for on each of a hundred thousand rows.
CREATE TABLE loan_day (
  loan_id uuid NOT NULL,
  business_date date NOT NULL,
  batch integer NOT NULL,
  -- J02, J03, J14
  interest_fen bigint NOT NULL,
  interest_vat_fen bigint NOT NULL,
  vat_due_fen bigint NOT NULL,
  overdue_principal_fen bigint NOT NULL,
  -- J16, J17
  non_accrual_interest_fen bigint NOT NULL,
  non_accrual_principal_fen bigint NOT NULL,
  -- J20, J21: change of the allowance
  provision_fen bigint NOT NULL,
  days_past_due integer NOT NULL,
  risk_class text NOT NULL,
  -- A day's rows come in the order of the loans: with the day first they go to the end of the index.
  PRIMARY KEY (business_date, loan_id)
);

-- ── Formulas, the same as in domain/ ───────────────────────────────────────────────────────────────────────

-- VAT inside a price: gross − round_half_up(gross / (1 + rate)), exact. `divisor` is (1 + rate) × 10,000. Plain
-- integers do the work as long as they can hold it.
CREATE FUNCTION vat_of(gross bigint, divisor bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT gross - CASE WHEN gross < 400000000000000 THEN (20000 * gross + divisor) / (2 * divisor)
    ELSE div(20000::numeric * gross + divisor, 2 * divisor)::bigint END
$$;

-- Interest of an instalment earned by a day (domain/loan accruedInterestAt).
CREATE FUNCTION earned_by(line instalment, day date, year_days smallint) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN day >= line.due_date THEN line.interest_fen
    WHEN day <= line.period_start THEN 0
    ELSE least(line.interest_fen, div(
      2 * line.opening_fen * (line.rate_days_before + line.annual_rate * greatest(day - line.accrual_from, 0))
        + year_days, 2 * year_days)::bigint)
  END
$$;

CREATE FUNCTION class_severity(class text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE class WHEN 'NORMAL' THEN 0 WHEN 'SPECIAL_MENTION' THEN 1 WHEN 'SUBSTANDARD' THEN 2
    WHEN 'DOUBTFUL' THEN 3 ELSE 4 END
$$;

CREATE FUNCTION class_of(severity integer) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (ARRAY['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'])[severity + 1]
$$;

-- Class by days past due: 令〔2023〕1号 (BANK), 金规〔2024〕26号 (MICRO: 90 days already count).
CREATE FUNCTION severity_by_days(days integer, regime text) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN days > 360 THEN 4 WHEN days > 270 THEN 3
    WHEN days > 90 OR (days = 90 AND regime = 'MICRO') THEN 2 WHEN days > 0 THEN 1 ELSE 0 END
$$;

-- Why a loan has its class, in the words of domain/overdue.
CREATE FUNCTION class_reasons(severity integer, days integer, regime text, floor_severity integer) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN severity = 0 THEN '{}' WHEN severity_by_days(days, regime) = severity THEN ARRAY[CASE severity
      WHEN 1 THEN 'DPD_GT_0' WHEN 2 THEN CASE regime WHEN 'MICRO' THEN 'DPD_GE_90' ELSE 'DPD_GT_90' END
      WHEN 3 THEN 'DPD_GT_270' ELSE 'DPD_GT_360' END]
    WHEN floor_severity = severity THEN ARRAY[CASE severity WHEN 1 THEN 'RESTRUCTURED' ELSE 'RESTRUCTURED_AGAIN' END]
    ELSE ARRAY['UPGRADE_HELD_BACK'] END
$$;

-- Lines of an entry from signed amounts [[account, debit less credit], …]; zeros are left out.
CREATE FUNCTION signed_postings(lines jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('account', line ->> 0,
      'debitFen', greatest((line ->> 1)::bigint, 0), 'creditFen', greatest(-(line ->> 1)::bigint, 0))
      ORDER BY position), '[]')
    FROM jsonb_array_elements(lines) WITH ORDINALITY AS l (line, position) WHERE (line ->> 1)::bigint <> 0
$$;

-- ── The batch ──────────────────────────────────────────────────────────────────────────────────────────────

-- An event that is being recorded while the end of day begins: the end of day waited for the loan's row and saw
-- it anew, but read the loan's instalments as they had been before (READ COMMITTED looks at what it waited for
-- again, at nothing else), and accrued interest that the event had accrued. So the rows are locked by one
-- statement, and read by the next, which sees all that was committed before it.
CREATE FUNCTION lock_loans_of_day(institution uuid, day date, size integer, after_loan uuid) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM loan l
    WHERE l.institution_id = institution AND l.id > after_loan AND l.start_date <= day
      AND (l.day_closed_through IS NULL OR l.day_closed_through < day)
      AND (l.status IN ('REPAYING', 'OVERDUE', 'SETTLED') OR l.provision_fen <> 0)
    ORDER BY l.id LIMIT size FOR UPDATE;
END $$;

-- One statement: takes the next loans, computes what the day does to each, and writes it to the loan, the day's
-- sub-ledger and, where class or accrual change, the loan's events. Gives the sums.
CREATE FUNCTION move_loans_of_day(institution uuid, day date, size integer, rates numeric[], non_accrual_after integer,
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
          (1, 'CLASSIFIED', new_class <> risk_class, jsonb_build_object('v', 2, 'by', 'EOD', 'recordedOn', day,
            'grade', new_class, 'reasons', class_reasons(class_severity(new_class), days, regime, floor_severity))),
          (2, 'NON_ACCRUAL_ENTERED', stops, jsonb_build_object('v', 2, 'by', 'EOD', 'recordedOn', day)))
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

CREATE FUNCTION close_day_batch(institution uuid, day date, size integer, rates jsonb, non_accrual_after integer)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET jit = off SET work_mem = '32MB' AS $$
DECLARE
  batch_number integer;
  after_loan uuid;
  rate_of_class numeric[] := ARRAY[rates ->> 'NORMAL', rates ->> 'SPECIAL_MENTION', rates ->> 'SUBSTANDARD',
    rates ->> 'DOUBTFUL', rates ->> 'LOSS']::numeric[];
  total record;
  prefix text;
BEGIN
  -- One batch of an institution at a time, so that two workers don't skip each other's loans.
  PERFORM pg_advisory_xact_lock(hashtextextended('close_day|' || institution, 0));
  SELECT coalesce(max(number), 0) + 1 INTO batch_number
    FROM day_batch WHERE institution_id = institution AND business_date = day;
  SELECT last_loan INTO after_loan FROM day_batch
    WHERE institution_id = institution AND business_date = day AND number = batch_number - 1;

  PERFORM lock_loans_of_day(institution, day, size, coalesce(after_loan, '00000000-0000-0000-0000-000000000000'));
  SELECT * INTO total FROM move_loans_of_day(institution, day, size, rate_of_class, non_accrual_after, batch_number,
    coalesce(after_loan, '00000000-0000-0000-0000-000000000000'));
  IF total.loans = 0 AND after_loan IS NOT NULL THEN
    -- The end is reached: loans paid out meanwhile may have smaller ids.
    PERFORM lock_loans_of_day(institution, day, size, '00000000-0000-0000-0000-000000000000');
    SELECT * INTO total FROM move_loans_of_day(institution, day, size, rate_of_class, non_accrual_after, batch_number,
      '00000000-0000-0000-0000-000000000000');
  END IF;
  IF total.loans = 0 THEN
    RETURN 0;
  END IF;

  INSERT INTO day_batch (institution_id, business_date, number, first_loan, last_loan, loans)
    VALUES (institution, day, batch_number, total.first_loan, total.last_loan, total.loans);
  prefix := 'eod/' || institution || '/' || day || '/' || batch_number || '/';
  PERFORM write_entries(institution, day, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('businessKey', prefix || event, 'event', event, 'date', day,
        'postings', postings, 'offBalance', memo)), '[]')
      FROM (SELECT event, signed_postings(lines) AS postings, memo FROM (VALUES
        ('ACCRUE_INTEREST', jsonb_build_array(jsonb_build_array('1132', total.interest),
          jsonb_build_array('6011.01', total.vat - total.interest), jsonb_build_array('2221.02', -total.vat)), '[]'),
        ('INTEREST_DUE', jsonb_build_array(jsonb_build_array('2221.02', total.vat_due),
          jsonb_build_array('2221.01', -total.vat_due)), '[]'),
        ('OVERDUE_TRANSFER', jsonb_build_array(jsonb_build_array('1303.02', total.overdue),
          jsonb_build_array('1303.01', -total.overdue)), '[]'),
        ('NON_ACCRUAL_ENTRY', jsonb_build_array(
          jsonb_build_array('6011.01', total.stopped - total.stopped_claim - total.stopped_deferred),
          jsonb_build_array('1221', total.stopped_claim), jsonb_build_array('2221.02', total.stopped_deferred),
          jsonb_build_array('1132', -total.stopped)), CASE total.stopped WHEN 0 THEN '[]' ELSE jsonb_build_array(
            jsonb_build_object('account', 'OB.01', 'direction', 'IN', 'amountFen', total.stopped)) END),
        ('NON_ACCRUAL_PRINCIPAL', jsonb_build_array(
          jsonb_build_array('1303.03', total.impaired_overdue + total.impaired_normal),
          jsonb_build_array('1303.02', -total.impaired_overdue),
          jsonb_build_array('1303.01', -total.impaired_normal)), '[]'),
        ('PROVISION', jsonb_build_array(jsonb_build_array('6702', total.provided),
          jsonb_build_array('1304', -total.provided)), '[]'),
        ('PROVISION_RELEASE', jsonb_build_array(jsonb_build_array('1304', total.released),
          jsonb_build_array('6702', -total.released)), '[]')) AS drafted (event, lines, memo)) AS entry
      WHERE jsonb_array_length(postings) > 0));
  RETURN total.loans;
END $$;
