-- A fee's money bounces: the bank takes a receipt back, or never had it, and the charge is owed again. The bank's account
-- changes by the bank's file alone; 1221 stands between the two.

-- ── Who says that a receipt bounced ────────────────────────────────────────────────────────────────────────

-- Of a BOUNCE the source is the key of the receipt's COLLECT. Nobody asks where the bank's file says it.
ALTER TABLE fee_request DROP CONSTRAINT fee_request_kind, DROP CONSTRAINT fee_request_asked,
  DROP CONSTRAINT fee_request_granted_by_two, DROP CONSTRAINT fee_request_fee_id_source_key,
  ADD CONSTRAINT fee_request_kind CHECK (kind IN ('DISPUTE', 'WAIVE', 'REFUND', 'PREPAYMENT', 'BOUNCE')),
  ADD CONSTRAINT fee_request_asked CHECK ((kind IN ('PREPAYMENT', 'BOUNCE')) = (source IS NOT NULL)
    AND CASE kind WHEN 'PREPAYMENT' THEN requested_by IS NULL WHEN 'BOUNCE' THEN true ELSE requested_by IS NOT NULL END),
  ADD CONSTRAINT fee_request_granted_by_two CHECK (coalesce(granted_fen, 0) = 0 OR kind = 'PREPAYMENT'
    OR kind = 'BOUNCE' AND requested_by IS NULL OR (proposed_by IS NOT NULL AND decided_by IS NOT NULL));
-- A receipt bounces once. What a second person did not agree to may be asked again.
CREATE UNIQUE INDEX fee_request_once ON fee_request (fee_id, source) WHERE kind = 'PREPAYMENT' OR status <> 'REJECTED';
GRANT INSERT (source) ON fee_request TO lending_api;

-- As before; and a BOUNCE is about a receipt of this very fee, all of it, by the bank's file or by somebody of finance.
CREATE OR REPLACE FUNCTION guard_fee_request() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  said text[] := ARRAY['status', 'granted_fen', 'proposed_by', 'decided_by', 'result', 'decided_at', 'told_at'];
  f fee;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT * INTO f FROM fee WHERE id = NEW.fee_id;
    IF NEW.status <> 'OPEN' OR NEW.granted_fen IS NOT NULL OR NEW.decided_by IS NOT NULL
      OR (NEW.institution_id, NEW.enterprise_id) <> (f.institution_id, f.enterprise_id)
      OR f.status IN ('QUOTED', 'CONSENTED', 'CANCELLED') AND NEW.kind <> 'PREPAYMENT' THEN
      RAISE EXCEPTION 'request %: there is nothing to ask about the fee', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    -- Nobody agrees to what a prepayment gives back: the loan was prepaid, or there is nothing.
    IF NEW.kind = 'PREPAYMENT' AND NOT EXISTS (SELECT FROM loan_event e
        WHERE e.loan_id = f.loan_id AND e.kind = 'PREPAID' AND e.business_key = NEW.source) THEN
      RAISE EXCEPTION 'request %: % is no prepayment of the fee''s loan', NEW.id, NEW.source
        USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'BOUNCE' AND NOT (EXISTS (SELECT FROM fee_event e
          WHERE (e.fee_id, e.key, e.type, e.amount_fen) = (NEW.fee_id, NEW.source, 'COLLECT', NEW.amount_fen))
        AND (NEW.requested_by IS NOT NULL OR EXISTS (SELECT FROM statement_row r
          WHERE (r.institution_id, r.key, r.direction, r.amount_fen)
            = (NEW.institution_id, NEW.source, 'DEBIT', NEW.amount_fen)))) THEN
      RAISE EXCEPTION 'request %: nothing says that % bounced', NEW.id, NEW.source USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'DISPUTE' AND NOT EXISTS (SELECT FROM membership
          WHERE user_id = NEW.requested_by AND enterprise_id = NEW.enterprise_id)
      OR (NEW.kind IN ('WAIVE', 'REFUND') OR NEW.kind = 'BOUNCE' AND NEW.requested_by IS NOT NULL)
        AND NOT may_act_as(NEW.requested_by, NEW.institution_id, 'finance') THEN
      RAISE EXCEPTION 'request %: % may not ask', NEW.id, NEW.requested_by USING ERRCODE = 'check_violation';
    END IF;
    -- Who asks has taken a step of the case, and takes no other one: another one agrees to it.
    IF NEW.kind IN ('WAIVE', 'REFUND') OR NEW.kind = 'BOUNCE' AND NEW.requested_by IS NOT NULL THEN
      NEW.proposed_by := NEW.requested_by;
      INSERT INTO case_actor (case_type, case_id, actor_id, step)
        VALUES ('FEE', NEW.fee_id::text, NEW.requested_by, 'RESOLVE') ON CONFLICT DO NOTHING;
      IF NOT EXISTS (SELECT FROM case_actor WHERE case_type = 'FEE' AND case_id = NEW.fee_id::text
          AND actor_id = NEW.requested_by AND step = 'RESOLVE') THEN
        RAISE EXCEPTION 'request %: % has agreed to what another one asked about the fee', NEW.id, NEW.requested_by
          USING ERRCODE = 'check_violation';
      END IF;
    END IF;
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - said <> to_jsonb(OLD) - said THEN
    RAISE EXCEPTION 'request %: what was asked never changes', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status = 'OPEN' AND NEW.granted_fen IS NOT NULL THEN
    RAISE EXCEPTION 'request %: nothing is granted before it is decided', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status <> OLD.status AND NOT (OLD.status = 'OPEN' OR OLD.status = 'APPROVED' AND NEW.status IN ('DONE', 'WITHDRAWN'))
    OR OLD.status <> 'OPEN' AND (NEW.granted_fen, NEW.proposed_by, NEW.decided_by, NEW.result, NEW.decided_at)
      IS DISTINCT FROM (OLD.granted_fen, OLD.proposed_by, OLD.decided_by, OLD.result, OLD.decided_at) THEN
    RAISE EXCEPTION 'request %: what was decided never changes', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- As before; and what the bank's own file says needs nobody.
