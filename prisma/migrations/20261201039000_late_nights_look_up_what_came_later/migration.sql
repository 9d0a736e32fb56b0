-- As before, and what later days moved is looked up loan by loan, in an index. A function is planned without its day: of
-- a set of all later entries PostgreSQL expects a third of the journal, and read all postings for each batch of loans.
DROP INDEX journal_entry_loan;
CREATE INDEX journal_entry_loan ON journal_entry (loan_id, entry_date);

CREATE OR REPLACE FUNCTION move_loans_of_day(ids uuid[], day date, rates numeric[], non_accrual_after integer,
  batch_number integer)
  RETURNS TABLE (loans integer, first_loan uuid, last_loan uuid, interest numeric, vat numeric, vat_due numeric,
    overdue numeric, stopped numeric, stopped_claim numeric, stopped_deferred numeric, impaired_overdue numeric,
    impaired_normal numeric, provided numeric, released numeric)
  LANGUAGE sql AS $$
  WITH taken AS MATERIALIZED (
    -- `until`: an event may have brought the books further than this day.
    SELECT l.id, l.enterprise_id, l.status, l.accrual, l.year_days,
           (10000 * (1 + l.vat_rate))::bigint AS vat_divisor, l.regime, l.risk_class, l.own_class, l.risk_floor,
           l.risk_floor_until, l.accrued_through, l.events_through, l.event_count, l.principal_outstanding_fen,
           l.principal_normal_fen, l.principal_overdue_fen, l.interest_receivable_fen, l.deferred_vat_fen,
           l.provision_fen, greatest(day, l.accrued_through) AS until,
           CASE WHEN l.status = 'WRITTEN_OFF' THEN 0
             ELSE l.principal_outstanding_fen - later.principal END AS principal_then,
           later.reinstated AS reinstated_later
      FROM loan l
      CROSS JOIN LATERAL (
        -- What entries of later days moved before this night came: on a night in time few, of that morning.
        SELECT coalesce(sum(p.debit_fen - p.credit_fen) FILTER (WHERE p.account_code LIKE '1303.%'), 0)::bigint
                 AS principal,
               coalesce(sum(p.credit_fen - p.debit_fen) FILTER (
                 WHERE p.account_code = '1304' AND e.event = 'RECOVERY_REINSTATE'), 0)::bigint AS reinstated
          FROM journal_entry e JOIN posting p ON p.entry_id = e.id
          WHERE e.loan_id = l.id AND e.entry_date > day
      ) later
      WHERE l.id = ANY (ids)
  ), figured AS (
    SELECT t.*, earned.interest, earned.vat, earned.vat_due, coalesce(open.overdue, 0) AS overdue_target,
           CASE WHEN open.oldest IS NULL OR t.status = 'WRITTEN_OFF' THEN 0 ELSE t.until - open.oldest END AS days,
           coalesce(open.due_interest, 0) AS due_interest,
           CASE WHEN t.risk_floor_until >= t.until THEN class_severity(t.risk_floor) ELSE 0 END AS floor_severity,
           fact.severity AS fact_severity, fact.own_severity AS own_fact_severity
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
      CROSS JOIN LATERAL (
        SELECT coalesce(max(class_severity(f.floor)), 0) AS severity,
               coalesce(max(class_severity(f.floor)) FILTER (WHERE f.loan_id = t.id), 0) AS own_severity
          FROM risk_floor f
          WHERE f.enterprise_id = t.enterprise_id AND (f.loan_id IS NULL OR f.loan_id = t.id)
            AND f.since <= t.until AND (f.until IS NULL OR f.until >= t.until)
      ) fact
  ), judged AS (
    SELECT f.*,
           CASE WHEN f.accrual = 'ACCRUAL' AND f.status <> 'WRITTEN_OFF'
             THEN f.overdue_target - f.principal_overdue_fen ELSE 0 END AS overdue,
           f.accrual = 'ACCRUAL' AND f.days > non_accrual_after AND f.principal_outstanding_fen > 0 AS stops,
           f.interest_receivable_fen + f.interest AS receivable,
           -- By its own facts: its share of bad debt is what its debtor's other loans are judged by.
           CASE WHEN f.status NOT IN ('REPAYING', 'OVERDUE', 'SETTLED') THEN class_severity(f.own_class)
             ELSE greatest(severity_by_days(f.days, f.regime), f.floor_severity, f.own_fact_severity,
               CASE WHEN class_severity(f.own_class) >= 2 THEN 2 ELSE 0 END) END AS own_severity,
           CASE
             -- What is over keeps the class that it had.
             WHEN f.status NOT IN ('REPAYING', 'OVERDUE', 'SETTLED') THEN class_severity(f.risk_class)
             -- Non-performing loans get better only by a decision.
             ELSE greatest(severity_by_days(f.days, f.regime), f.floor_severity, f.fact_severity,
               CASE WHEN class_severity(f.risk_class) >= 2 THEN 2 ELSE 0 END) END AS severity
      FROM figured f
  ), settled AS MATERIALIZED (
    SELECT j.*,
           class_of(j.severity) AS new_class,
           CASE WHEN j.stops THEN j.receivable ELSE 0 END AS stop_interest,
           CASE WHEN j.stops THEN vat_of(j.due_interest, j.vat_divisor) ELSE 0 END AS stop_claim,
           CASE WHEN j.stops THEN j.deferred_vat_fen + j.vat - j.vat_due ELSE 0 END AS stop_deferred,
           -- For what was outstanding on the day; what later days recovered their own nights release.
           floor(j.principal_then * rates[j.severity + 1] + 0.5)::bigint + j.reinstated_later AS allowance
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
      own_class = class_of(s.own_severity),
      accrual = CASE WHEN s.stops THEN 'NON_ACCRUAL' ELSE l.accrual END,
      accrued_through = s.until,
      day_closed_through = day,
      next_due_date = CASE WHEN l.status = 'WRITTEN_OFF' OR l.next_due_date >= s.until THEN l.next_due_date ELSE (
        SELECT min(i.due_date) FROM instalment i
          WHERE i.loan_id = l.id AND NOT i.settled AND i.collection_date >= s.until) END,
      event_count = l.event_count + s.stops::integer + (s.new_class <> s.risk_class)::integer
    FROM settled s WHERE l.id = s.id
  ), noted AS (
    INSERT INTO loan_day (loan_id, business_date, batch, interest_fen, interest_vat_fen, vat_due_fen,
        overdue_principal_fen, non_accrual_interest_fen, non_accrual_principal_fen, non_accrual_overdue_fen,
        non_accrual_claim_fen, non_accrual_deferred_fen, provision_fen, days_past_due, risk_class)
      SELECT id, day, batch_number, settled.interest, settled.vat, settled.vat_due, settled.overdue, stop_interest,
             CASE WHEN stops THEN principal_outstanding_fen ELSE 0 END,
             CASE WHEN stops THEN principal_overdue_fen + settled.overdue ELSE 0 END, stop_claim, stop_deferred,
             allowance - provision_fen, days, new_class
        FROM settled
  ), told AS (
    -- What changes a loan for good is an event of it, so that its fold says the same.
    INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
      SELECT id, event_count + row_number() OVER (PARTITION BY id ORDER BY position), kind, until, payload,
             'loan/' || id || '/eod/' || day || '/' || lower(kind)
        FROM (SELECT * FROM settled WHERE stops OR new_class <> risk_class OFFSET 0) AS changed, LATERAL (VALUES
          (1, 'CLASSIFIED', new_class <> risk_class, jsonb_build_object('v', 2, 'by', 'EOD', 'recordedOn', day,
            'grade', new_class, 'reasons', class_reasons(severity, days, regime, floor_severity,
              fact_reasons(enterprise_id, id, until, severity)))),
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
