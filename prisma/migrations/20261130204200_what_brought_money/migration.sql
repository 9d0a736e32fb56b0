-- What brings money into the books is named, is there, is as much, and is used up once: an order that the bank carried
-- out, a movement of the bank's file, an entry by hand that people approved. It holds for what is written from now on;
-- movements that are used already are taken over as used.

-- ── A movement of the bank's file is one thing ─────────────────────────────────────────────────────────────

CREATE INDEX statement_row_reference ON statement_row (institution_id, date, bank_reference);

-- The movement that a name of it means: the bank's reference, for the second of a day under one with its place there.
CREATE FUNCTION movement_named(institution uuid, day date, name text) RETURNS SETOF statement_row
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT * FROM statement_row
    WHERE institution_id = institution AND date = day AND bank_reference = name ORDER BY sequence LIMIT 1;
  IF NOT FOUND AND name ~ '^.+/\d{1,18}$' THEN
    RETURN QUERY SELECT * FROM statement_row WHERE institution_id = institution AND date = day
      AND sequence = substring(name FROM '\d+$')::bigint AND bank_reference = regexp_replace(name, '/\d+$', '');
  END IF;
END $$;

-- What a movement became: booked on a loan, held for nobody, or what had been entered by hand. Written by the laws alone.
CREATE TABLE movement_use (
  institution_id uuid NOT NULL,
  bank_date date NOT NULL,
  sequence bigint NOT NULL,
  -- The key of the loan's event, `receipt/{id}`, or `change/{id}` of the entry by hand.
  used_by text NOT NULL UNIQUE,
  PRIMARY KEY (institution_id, bank_date, sequence),
  FOREIGN KEY (institution_id, bank_date, sequence) REFERENCES statement_row (institution_id, date, sequence)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON movement_use FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON movement_use
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE movement_use ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE movement_use ENABLE ALWAYS TRIGGER append_only_truncate;

INSERT INTO movement_use (institution_id, bank_date, sequence, used_by)
  SELECT c.institution_id, c.bank_date, c.sequence, 'change/' || c.change_id FROM receipt_clearing c
    WHERE c.receipt_id IS NULL
  UNION ALL
  SELECT m.institution_id, m.date, m.sequence, 'receipt/' || r.id FROM unidentified_receipt r,
    LATERAL movement_named(r.institution_id, r.bank_date, r.bank_reference) m
  UNION ALL
  SELECT m.institution_id, m.date, m.sequence, e.business_key
    FROM loan_event e JOIN loan l ON l.id = e.loan_id,
      LATERAL regexp_match(e.business_key, '^loan/[^/]+/transfer/(\d{4}-\d{2}-\d{2})/(.+)$') AS told (part),
      LATERAL movement_named(l.institution_id, part[1]::date, part[2]) m
    WHERE e.business_key LIKE 'loan/%/transfer/%'
  ON CONFLICT DO NOTHING;

-- Uses up a movement of money in under no order of ours, all of it: whoever comes second waits, and is refused.
CREATE FUNCTION use_movement(movement statement_row, whole bigint, by text) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (movement.direction, movement.amount_fen) IS DISTINCT FROM ('CREDIT', whole)
    OR movement.key <> '' AND EXISTS (SELECT FROM payment
      WHERE key = movement.key AND institution_id = movement.institution_id) THEN
    RAISE EXCEPTION '%: the bank''s file has no such money', by USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO movement_use (institution_id, bank_date, sequence, used_by)
    VALUES (movement.institution_id, movement.date, movement.sequence, by) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RAISE EXCEPTION '%: the movement was used', by USING ERRCODE = 'check_violation';
  END IF;
END $$;

-- A transfer that is booked on a loan.
CREATE FUNCTION use_transfer() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  told text[] := regexp_match(NEW.business_key, '^loan/([^/]+)/transfer/(\d{4}-\d{2}-\d{2})/(.+)$');
  movement statement_row;
BEGIN
  SELECT m.* INTO movement FROM loan l, LATERAL movement_named(l.institution_id, told[2]::date, told[3]) m
    WHERE l.id = NEW.loan_id AND told[1] = l.id::text;
  PERFORM use_movement(movement, (NEW.payload ->> 'amountFen')::bigint, NEW.business_key);
  RETURN NULL;
END $$;
CREATE TRIGGER use_transfer AFTER INSERT ON loan_event
  FOR EACH ROW WHEN (NEW.business_key LIKE 'loan/%/transfer/%') EXECUTE FUNCTION use_transfer();
ALTER TABLE loan_event ENABLE ALWAYS TRIGGER use_transfer;

-- What cleared an entry by hand at once; what was held until then is used by its receipt.
CREATE FUNCTION use_cleared() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  movement statement_row;
BEGIN
  SELECT * INTO movement FROM statement_row
    WHERE (institution_id, date, sequence) = (NEW.institution_id, NEW.bank_date, NEW.sequence);
  PERFORM use_movement(movement, movement.amount_fen, 'change/' || NEW.change_id);
  RETURN NULL;
END $$;
CREATE TRIGGER use_cleared AFTER INSERT ON receipt_clearing
  FOR EACH ROW WHEN (NEW.receipt_id IS NULL) EXECUTE FUNCTION use_cleared();
ALTER TABLE receipt_clearing ENABLE ALWAYS TRIGGER use_cleared;

-- Whether money comes in by an order.
CREATE FUNCTION is_money_in(purpose text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT purpose IN ('COLLECTION', 'REPAYMENT', 'PREPAYMENT', 'FEE_COLLECTION')
$$;

-- Whether what is held is what a movement brought: all of it; or, where it names an order of ours, what is above the
-- order, or all of it where another movement that names the order is left for that. An order that a file did not have in
-- time was given up, and claims no movement any more.
CREATE FUNCTION is_brought_by(held bigint, movement statement_row) RETURNS boolean
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  ordered payment;
BEGIN
  SELECT * INTO ordered FROM payment WHERE key = movement.key
    AND institution_id = movement.institution_id AND is_money_in(purpose) AND status <> 'FAILED'
    AND reconciled_as IS DISTINCT FROM 'SHORT';
  RETURN CASE WHEN ordered.id IS NULL THEN held = movement.amount_fen
    ELSE held = movement.amount_fen - ordered.amount_fen
      OR held = movement.amount_fen AND EXISTS (
        SELECT FROM statement_row other LEFT JOIN movement_use u
            ON (u.institution_id, u.bank_date, u.sequence) = (other.institution_id, other.date, other.sequence)
          LEFT JOIN unidentified_receipt r ON u.used_by = 'receipt/' || r.id
          WHERE other.institution_id = movement.institution_id AND other.key = movement.key
            AND other.direction = 'CREDIT' AND (other.date, other.sequence) <> (movement.date, movement.sequence)
            AND (u.used_by IS NULL OR r.amount_fen < other.amount_fen)) END;
END $$;

-- Receipts as a set: each is a movement of the file, which is used up with it.
CREATE FUNCTION use_receipts() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  wrong text;
  used bigint;
BEGIN
  WITH named AS (
    SELECT DISTINCT ON (r.id) r.id, m.date, m.sequence, r.institution_id FROM receipts r JOIN statement_row m
        ON (m.institution_id, m.date, m.bank_reference) = (r.institution_id, r.bank_date, r.bank_reference)
      ORDER BY r.id, m.sequence
  )
  INSERT INTO movement_use (institution_id, bank_date, sequence, used_by)
    SELECT institution_id, date, sequence, 'receipt/' || id FROM named
    UNION ALL
    SELECT m.institution_id, m.date, m.sequence, 'receipt/' || r.id
      FROM receipts r, LATERAL movement_named(r.institution_id, r.bank_date, r.bank_reference) m
      WHERE r.bank_reference ~ '/\d+$' AND r.id NOT IN (SELECT id FROM named)
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS used = ROW_COUNT;
  SELECT min(r.bank_reference) INTO wrong FROM receipts r JOIN movement_use u ON u.used_by = 'receipt/' || r.id
      JOIN statement_row m ON (m.institution_id, m.date, m.sequence) = (u.institution_id, u.bank_date, u.sequence)
    WHERE m.direction <> 'CREDIT'
      OR NOT CASE m.key WHEN '' THEN m.amount_fen = r.amount_fen ELSE is_brought_by(r.amount_fen, m) END;
  IF wrong IS NOT NULL OR used <> (SELECT count(*) FROM receipts) THEN
    RAISE EXCEPTION 'receipt %: the bank''s file has no such money', wrong USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER use_receipts AFTER INSERT ON unidentified_receipt REFERENCING NEW TABLE AS receipts
  FOR EACH STATEMENT EXECUTE FUNCTION use_receipts();
ALTER TABLE unidentified_receipt ENABLE ALWAYS TRIGGER use_receipts;

-- ── On loans ───────────────────────────────────────────────────────────────────────────────────────────────

-- As before, with every way by which money comes.
CREATE FUNCTION has_its_money(event loan_event) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  fen CONSTANT bigint := event.payload ->> 'amountFen';
BEGIN
  RETURN coalesce(CASE
    -- Of what is held: nothing comes in.
    WHEN event.kind = 'PREPAID' THEN event.payload ->> 'into' = 'SUSPENSE'
    WHEN event.kind NOT IN ('RECEIVED', 'RECOVERED') THEN false
    WHEN event.payload ->> 'into' = 'BANK' THEN
      EXISTS (SELECT FROM movement_use WHERE used_by = event.business_key)
    -- What people vouch for is judged with the change that they approved.
    WHEN event.payload ->> 'into' = 'CHANNEL' THEN event.kind = 'RECEIVED'
    WHEN event.payload ->> 'into' = 'UNIDENTIFIED' THEN EXISTS (
      SELECT FROM unidentified_receipt r JOIN loan l ON l.id = r.loan_id AND l.institution_id = r.institution_id
        WHERE r.id = substring(event.business_key FROM '^loan/[^/]+/receipt/([0-9a-f-]{36})$')::uuid
          AND r.loan_id = event.loan_id AND (r.status, r.claimed_fen, r.amount_fen) = ('CLAIMED', fen, fen)
          -- What was entered by hand is on the loan already.
          AND NOT EXISTS (SELECT FROM receipt_clearing WHERE receipt_id = r.id))
    END, false);
END $$;

CREATE OR REPLACE FUNCTION judge_money_event() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  paid payment;
BEGIN
  -- Locked: what another transaction books under the key is seen, or waits.
  SELECT * INTO paid FROM payment WHERE key = NEW.business_key FOR UPDATE;
  IF NOT FOUND THEN
    IF NOT has_its_money(NEW) THEN
      RAISE EXCEPTION 'loan %: nothing moved the money of % under %', NEW.loan_id, NEW.kind, NEW.business_key
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
  END IF;
  IF paid.status <> 'SUCCEEDED' OR paid.subject_id <> NEW.loan_id
    OR paid.amount_fen IS DISTINCT FROM (NEW.payload ->> 'amountFen')::bigint
    OR is_money_in(paid.purpose) AND NEW.payload ->> 'into' IS DISTINCT FROM 'BANK'
    OR NEW.kind <> ALL (CASE paid.purpose WHEN 'DISBURSEMENT' THEN ARRAY['DISBURSED']
      WHEN 'REFUND' THEN ARRAY['REFUNDED'] WHEN 'PREPAYMENT' THEN ARRAY['PREPAID', 'RECEIVED', 'RECOVERED']
      ELSE ARRAY['RECEIVED', 'RECOVERED'] END)
    OR EXISTS (SELECT FROM journal_entry WHERE business_key = NEW.business_key AND loan_id IS NULL) THEN
    RAISE EXCEPTION 'loan %: % is not the order % carried out', NEW.loan_id, NEW.kind, NEW.business_key
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER judge_money_event ON loan_event;
-- Money of fees goes by charges of their own.
CREATE CONSTRAINT TRIGGER judge_money_event AFTER INSERT ON loan_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind IN ('DISBURSED', 'REFUNDED', 'RECEIVED', 'PREPAID', 'RECOVERED', 'FEE_REFUNDED',
    'FEE_PAID_OVER') OR NEW.kind = 'FEE_CHARGED' AND NEW.payload ->> 'settlement' = 'PAID')
  EXECUTE FUNCTION judge_money_event();
ALTER TABLE loan_event ENABLE ALWAYS TRIGGER judge_money_event;

-- A movement has one use, which says this too.
DROP TRIGGER guard_cleared_money ON loan_event;
DROP FUNCTION guard_cleared_money;

-- What an event says that it moves of one account of money, in less out.
CREATE FUNCTION money_of(kind text, payload jsonb, account text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN CASE
    WHEN kind IN ('RECEIVED', 'RECOVERED', 'PREPAID') AND account = CASE payload ->> 'into'
        WHEN 'BANK' THEN '1002' WHEN 'CHANNEL' THEN '1012' WHEN 'UNIDENTIFIED' THEN '2241.02' END
      OR kind = 'FEE_CHARGED' AND payload ->> 'settlement' = 'PAID' AND account = '1002'
      THEN (payload ->> 'amountFen')::bigint
    WHEN kind IN ('DISBURSED', 'REFUNDED', 'FEE_REFUNDED', 'FEE_PAID_OVER') AND account = '1002'
      THEN -(payload ->> 'amountFen')::bigint
    ELSE 0 END;
END $$;

-- What events of a loan say that they move of money, account by account; what is taken back moves the other way.
CREATE FUNCTION money_told(loan uuid, events jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  sums bigint[] := ARRAY[0, 0, 0];
  accounts CONSTANT text[] := ARRAY['1002', '1012', '2241.02'];
  item jsonb;
  told loan_event;
BEGIN
  FOR item IN SELECT * FROM jsonb_array_elements(events) LOOP
    IF item ->> 'kind' = 'REVERSED' THEN
      SELECT * INTO told FROM loan_event
        WHERE loan_id = loan AND sequence = (item #>> '{payload,reverses}')::integer;
    END IF;
    FOR n IN 1 .. 3 LOOP
      sums[n] := sums[n] + CASE item ->> 'kind' WHEN 'REVERSED' THEN -money_of(told.kind, told.payload, accounts[n])
        ELSE money_of(item ->> 'kind', item -> 'payload', accounts[n]) END;
    END LOOP;
  END LOOP;
  RETURN to_jsonb(sums);
END $$;

-- As before, and its entries move the money that its events tell of.
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
  -- What the entries move of each account that loans have a part of, and of money.
  moved jsonb := '{"1303.01": 0, "1303.02": 0, "1303.03": 0, "1132": 0, "2221.02": 0, "1124": 0, "2241.01": 0,
    "2241.03": 0, "1304": 0, "1221": 0, "OB.01": 0, "OB.02": 0, "OB.03": 0, "1002": 0, "1012": 0, "2241.02": 0}';
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

  IF jsonb_build_array(moved -> '1002', moved -> '1012', moved -> '2241.02') <> money_told(target, events) THEN
    RAISE EXCEPTION 'loan %: the entries move other money than its events tell of: % instead of %', target,
      jsonb_build_array(moved -> '1002', moved -> '1012', moved -> '2241.02'), money_told(target, events)
      USING ERRCODE = 'check_violation';
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

-- ── In the institution's own books ─────────────────────────────────────────────────────────────────────────

-- Whether money that an entry of no loan books (into 1002 and 1012, or out of what is nobody's) was brought by what its
-- key names. All three are debits less credits.
CREATE FUNCTION is_entry_brought(entry journal_entry, bank bigint, transit bigint, unclaimed bigint) RETURNS boolean
  LANGUAGE plpgsql STABLE AS $$
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
  -- What a file of the bank has otherwise.
  part := regexp_match(key, '^recon/([0-9a-f-]{36})/(\d{4}-\d{2}-\d{2})/(.+)$');
  IF part[1] = institution::text AND transit = 0 THEN
    RETURN unclaimed = -bank AND EXISTS (SELECT FROM unidentified_receipt
        WHERE (institution_id, bank_date, bank_reference) = (institution, part[2]::date, part[3]) AND amount_fen = bank)
      OR unclaimed = -bank AND is_as_ordered(institution, part[2]::date, part[3], bank)
      -- Found after it was given up: the debt that its coming made meets the claim.
      OR bank = 0 AND part[3] LIKE '%/cleared' AND EXISTS (SELECT FROM journal_entry e
          WHERE e.institution_id = institution AND e.business_key = left(key, -length('/cleared')) AND e.loan_id IS NULL)
        AND is_found(institution, part[2]::date, left(part[3], -length('/cleared')), unclaimed);
  END IF;
  RETURN false;
END $$;

-- Whether a movement is that of an order which a file did not have in time.
CREATE FUNCTION is_found(institution uuid, day date, name text, fen bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM movement_named(institution, day, name) m
      JOIN payment p ON p.key = m.key AND p.institution_id = institution
    WHERE p.status = 'SUCCEEDED' AND (p.amount_fen, m.amount_fen) = (fen, fen)
      AND m.direction = CASE WHEN is_money_in(p.purpose) THEN 'CREDIT' ELSE 'DEBIT' END
      AND EXISTS (SELECT FROM break_case WHERE (institution_id, kind, reference) = (institution, 'SHORT', p.key)))
$$;

-- Money of our orders that the bank has otherwise: it had not what we had sent, or less of it; or it has after all what
-- we had given up.
CREATE FUNCTION is_as_ordered(institution uuid, day date, name text, fen bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  movement statement_row;
BEGIN
  SELECT * INTO movement FROM movement_named(institution, day, name);
  RETURN movement.direction = 'CREDIT' AND is_found(institution, day, name, fen)
    OR coalesce(movement.direction, 'DEBIT') = 'DEBIT' AND EXISTS (SELECT FROM payment
      WHERE key = coalesce(movement.key, left(name, -length('/short'))) AND institution_id = institution
        AND status = 'SUCCEEDED' AND NOT is_money_in(purpose) AND amount_fen - coalesce(movement.amount_fen, 0) = fen);
END $$;

CREATE FUNCTION judge_house_entry() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  bank bigint;
  transit bigint;
  unclaimed bigint;
  paid payment;
BEGIN
  SELECT coalesce(sum(debit_fen - credit_fen) FILTER (WHERE account_code = '1002'), 0),
         coalesce(sum(debit_fen - credit_fen) FILTER (WHERE account_code = '1012'), 0),
         coalesce(sum(debit_fen - credit_fen) FILTER (WHERE account_code = '2241.02'), 0)
    INTO bank, transit, unclaimed FROM posting WHERE entry_id = NEW.id;
  IF bank <= 0 AND transit <= 0 AND unclaimed <= 0 THEN
    RETURN NULL;
  END IF;
  SELECT * INTO paid FROM payment WHERE key = NEW.business_key FOR UPDATE;
  IF NOT coalesce(CASE WHEN FOUND
      -- Money that no loan took, a fee's, or a receipt that went back.
      THEN (paid.status, paid.institution_id) = ('SUCCEEDED', NEW.institution_id)
        AND NOT EXISTS (SELECT FROM loan_event WHERE business_key = NEW.business_key)
        AND CASE WHEN is_money_in(paid.purpose) THEN (bank, transit) = (paid.amount_fen, 0) AND unclaimed <= 0
          ELSE paid.purpose = 'RECEIPT_RETURN' AND (bank, transit, unclaimed) = (-paid.amount_fen, 0, paid.amount_fen) END
      ELSE is_entry_brought(NEW, bank, transit, unclaimed) END, false) THEN
    RAISE EXCEPTION 'journal entry %: nothing brought its money', NEW.business_key USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
-- What two people post moves nothing at the bank (post_by_hand).
CREATE CONSTRAINT TRIGGER judge_house_entry AFTER INSERT ON journal_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.loan_id IS NULL AND NEW.change_id IS NULL) EXECUTE FUNCTION judge_house_entry();
ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER judge_house_entry;

GRANT SELECT ON movement_use TO lending_api, lending_worker, lending_auditor;
GRANT EXECUTE ON FUNCTION movement_named TO lending_api, lending_worker;
