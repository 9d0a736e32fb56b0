-- Points are set against what a loan is charged for once when its offer is signed. From then on they are set aside: they
-- are spent when the charge is opened, and there again when the loan is not paid out.

ALTER TABLE fee_agreement ADD COLUMN points_used bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT fee_agreement_points CHECK (points_used = 0 OR points_used > 0 AND points_used < price_fen
    AND timing = 'PER_PROJECT' AND agreed_by IS NOT NULL AND (shown ->> 'pointsUsed')::bigint = points_used);
CREATE INDEX fee_agreement_points_set ON fee_agreement (enterprise_id) WHERE points_used > 0;

-- Points that an enterprise has set against charges that are not opened yet, of loans that may still be paid out.
CREATE FUNCTION points_set_aside(enterprise uuid) RETURNS bigint LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(sum(g.points_used), 0)::bigint FROM fee_agreement g JOIN application a ON a.id = g.loan_id
    WHERE g.enterprise_id = enterprise AND g.points_used > 0
      AND a.stage NOT IN ('REJECTED', 'DECLINED_BY_APPLICANT', 'WITHDRAWN', 'EXPIRED')
      AND NOT EXISTS (SELECT FROM fee f WHERE (f.loan_id, f.rule, f.period) = (g.loan_id, g.rule, 'PROJECT'))
$$;
GRANT EXECUTE ON FUNCTION points_set_aside TO lending_api, lending_worker, lending_auditor;

-- Points that may be spent.
CREATE OR REPLACE FUNCTION points_of(enterprise uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(points), 0)::bigint - points_set_aside(enterprise) FROM fee_points WHERE enterprise_id = enterprise
$$;

-- Whoever spends points of an enterprise waits for whoever does so at the same moment.
CREATE FUNCTION lock_points(enterprise uuid) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('points of ' || enterprise::text, 0))
$$;
GRANT EXECUTE ON FUNCTION lock_points TO lending_worker;
-- The hash of what is shown before it is signed.
GRANT EXECUTE ON FUNCTION sha256_of TO lending_api, lending_worker;

CREATE FUNCTION judge_points_at_signing() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lock_points(NEW.enterprise_id);
  IF NEW.points_used > points_of(NEW.enterprise_id) THEN
    RAISE EXCEPTION 'fees of loan %: there are not so many points', NEW.loan_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_points_at_signing BEFORE INSERT ON fee_agreement FOR EACH ROW WHEN (NEW.points_used > 0)
  EXECUTE FUNCTION judge_points_at_signing();
ALTER TABLE fee_agreement ENABLE ALWAYS TRIGGER judge_points_at_signing;

-- Takes a charge on by its event, or refuses the event: no invoice without consent, nothing collected, given up or back
-- that is not owed or was not paid, nothing while somebody says that it is not owed at all.
CREATE OR REPLACE FUNCTION apply_fee_event() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  f fee;
  owed bigint;
  paid bigint;
  given bigint := 0;
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
  phase := CASE WHEN is_invoiced THEN 'INVOICED' ELSE f.status END;
  IF NOT coalesce(CASE NEW.type
      WHEN 'CONSENT' THEN f.status = 'QUOTED' AND NEW.counts_on <= f.valid_until AND NEW.points_used < f.price_fen
      WHEN 'INVOICE' THEN f.status = 'CONSENTED'
      WHEN 'CANCEL' THEN f.status IN ('QUOTED', 'CONSENTED')
      WHEN 'RESOLVE' THEN f.status = 'DISPUTED' AND NEW.amount_fen <= owed + paid
      WHEN 'COLLECT' THEN is_invoiced AND f.status <> 'DISPUTED' AND owed > 0 AND NEW.amount_fen > 0
      WHEN 'WAIVE' THEN is_invoiced AND f.status <> 'DISPUTED' AND NEW.amount_fen BETWEEN 1 AND owed
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
    WHEN 'WAIVE' THEN given := NEW.amount_fen;
    WHEN 'REFUND' THEN f.refunded_fen := f.refunded_fen + NEW.amount_fen;
    WHEN 'DISPUTE' THEN NULL;
    WHEN 'RESOLVE' THEN
      given := least(NEW.amount_fen, owed);
      f.refunded_fen := f.refunded_fen + NEW.amount_fen - given;
  END CASE;
  f.waived_fen := f.waived_fen + given;
  owed := owed - given;

  UPDATE fee SET events = NEW.number, points_used = f.points_used, collected_fen = f.collected_fen,
      held_fen = f.held_fen, waived_fen = f.waived_fen, refunded_fen = f.refunded_fen, outstanding_fen = owed,
      invoice_no = f.invoice_no, status_since = NEW.at,
      status = CASE
        WHEN phase <> 'INVOICED' THEN phase
        WHEN NEW.type = 'DISPUTE' THEN 'DISPUTED'
        WHEN owed = 0 AND f.collected_fen = 0 THEN 'WAIVED'
        WHEN owed = 0 AND f.refunded_fen = f.collected_fen THEN 'REFUNDED'
        WHEN owed = 0 THEN 'COLLECTED'
        WHEN f.collected_fen > 0 THEN 'PARTLY_COLLECTED'
        ELSE 'INVOICED' END
    WHERE id = f.id;
  RETURN NEW;
END $$;

-- With its loan a charge is agreed to as it is, with the points that were set against it and no others, and it is not
-- cancelled. A quote is cancelled by the customer's people, or when its last day is over.
CREATE OR REPLACE FUNCTION judge_fee_answer() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  f fee;
BEGIN
  SELECT * INTO f FROM fee WHERE id = NEW.fee_id;
  IF f.quoted_by IS NULL AND (NEW.type = 'CANCEL'
      OR NEW.points_used <> (fee_agreement_on(f.loan_id, f.rule, f.charged_on)).points_used)
    OR NEW.type = 'CANCEL' AND NEW.counts_on <= f.valid_until AND NOT EXISTS (
      SELECT FROM membership WHERE user_id = NEW.actor_id AND enterprise_id = f.enterprise_id) THEN
    RAISE EXCEPTION 'fee %: nobody of the customer has said so', f.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