CREATE OR REPLACE FUNCTION judge_fee_request() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.kind = 'DISPUTE' AND NOT has_said_of_fee(NEW.proposed_by, NEW, 'RESOLVE_FEE_DISPUTE',
      CASE WHEN NEW.decided_by IS NULL THEN 'REJECT' ELSE 'GRANT' END)
    OR NEW.granted_fen > 0 AND NEW.kind <> 'PREPAYMENT' AND NOT (NEW.kind = 'BOUNCE' AND NEW.requested_by IS NULL)
      AND NOT has_said_of_fee(NEW.decided_by, NEW, 'CONFIRM_FEE_RELIEF', 'CONFIRM', NEW.granted_fen) THEN
    RAISE EXCEPTION 'request %: no second person has agreed', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

-- ── What a bounce does to a charge ─────────────────────────────────────────────────────────────────────────

ALTER TABLE fee_event DROP CONSTRAINT fee_event_type_check, DROP CONSTRAINT fee_event_amount,
  DROP CONSTRAINT fee_event_follows_request,
  ADD CONSTRAINT fee_event_type_check CHECK (type IN
    ('CONSENT', 'INVOICE', 'CANCEL', 'COLLECT', 'BOUNCE', 'WAIVE', 'REFUND', 'DISPUTE', 'RESOLVE')),
  ADD CONSTRAINT fee_event_amount
    CHECK ((type IN ('COLLECT', 'BOUNCE', 'WAIVE', 'REFUND', 'RESOLVE')) = (amount_fen IS NOT NULL)),
  ADD CONSTRAINT fee_event_follows_request
    CHECK ((type IN ('BOUNCE', 'WAIVE', 'REFUND', 'DISPUTE', 'RESOLVE')) = (request_id IS NOT NULL)) NOT VALID;

-- What of a request was given up and back by now.
CREATE FUNCTION fee_request_given(fee_request uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(amount_fen), 0)::bigint FROM fee_event WHERE request_id = fee_request
$$;
GRANT EXECUTE ON FUNCTION fee_request_given TO lending_api, lending_worker, lending_auditor;

-- What was to go back in money is given up instead where its receipt bounced: beside what was given up at once.
DROP INDEX fee_event_of_request;
CREATE UNIQUE INDEX fee_event_of_request ON fee_event (request_id, type) WHERE type <> 'WAIVE';
CREATE INDEX fee_event_given ON fee_event (request_id);

