-- What two people of finance do to the books: a month is closed or opened again, an entry is posted or taken back, a
-- budget is set. One asks, another one decides, and what is approved is done in the same statement or not at all.

CREATE TABLE ledger_change (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  kind text NOT NULL CONSTRAINT ledger_change_kind CHECK (kind IN
    ('CLOSE_PERIOD', 'REOPEN_PERIOD', 'POST_ENTRY', 'REVERSE_ENTRY', 'SET_BUDGET')),
  -- What the kind needs: contracts/ledgerChanges.ts.
  payload jsonb NOT NULL,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  status text NOT NULL CONSTRAINT ledger_change_status CHECK (status IN ('REQUESTED', 'APPROVED', 'REJECTED')),
  requested_by text NOT NULL,
  decided_by text,
  decision_reason text NOT NULL DEFAULT '',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  decided_at timestamptz(3),
  CONSTRAINT ledger_change_two_people CHECK (decided_by <> requested_by),
  CONSTRAINT ledger_change_decided CHECK ((status = 'REQUESTED') = (decided_by IS NULL)
    AND (decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT ledger_change_rejection_has_reason CHECK (status <> 'REJECTED' OR decision_reason <> '')
);
CREATE INDEX ledger_change_listed ON ledger_change (institution_id, created_at, id);
CREATE INDEX ledger_change_waiting ON ledger_change (institution_id) WHERE status = 'REQUESTED';

ALTER TABLE journal_entry ADD FOREIGN KEY (change_id) REFERENCES ledger_change;
CREATE INDEX journal_entry_change ON journal_entry (change_id) WHERE change_id IS NOT NULL;
CREATE INDEX journal_entry_cost_centre ON journal_entry (institution_id, cost_centre, entry_date)
  WHERE cost_centre IS NOT NULL;

-- What may be spent, or should be earned, in a month: the last that was approved. Costs by who bears them.
CREATE TABLE budget (
  institution_id uuid NOT NULL REFERENCES institution,
  month text NOT NULL CHECK (month ~ '^2[01]\d\d-(0[1-9]|1[0-2])$'),
  cost_centre text NOT NULL CHECK (cost_centre ~ '^[A-Z0-9][A-Z0-9-]{0,19}$'),
  account_code text NOT NULL REFERENCES account,
  amount_fen bigint NOT NULL CHECK (amount_fen BETWEEN 0 AND 1000000000000000),
  change_id uuid NOT NULL REFERENCES ledger_change,
  PRIMARY KEY (institution_id, month, cost_centre, account_code)
);

-- ── What must be right before a month is closed ────────────────────────────────────────────────────────────

-- Days of a month that are over, from the one on which the books began.
CREATE FUNCTION days_of_period(institution uuid, of_month text)
  RETURNS TABLE (date date, closed boolean, matched boolean, signed_off boolean, open_breaks bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.date, EXISTS (SELECT FROM day_close c WHERE c.institution_id = i.id AND c.business_date = d.date
        AND c.step = 'END_OF_DAY'),
      EXISTS (SELECT FROM day_close c WHERE c.institution_id = i.id AND c.business_date = d.date
        AND c.step = 'RECONCILIATION'),
      EXISTS (SELECT FROM reconciliation_sign_off s WHERE s.institution_id = i.id AND s.date = d.date),
      (SELECT count(*) FROM breaks_of_day(i.id, d.date) WHERE status = 'OPEN')
    FROM institution i, LATERAL (
      SELECT day::date AS date FROM generate_series(greatest(to_date(of_month, 'YYYY-MM'), i.books_from)::timestamp,
        least(to_date(of_month, 'YYYY-MM') + interval '1 month', business_today()::timestamp) - interval '1 day',
        interval '1 day') day) d
    WHERE i.id = institution
$$;

-- Orders up to the end of a month of which nobody knows what became of them.
CREATE FUNCTION orders_unknown(institution uuid, of_month text) RETURNS SETOF payment LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM payment WHERE institution_id = institution AND status NOT IN ('SUCCEEDED', 'FAILED')
    AND value_date <= month_end(to_date(of_month, 'YYYY-MM'))
$$;

-- What reconciliation booked as taken by the bank, less what people said it was taken for, unless they took that back:
-- nothing in right books.
CREATE FUNCTION unexplained_fen(institution uuid, as_of date) RETURNS bigint LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(sum(p.debit_fen - p.credit_fen), 0)::bigint
    FROM journal_entry e JOIN posting p ON p.entry_id = e.id LEFT JOIN journal_entry o ON o.id = e.reverses
      LEFT JOIN ledger_change c ON c.id = coalesce(o.change_id, e.change_id)
    WHERE e.institution_id = institution AND e.entry_date <= as_of AND p.account_code = '1221'
      AND (e.business_key LIKE 'recon/%' OR c.payload ? 'explains')
$$;

-- Each thing that must be right before a month is closed, with how much is missing. The API shows what the law asks for.
CREATE FUNCTION period_obstacles(institution uuid, of_month text, carried uuid[])
  RETURNS TABLE (name text, open bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH days AS (SELECT * FROM days_of_period(institution, of_month))
  SELECT check_name, missing FROM (VALUES
    (1, 'MONTH_OVER', (SELECT count(*) WHERE business_today() <= month_end(to_date(of_month, 'YYYY-MM')))),
    (2, 'EARLIER_CLOSED', (SELECT count(*) FROM institution i, LATERAL generate_series(
        greatest(last_closed_day(i.id) + 1, date_trunc('month', i.books_from)::date)::timestamp,
        to_date(of_month, 'YYYY-MM')::timestamp - interval '1 day', interval '1 month') WHERE i.id = institution)),
    (3, 'DAYS_CLOSED', (SELECT count(*) FROM days WHERE NOT closed)),
    (4, 'DAYS_MATCHED', (SELECT count(*) FROM days WHERE NOT matched)),
    (5, 'DAYS_SIGNED_OFF', (SELECT count(*) FROM days WHERE NOT signed_off)),
    (6, 'NO_OPEN_BREAKS', (SELECT coalesce(sum(open_breaks), 0)::bigint FROM days)),
    (7, 'NO_UNKNOWN_ORDERS', (SELECT count(*) FROM orders_unknown(institution, of_month) WHERE id <> ALL (carried))),
    (8, 'SUSPENSE_EXPLAINED', (SELECT count(*)
        WHERE unexplained_fen(institution, month_end(to_date(of_month, 'YYYY-MM'))) <> 0)),
    (9, 'LEDGER_AGREES', (SELECT count(*) FROM compare_sub_ledger(institution) WHERE ledger_fen <> loans_fen)
      + (SELECT count(*) FROM (SELECT sum(t.debit_fen) AS debits, sum(t.credit_fen) AS credits
          FROM account_totals(institution, month_end(to_date(of_month, 'YYYY-MM'))) t
            JOIN account a ON a.code = t.account_code WHERE NOT a.off_balance) sums WHERE debits <> credits))
  ) AS checks (place, check_name, missing) ORDER BY place
$$;

-- ── Laws ───────────────────────────────────────────────────────────────────────────────────────────────────

-- requested → approved | rejected; what was asked for and decided never changes. Finance asks, another one of finance
-- decides, and whoever asked still may when it is approved.
CREATE FUNCTION guard_ledger_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  person text := CASE TG_OP WHEN 'INSERT' THEN NEW.requested_by ELSE NEW.decided_by END;
BEGIN
  IF TG_OP = 'INSERT' AND NEW.status <> 'REQUESTED' THEN
    RAISE EXCEPTION 'ledger change %: begins as REQUESTED, not %', NEW.id, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.status <> 'REQUESTED'
      OR to_jsonb(NEW) - ARRAY['status', 'decided_by', 'decided_at', 'decision_reason']
         <> to_jsonb(OLD) - ARRAY['status', 'decided_by', 'decided_at', 'decision_reason']) THEN
    RAISE EXCEPTION 'ledger change %: what was asked for and decided never changes', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT may_act_as(person, NEW.institution_id, 'finance')
      OR NEW.status = 'APPROVED' AND NOT may_act_as(NEW.requested_by, NEW.institution_id, 'finance') THEN
    RAISE EXCEPTION 'ledger change %: % may not', NEW.id, person USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_ledger_change BEFORE INSERT OR UPDATE ON ledger_change
  FOR EACH ROW EXECUTE FUNCTION guard_ledger_change();
ALTER TABLE ledger_change ENABLE ALWAYS TRIGGER guard_ledger_change;
SELECT never_remove('ledger_change');

-- Whether two people decide a change in this very transaction: nothing is done by it earlier or later.
CREATE FUNCTION is_deciding(change uuid, institution uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM ledger_change WHERE id = change AND institution_id = institution AND status = 'APPROVED'
    AND xmin = pg_current_xact_id()::xid);
END $$;

-- Orders without an outcome that whoever closes a month now carries over.
CREATE FUNCTION orders_carried(institution uuid, of_month text) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(o::uuid), '{}') FROM ledger_change, jsonb_array_elements_text(payload -> 'carried') o
    WHERE institution_id = institution AND kind = 'CLOSE_PERIOD' AND payload ->> 'month' = of_month
      AND is_deciding(id, institution));
END $$;

-- A closed month is opened again by two people, the last one first; nobody else removes what was closed.
CREATE FUNCTION guard_reopening() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger_change WHERE kind = 'REOPEN_PERIOD' AND institution_id = OLD.institution_id
      AND payload ->> 'month' = OLD.month AND is_deciding(id, OLD.institution_id)) THEN
    RAISE EXCEPTION '% is append-only: DELETE refused', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['accounting_period', 'period_balance'] LOOP
    EXECUTE format('CREATE TRIGGER never_changed BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER guard_reopening BEFORE DELETE ON %I
      FOR EACH ROW EXECUTE FUNCTION guard_reopening()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_changed', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_truncated', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER guard_reopening', name);
  END LOOP;
END $$;

-- ── What an approved change does ───────────────────────────────────────────────────────────────────────────

-- Entries that people post touch no account that others keep; money at the bank only passes through, so that the cash
-- flow says what it was for: what the bank moved is booked by its own file.
CREATE FUNCTION post_by_hand(change ledger_change) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  wrong text;
BEGIN
  SELECT string_agg(line ->> 'account', ', ') INTO wrong FROM jsonb_array_elements(change.payload -> 'lines') line
    WHERE NOT EXISTS (SELECT FROM account WHERE code = line ->> 'account' AND by_hand);
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'ledger change %: nobody posts to % by hand', change.id, wrong USING ERRCODE = 'check_violation';
  END IF;
  IF (SELECT coalesce(sum((line ->> 'debitFen')::bigint - (line ->> 'creditFen')::bigint), 0)
        FROM jsonb_array_elements(change.payload -> 'lines') line WHERE line ->> 'account' IN ('1002', '1012')) <> 0 THEN
    RAISE EXCEPTION 'ledger change %: money at the bank is booked by its file', change.id USING ERRCODE = 'check_violation';
  END IF;
  IF (change.payload ->> 'date')::date > business_today() THEN
    RAISE EXCEPTION 'ledger change %: % is to come', change.id, change.payload ->> 'date' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM post_entry(change.institution_id, jsonb_build_object('businessKey', 'ledger/' || change.id, 'event', 'BY_HAND',
    'date', change.payload ->> 'date', 'changeId', change.id, 'costCentre', change.payload ->> 'costCentre',
    'postings', change.payload -> 'lines', 'offBalance', '[]'::jsonb));
END $$;

-- What may be taken back by hand: what people could have posted themselves.
CREATE FUNCTION reverse_by_hand(change ledger_change) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  original journal_entry;
BEGIN
  SELECT * INTO original FROM journal_entry
    WHERE id = (change.payload ->> 'entryId')::bigint AND institution_id = change.institution_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'ledger change %: no such entry', change.id USING ERRCODE = 'no_data_found';
  END IF;
  IF original.event <> 'BY_HAND' THEN
    RAISE EXCEPTION 'ledger change %: % is taken back by what made it', change.id, original.business_key
      USING ERRCODE = 'check_violation';
  END IF;
  -- In the month of what it takes back while that is open, else in the open one.
  PERFORM reverse_entry(change.institution_id, original.business_key, 'ledger/' || change.id, original.entry_date,
    change.id);
END $$;

-- The profit of a year becomes retained earnings on its last day, before December is closed.
CREATE FUNCTION close_year(change ledger_change, last_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  lines jsonb;
BEGIN
  WITH profit AS (
    SELECT t.account_code AS account, (t.debit_fen - t.credit_fen)::bigint AS fen
      FROM account_totals(change.institution_id, last_day) t JOIN account a ON a.code = t.account_code
      WHERE a.kind IN ('INCOME', 'EXPENSE') AND t.debit_fen <> t.credit_fen
  ), closing AS (
    SELECT account, -fen AS fen FROM profit UNION ALL SELECT '4104', sum(fen)::bigint FROM profit HAVING sum(fen) <> 0
  )
  SELECT jsonb_agg(jsonb_build_object('account', account, 'debitFen', greatest(fen, 0), 'creditFen', greatest(-fen, 0))
      ORDER BY account DESC) INTO lines FROM closing;
  IF lines IS NOT NULL THEN
    PERFORM post_entry(change.institution_id, jsonb_build_object('businessKey', 'ledger/' || change.id,
      'event', 'CLOSE_YEAR', 'date', last_day, 'changeId', change.id, 'postings', lines, 'offBalance', '[]'::jsonb));
  END IF;
END $$;

CREATE FUNCTION close_month(change ledger_change) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  of_month text := change.payload ->> 'month';
  obstacles text;
BEGIN
  PERFORM pg_advisory_xact_lock(period_lock_key(change.institution_id));
  SELECT string_agg(name || ' ' || open, ', ') INTO obstacles
    FROM period_obstacles(change.institution_id, of_month, orders_carried(change.institution_id, of_month))
    WHERE open > 0;
  IF obstacles IS NOT NULL THEN
    RAISE EXCEPTION 'period %: %', of_month, obstacles USING ERRCODE = 'check_violation';
  END IF;
  IF of_month LIKE '%-12' THEN
    PERFORM close_year(change, month_end(to_date(of_month, 'YYYY-MM')));
  END IF;
  IF close_period(change.institution_id, of_month, change.decided_by) <> 'closed' THEN
    RAISE EXCEPTION 'period %: it or a later one is closed', of_month USING ERRCODE = 'check_violation';
  END IF;
END $$;

-- The last closed month is open again, for what people post; with December the year's close is taken back.
CREATE FUNCTION reopen_month(change ledger_change) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  of_month text := change.payload ->> 'month';
  year_close text;
BEGIN
  PERFORM pg_advisory_xact_lock(period_lock_key(change.institution_id));
  IF last_closed_day(change.institution_id) IS DISTINCT FROM month_end(to_date(of_month, 'YYYY-MM')) THEN
    RAISE EXCEPTION 'period %: not the last one that is closed', of_month USING ERRCODE = 'check_violation';
  END IF;
  DELETE FROM period_balance WHERE institution_id = change.institution_id AND month = of_month;
  DELETE FROM accounting_period WHERE institution_id = change.institution_id AND month = of_month;
  SELECT business_key INTO year_close FROM journal_entry e
    WHERE institution_id = change.institution_id AND event = 'CLOSE_YEAR' AND reverses IS NULL
      AND entry_date = month_end(to_date(of_month, 'YYYY-MM'))
      AND NOT EXISTS (SELECT FROM journal_entry mirror WHERE mirror.reverses = e.id);
  IF year_close IS NOT NULL THEN
    PERFORM reverse_entry(change.institution_id, year_close, 'ledger/' || change.id,
      month_end(to_date(of_month, 'YYYY-MM')), change.id);
  END IF;
END $$;

CREATE FUNCTION set_budget(change ledger_change) RETURNS void LANGUAGE sql AS $$
  INSERT INTO budget (institution_id, month, cost_centre, account_code, amount_fen, change_id)
    SELECT change.institution_id, line ->> 'month', change.payload ->> 'costCentre', line ->> 'account',
           (line ->> 'amountFen')::bigint, change.id
      FROM jsonb_array_elements(change.payload -> 'lines') line
    ON CONFLICT (institution_id, month, cost_centre, account_code) DO UPDATE
      SET amount_fen = excluded.amount_fen, change_id = excluded.change_id
$$;

CREATE FUNCTION apply_ledger_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  CASE NEW.kind
    WHEN 'CLOSE_PERIOD' THEN PERFORM close_month(NEW);
    WHEN 'REOPEN_PERIOD' THEN PERFORM reopen_month(NEW);
    WHEN 'POST_ENTRY' THEN PERFORM post_by_hand(NEW);
    WHEN 'REVERSE_ENTRY' THEN PERFORM reverse_by_hand(NEW);
    WHEN 'SET_BUDGET' THEN PERFORM set_budget(NEW);
  END CASE;
  RETURN NULL;
END $$;
CREATE TRIGGER apply_ledger_change AFTER UPDATE ON ledger_change
  FOR EACH ROW WHEN (NEW.status = 'APPROVED') EXECUTE FUNCTION apply_ledger_change();
ALTER TABLE ledger_change ENABLE ALWAYS TRIGGER apply_ledger_change;

GRANT SELECT ON ledger_change, budget TO lending_api, lending_worker, lending_auditor;
GRANT INSERT (id, institution_id, kind, payload, reason, status, requested_by), UPDATE (status, decided_by, decided_at,
  decision_reason) ON ledger_change TO lending_api;
GRANT EXECUTE ON FUNCTION month_end, last_closed_day, days_of_period, orders_unknown, unexplained_fen, period_obstacles
  TO lending_api, lending_worker, lending_auditor;