-- Takes a charge on by its event, or refuses the event: as before; and a receipt that bounces is owed again, in a dispute
-- too. Money that was given back before is owed with it, and is no part of the price that might be given up.
CREATE OR REPLACE FUNCTION apply_fee_event() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  f fee;
  owed bigint;
  paid bigint;
  waivable bigint;
  given bigint := 0;
  held bigint;
  is_invoiced boolean;
  no integer;
  phase text;
BEGIN
  SELECT * INTO f FROM fee WHERE id = NEW.fee_id FOR UPDATE;
  IF f.id IS NULL OR NEW.number <> f.events + 1 THEN
    RAISE EXCEPTION 'fee %: event % is not the next', NEW.fee_id, NEW.number USING ERRCODE = 'check_violation';
  END IF;
  is_invoiced := f.status NOT IN ('QUOTED', 'CONSENTED', 'CANCELLED');
  owed := f.outstanding_fen;
  paid := f.collected_fen - f.refunded_fen;
  waivable := owed + least(paid, 0);
  phase := CASE WHEN is_invoiced THEN 'INVOICED' ELSE f.status END;
  IF NOT coalesce(CASE NEW.type
      WHEN 'CONSENT' THEN f.status = 'QUOTED' AND NEW.counts_on <= f.valid_until AND NEW.points_used < f.price_fen
      WHEN 'INVOICE' THEN f.status = 'CONSENTED'
      WHEN 'CANCEL' THEN f.status IN ('QUOTED', 'CONSENTED')
      WHEN 'RESOLVE' THEN f.status = 'DISPUTED' AND NEW.amount_fen <= owed + paid
      WHEN 'COLLECT' THEN is_invoiced AND f.status <> 'DISPUTED' AND owed > 0 AND NEW.amount_fen > 0
      WHEN 'BOUNCE' THEN is_invoiced AND NEW.amount_fen BETWEEN 1 AND f.collected_fen + f.held_fen
      WHEN 'WAIVE' THEN is_invoiced AND f.status <> 'DISPUTED' AND NEW.amount_fen BETWEEN 1 AND waivable
      WHEN 'REFUND' THEN is_invoiced AND f.status <> 'DISPUTED' AND NEW.amount_fen BETWEEN 1 AND paid
      WHEN 'DISPUTE' THEN is_invoiced AND f.status <> 'DISPUTED'
    END, false) THEN
    RAISE EXCEPTION 'fee %: % is not possible now', f.id, NEW.type USING ERRCODE = 'check_violation';
  END IF;

  CASE NEW.type
    WHEN 'CONSENT' THEN
      PERFORM lock_points(f.enterprise_id);
      -- Of what was agreed to with a loan the points were there when it was signed.
      IF f.quoted_by IS NOT NULL AND NEW.points_used > 0 AND NEW.points_used > points_of(f.enterprise_id) THEN
        RAISE EXCEPTION 'fee %: there are not so many points', f.id USING ERRCODE = 'check_violation';
      END IF;
      f.points_used := NEW.points_used;
      phase := 'CONSENTED';
    WHEN 'INVOICE' THEN
      phase := 'INVOICED';
      owed := f.price_fen - f.points_used;
      INSERT INTO fee_invoice_number (institution_id, year, last)
        VALUES (f.institution_id, extract(year FROM NEW.counts_on), 1)
        ON CONFLICT (institution_id, year) DO UPDATE SET last = fee_invoice_number.last + 1 RETURNING last INTO no;
      f.invoice_no := 'F' || extract(year FROM NEW.counts_on) || '-' || lpad(no::text, 6, '0');
    WHEN 'CANCEL' THEN phase := 'CANCELLED';
    WHEN 'COLLECT' THEN
      f.collected_fen := f.collected_fen + least(NEW.amount_fen, owed);
      f.held_fen := f.held_fen + greatest(NEW.amount_fen - owed, 0);
      owed := greatest(owed - NEW.amount_fen, 0);
    WHEN 'BOUNCE' THEN
      -- Of all that came the charge itself is paid first, so what was too much is gone first.
      held := least(NEW.amount_fen, f.held_fen);
      f.held_fen := f.held_fen - held;
      f.collected_fen := f.collected_fen - NEW.amount_fen + held;
      owed := owed + NEW.amount_fen - held;
    WHEN 'WAIVE' THEN given := NEW.amount_fen;
    WHEN 'REFUND' THEN f.refunded_fen := f.refunded_fen + NEW.amount_fen;
    WHEN 'DISPUTE' THEN NULL;
    WHEN 'RESOLVE' THEN
      given := least(NEW.amount_fen, waivable);
      f.refunded_fen := f.refunded_fen + NEW.amount_fen - given;
  END CASE;
  f.waived_fen := f.waived_fen + given;
  owed := owed - given;

  UPDATE fee SET events = NEW.number, points_used = f.points_used, collected_fen = f.collected_fen,
      held_fen = f.held_fen, waived_fen = f.waived_fen, refunded_fen = f.refunded_fen, outstanding_fen = owed,
      invoice_no = f.invoice_no, status_since = NEW.at,
      status = CASE
        WHEN phase <> 'INVOICED' THEN phase
        WHEN NEW.type = 'DISPUTE' OR NEW.type = 'BOUNCE' AND f.status = 'DISPUTED' THEN 'DISPUTED'
        WHEN owed = 0 AND f.collected_fen = 0 THEN 'WAIVED'
        WHEN owed = 0 AND f.refunded_fen = f.collected_fen THEN 'REFUNDED'
        WHEN owed = 0 THEN 'COLLECTED'
        WHEN f.collected_fen > 0 THEN 'PARTLY_COLLECTED'
        ELSE 'INVOICED' END
    WHERE id = f.id;
  RETURN NEW;
END $$;

-- What is given up and what goes back are together no more than was granted, a dispute ends with what was found, and a
-- receipt bounces as it was said. What staff would give back is given up instead where its receipt has bounced since.
CREATE OR REPLACE FUNCTION judge_fee_relief() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  asked fee_request;
  given_fen bigint;
BEGIN
  SELECT * INTO asked FROM fee_request WHERE id = NEW.request_id AND fee_id = NEW.fee_id FOR SHARE;
  SELECT coalesce(sum(amount_fen), 0) INTO given_fen FROM fee_event WHERE request_id = NEW.request_id;
  IF NOT coalesce(CASE NEW.type
      WHEN 'DISPUTE' THEN asked.kind = 'DISPUTE' AND asked.status = 'OPEN' AND asked.requested_by = NEW.actor_id
      WHEN 'RESOLVE' THEN asked.kind = 'DISPUTE' AND asked.status IN ('APPROVED', 'REJECTED')
        AND NEW.amount_fen = coalesce(asked.granted_fen, 0)
      WHEN 'BOUNCE' THEN (asked.kind, asked.status) = ('BOUNCE', 'APPROVED')
        AND (NEW.amount_fen, NEW.amount_fen) = (asked.amount_fen, asked.granted_fen)
      ELSE (asked.kind IN (NEW.type, 'PREPAYMENT') OR (NEW.type, asked.kind) = ('WAIVE', 'REFUND'))
        AND asked.status = 'APPROVED' AND given_fen + NEW.amount_fen <= asked.granted_fen
    END, false) THEN
    RAISE EXCEPTION 'fee %: nobody was granted a % of %', NEW.fee_id, NEW.type, NEW.amount_fen
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER judge_fee_relief ON fee_event;
CREATE TRIGGER judge_fee_relief BEFORE INSERT ON fee_event FOR EACH ROW
  WHEN (NEW.type IN ('BOUNCE', 'WAIVE', 'REFUND', 'DISPUTE', 'RESOLVE')) EXECUTE FUNCTION judge_fee_relief();
ALTER TABLE fee_event ENABLE ALWAYS TRIGGER judge_fee_relief;

-- As before; and what bounces is in the books: owed again, out of 1221.
CREATE OR REPLACE FUNCTION judge_fee_money() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.type = 'COLLECT' AND NOT EXISTS (SELECT FROM payment WHERE key = NEW.key AND subject_id = NEW.fee_id
      AND (purpose, status, amount_fen) = ('FEE_COLLECTION', 'SUCCEEDED', NEW.amount_fen))
    AND NOT EXISTS (SELECT FROM unidentified_receipt r WHERE r.fee_id = NEW.fee_id AND r.claimed_fen = NEW.amount_fen
      AND NEW.key = 'fee/' || NEW.fee_id || '/receipt/' || r.id)
    OR NEW.type = 'BOUNCE' AND NOT EXISTS (SELECT FROM journal_entry e JOIN posting p ON p.entry_id = e.id
      JOIN fee f ON f.institution_id = e.institution_id AND f.id = NEW.fee_id
      WHERE e.business_key = NEW.key AND (p.account_code, p.credit_fen) = ('1221', NEW.amount_fen))
    OR NEW.type IN ('REFUND', 'RESOLVE') AND (SELECT refunded_fen FROM fee WHERE id = NEW.fee_id) > (
      SELECT coalesce(sum(p.amount_fen), 0) FROM fee_event e JOIN payment p ON p.key = e.key
        AND p.subject_id = e.fee_id AND (p.purpose, p.status) = ('FEE_REFUND', 'SUCCEEDED')
        AND (e.request_id IS NULL OR p.mandate_id = e.request_id::text)
        WHERE e.fee_id = NEW.fee_id) THEN
    RAISE EXCEPTION 'fee %: no money moved for %', NEW.fee_id, NEW.key USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER judge_fee_money ON fee_event;
CREATE CONSTRAINT TRIGGER judge_fee_money AFTER INSERT ON fee_event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.type IN ('COLLECT', 'BOUNCE', 'REFUND', 'RESOLVE')) EXECUTE FUNCTION judge_fee_money();
ALTER TABLE fee_event ENABLE ALWAYS TRIGGER judge_fee_money;

-- As before; where more was given back than stayed, nothing was earned.
CREATE OR REPLACE FUNCTION points_of_fee(charge fee) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN charge.status = 'CANCELLED' THEN 0
    ELSE greatest(charge.collected_fen - charge.refunded_fen, 0) / 100 - charge.points_used
      + CASE WHEN charge.price_fen = charge.points_used THEN 0 ELSE div(charge.points_used::numeric
        * (charge.waived_fen + charge.refunded_fen), charge.price_fen - charge.points_used)::bigint END END
$$;

-- As before; of what bounced nothing goes back.
CREATE OR REPLACE FUNCTION fee_refundable(fee_request uuid, of_fee uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT least(o.open_fen - CASE q.kind WHEN 'REFUND' THEN 0 ELSE least(o.open_fen, f.outstanding_fen) END,
      f.collected_fen - f.refunded_fen)
    FROM fee_request q JOIN fee f ON f.id = q.fee_id,
      LATERAL (SELECT q.granted_fen - fee_request_waived(q.id, f.id) AS open_fen) o
    WHERE q.id = fee_request AND f.id = of_fee AND q.status = 'APPROVED' AND q.kind NOT IN ('WAIVE', 'BOUNCE')
$$;

-- ── What stands between a charge and the bank ──────────────────────────────────────────────────────────────

-- As before, with what charges have given up.
CREATE OR REPLACE FUNCTION unexplained_fen(institution uuid, as_of date) RETURNS bigint LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE sum(p.debit_fen - p.credit_fen) WHEN 0 THEN 0
      ELSE coalesce(sum(p.debit_fen - p.credit_fen) FILTER (WHERE e.entry_date <= as_of), 0) END::bigint
    FROM journal_entry e JOIN posting p ON p.entry_id = e.id LEFT JOIN journal_entry o ON o.id = e.reverses
      LEFT JOIN ledger_change c ON c.id = coalesce(o.change_id, e.change_id)
    WHERE e.institution_id = institution AND p.account_code = '1221'
      AND (e.business_key LIKE 'recon/%' OR e.business_key LIKE 'loan/%/change/%/bounced' AND e.loan_id IS NULL
        OR e.business_key LIKE 'fee/%' AND EXISTS (SELECT FROM fee_event b
          WHERE (b.key, b.type) = (e.business_key, 'BOUNCE'))
        OR c.payload ? 'explains')
$$;
