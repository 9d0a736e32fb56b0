-- Nothing of a fee is given up or back, nothing of it is paid, nobody has agreed to it and no points come or go because
-- somebody wrote that it was so: each such row names what it follows from, and is no more than that.

-- ── What was agreed to ─────────────────────────────────────────────────────────────────────────────────────

-- Who of the enterprise agreed; nobody where the price became lower by itself. And the day on which the price list
-- begins: two lists may begin to count for a line on one day, where both wait for its next period, and then the later
-- list counts.
ALTER TABLE fee_agreement ADD COLUMN agreed_by text, ADD COLUMN listed_from date;
ALTER TABLE fee_agreement DISABLE TRIGGER append_only;
UPDATE fee_agreement a SET listed_from = coalesce((SELECT n.effective_from FROM tariff_notice n
  WHERE n.tariff::text = a.tariff AND n.loan_id = a.loan_id), a.effective_from);
ALTER TABLE fee_agreement ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE fee_agreement ALTER COLUMN listed_from SET NOT NULL, DROP CONSTRAINT fee_agreement_pkey,
  ADD PRIMARY KEY (loan_id, rule, effective_from, listed_from);

-- What of a line counts on a day; null before any.
CREATE FUNCTION fee_agreement_on(loan uuid, line text, day date) RETURNS fee_agreement LANGUAGE sql STABLE AS $$
  SELECT * FROM fee_agreement WHERE loan_id = loan AND rule = line AND effective_from <= day
    ORDER BY effective_from DESC, listed_from DESC LIMIT 1
$$;

-- A later price list is told when people have approved it, with the day that they approved.
CREATE FUNCTION judge_tariff_notice() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM own_rules r WHERE r.id = NEW.tariff AND r.institution_id = NEW.institution_id
      AND r.subject = 'fees' AND r.status = 'APPROVED' AND r.effective_from = NEW.effective_from) THEN
    RAISE EXCEPTION 'notice of tariff %: it is no price list that was approved for the day', NEW.tariff
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_tariff_notice BEFORE INSERT ON tariff_notice
  FOR EACH ROW EXECUTE FUNCTION judge_tariff_notice();
ALTER TABLE tariff_notice ENABLE ALWAYS TRIGGER judge_tariff_notice;

-- Whether it is a line of the offer that a person of the enterprise accepted. Who has left it since was of it then.
CREATE FUNCTION is_of_accepted_offer(agreement fee_agreement) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
      SELECT FROM drawdown d JOIN facility f ON f.id = d.facility_id JOIN application a ON a.id = f.application_id,
          jsonb_array_elements(a.offer -> 'fees') fee
        WHERE d.id = agreement.loan_id AND d.agreed_at = agreement.agreed_at
          AND a.offer ->> 'tariff' = agreement.tariff
          AND (a.offer #>> '{terms,startDate}')::date = agreement.effective_from
          AND agreement.listed_from = agreement.effective_from
          AND fee @> jsonb_build_object('rule', agreement.rule, 'kind', agreement.kind, 'timing', agreement.timing,
            'priceFen', agreement.price_fen))
    AND (EXISTS (SELECT FROM membership
        WHERE user_id = agreement.agreed_by AND enterprise_id = agreement.enterprise_id)
      OR EXISTS (SELECT FROM former_membership
        WHERE user_id = agreement.agreed_by AND enterprise_id = agreement.enterprise_id))
$$;

-- Whether it is a line of a notice that a person agreed to last before it counts; or, without anybody, one that is no
-- dearer than what counts.
CREATE FUNCTION is_of_notice(agreement fee_agreement) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM tariff_notice n, jsonb_array_elements(n.shown -> 'lines') line
    WHERE n.tariff::text = agreement.tariff AND n.loan_id = agreement.loan_id
      AND n.effective_from = agreement.listed_from AND agreement.effective_from >= n.effective_from
      AND line @> jsonb_build_object('rule', agreement.rule, 'kind', agreement.kind, 'thenFen', agreement.price_fen)
      AND coalesce(line #>> '{then,timing}', line ->> 'timing') = agreement.timing
      AND CASE WHEN agreement.agreed_by IS NULL
        THEN n.is_favourable AND agreement.price_fen
          <= (fee_agreement_on(agreement.loan_id, agreement.rule, agreement.effective_from)).price_fen
        ELSE ROW('CONSENT', agreement.agreed_by, n.shown_sha256) = (
          SELECT a.answer, a.answered_by, a.shown_sha256 FROM tariff_answer a
            WHERE a.tariff = n.tariff AND a.loan_id = n.loan_id AND a.answered_on < agreement.effective_from
            ORDER BY a.created_at DESC, a.id DESC LIMIT 1) END)
$$;

CREATE FUNCTION judge_fee_agreement() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT coalesce(is_of_accepted_offer(NEW) OR is_of_notice(NEW), false) THEN
    RAISE EXCEPTION 'fees of loan %: nobody has agreed to % for %', NEW.loan_id, NEW.price_fen, NEW.rule
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_fee_agreement BEFORE INSERT ON fee_agreement
  FOR EACH ROW EXECUTE FUNCTION judge_fee_agreement();
ALTER TABLE fee_agreement ENABLE ALWAYS TRIGGER judge_fee_agreement;

-- A charge of a loan is of its line as that counts on the day, of a period that the line has, and of all of its price
-- where no days are counted.
CREATE FUNCTION judge_agreed_fee() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  agreed CONSTANT fee_agreement := fee_agreement_on(NEW.loan_id, NEW.rule, NEW.charged_on);
BEGIN
  IF NOT coalesce(agreed.tariff = NEW.tariff AND CASE agreed.timing
        WHEN 'PER_PROJECT' THEN NEW.period = 'PROJECT' AND NEW.price_fen = agreed.price_fen
        WHEN 'EACH_INSTALMENT' THEN NEW.price_fen = agreed.price_fen AND NEW.period IN (
          SELECT n::text FROM generate_series(1, (SELECT count(*) FROM instalment WHERE loan_id = NEW.loan_id)) n)
        WHEN 'MONTHLY' THEN NEW.period = to_char(NEW.charged_on, 'YYYY-MM')
        ELSE NEW.period = to_char(NEW.charged_on, 'YYYY-"Q"Q') END, false) THEN
    RAISE EXCEPTION 'fee %: % of % is nothing that was agreed to', NEW.id, NEW.period, NEW.rule
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_agreed_fee BEFORE INSERT ON fee FOR EACH ROW WHEN (NEW.quoted_by IS NULL)
  EXECUTE FUNCTION judge_agreed_fee();
ALTER TABLE fee ENABLE ALWAYS TRIGGER judge_agreed_fee;

-- With its loan a charge is agreed to as it is: nobody's points are spent, and it is not cancelled. A quote is cancelled
-- by the customer's people, or when its last day is over.
CREATE FUNCTION judge_fee_answer() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  f fee;
BEGIN
  SELECT * INTO f FROM fee WHERE id = NEW.fee_id;
  IF f.quoted_by IS NULL AND (NEW.type = 'CANCEL' OR NEW.points_used > 0)
    OR NEW.type = 'CANCEL' AND NEW.counts_on <= f.valid_until AND NOT EXISTS (
      SELECT FROM membership WHERE user_id = NEW.actor_id AND enterprise_id = f.enterprise_id) THEN
    RAISE EXCEPTION 'fee %: nobody of the customer has said so', f.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_fee_answer BEFORE INSERT ON fee_event FOR EACH ROW WHEN (NEW.type IN ('CONSENT', 'CANCEL'))
  EXECUTE FUNCTION judge_fee_answer();
ALTER TABLE fee_event ENABLE ALWAYS TRIGGER judge_fee_answer;

-- ── What is given up and back ──────────────────────────────────────────────────────────────────────────────

-- What was asked, of what is given up or back, or disputed: each once.
ALTER TABLE fee_event ADD COLUMN request_id uuid REFERENCES fee_request;
ALTER TABLE fee_event DISABLE TRIGGER append_only;
UPDATE fee_event e SET request_id = q.id FROM fee_request q
  WHERE q.fee_id = e.fee_id AND e.type IN ('WAIVE', 'REFUND', 'DISPUTE', 'RESOLVE')
    AND q.id::text = coalesce(e.detail ->> 'requestId', substring(e.key FROM '/(?:request|dispute)/([0-9a-f-]{36})$'),
      (SELECT p.mandate_id FROM payment p WHERE p.key = e.key));
ALTER TABLE fee_event ENABLE ALWAYS TRIGGER append_only;
CREATE UNIQUE INDEX fee_event_of_request ON fee_event (request_id, type);
-- What was written before may name it nowhere.
ALTER TABLE fee_event ADD CONSTRAINT fee_event_follows_request
  CHECK ((type IN ('WAIVE', 'REFUND', 'DISPUTE', 'RESOLVE')) = (request_id IS NOT NULL)) NOT VALID;

-- What of a request was given up by now.
CREATE OR REPLACE FUNCTION fee_request_waived(fee_request uuid, of_fee uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(amount_fen), 0)::bigint FROM fee_event
    WHERE fee_id = of_fee AND type = 'WAIVE' AND request_id = fee_request
$$;

-- What is given up and what goes back are together no more than was granted; a dispute ends with what was found.
CREATE FUNCTION judge_fee_relief() RETURNS trigger LANGUAGE plpgsql
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
      ELSE asked.kind IN (NEW.type, 'PREPAYMENT') AND asked.status = 'APPROVED'
        AND given_fen + NEW.amount_fen <= asked.granted_fen
    END, false) THEN
    RAISE EXCEPTION 'fee %: nobody was granted a % of %', NEW.fee_id, NEW.type, NEW.amount_fen
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_fee_relief BEFORE INSERT ON fee_event FOR EACH ROW
  WHEN (NEW.type IN ('WAIVE', 'REFUND', 'DISPUTE', 'RESOLVE')) EXECUTE FUNCTION judge_fee_relief();
ALTER TABLE fee_event ENABLE ALWAYS TRIGGER judge_fee_relief;

-- Whether somebody said so by a task about this very request, of an amount as large where it is about one.
CREATE FUNCTION has_said_of_fee(person text, asked fee_request, task_kind text, said text, least_fen bigint DEFAULT 0)
  RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM decision d JOIN human_task t ON t.id = d.task_id
    WHERE d.case_type = 'FEE' AND d.case_id = asked.fee_id::text AND d.institution_id = asked.institution_id
      AND t.kind = task_kind AND d.decision = said AND d.held_role IS NOT NULL AND d.actor_id = person
      AND t.reason #>> '{detail,request}' = asked.id::text
      AND (least_fen = 0 OR (t.reason #>> '{detail,amountFen}')::bigint >= least_fen))
$$;

-- What people decide about a request they decide by tasks about it: who found what a dispute is right about, and who
-- agreed to what is given up or back.
CREATE OR REPLACE FUNCTION judge_fee_request() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.kind = 'DISPUTE' AND NOT has_said_of_fee(NEW.proposed_by, NEW, 'RESOLVE_FEE_DISPUTE',
      CASE WHEN NEW.decided_by IS NULL THEN 'REJECT' ELSE 'GRANT' END)
    OR NEW.granted_fen > 0 AND NEW.kind <> 'PREPAYMENT'
      AND NOT has_said_of_fee(NEW.decided_by, NEW, 'CONFIRM_FEE_RELIEF', 'CONFIRM', NEW.granted_fen) THEN
    RAISE EXCEPTION 'request %: no second person has agreed', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER judge_fee_request ON fee_request;
CREATE CONSTRAINT TRIGGER judge_fee_request AFTER UPDATE ON fee_request DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.status = 'OPEN' AND NEW.status <> 'OPEN') EXECUTE FUNCTION judge_fee_request();
ALTER TABLE fee_request ENABLE ALWAYS TRIGGER judge_fee_request;

-- Granted is not done: done is what the charge has taken, all of it.
CREATE FUNCTION judge_fee_request_done() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT sum(amount_fen) FROM fee_event WHERE request_id = NEW.id) IS DISTINCT FROM NEW.granted_fen THEN
    RAISE EXCEPTION 'request %: what was granted is not done', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_fee_request_done BEFORE UPDATE ON fee_request FOR EACH ROW
  WHEN (NEW.status = 'DONE' AND OLD.status <> 'DONE') EXECUTE FUNCTION judge_fee_request_done();
ALTER TABLE fee_request ENABLE ALWAYS TRIGGER judge_fee_request_done;

-- A prepayment lets something fall away of a fee that is paid for time (domain/fees/rule.ts isRefundable), of a period
-- that was not over; it stands, and all that stand let no more fall away together than was to be paid. What of that it
-- is exactly follows from the schedule and the loan's whole story (domain/fees/prepaymentRelief.ts), which SQL doesn't
-- fold.
CREATE FUNCTION standing_prepayment(loan uuid, source text) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT e.effective_date FROM loan_event e
    WHERE e.loan_id = loan AND e.kind = 'PREPAID' AND e.business_key = source AND NOT EXISTS (SELECT FROM loan_event r
      WHERE r.loan_id = loan AND r.kind = 'REVERSED' AND (r.payload ->> 'reverses')::integer = e.sequence)
$$;
CREATE FUNCTION judge_prepaid_fee() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  f fee;
  asked_fen bigint;
  prepaid_on date;
BEGIN
  SELECT * INTO f FROM fee WHERE id = NEW.fee_id FOR SHARE;
  SELECT NEW.amount_fen + coalesce(sum(q.amount_fen), 0) INTO asked_fen FROM fee_request q
    WHERE q.fee_id = NEW.fee_id AND q.kind = 'PREPAYMENT' AND q.source <> NEW.source
      AND standing_prepayment(f.loan_id, q.source) IS NOT NULL;
  prepaid_on := standing_prepayment(f.loan_id, NEW.source);
  IF NOT coalesce(f.kind IN ('LOAN_SERVICE', 'PERIODIC') AND asked_fen <= f.price_fen - f.points_used
      AND CASE WHEN f.period ~ 'Q' THEN to_char(prepaid_on, 'YYYY-"Q"Q') <= f.period
        WHEN f.period ~ '-' THEN to_char(prepaid_on, 'YYYY-MM') <= f.period ELSE f.period = 'PROJECT' END, false) THEN
    RAISE EXCEPTION 'request %: % lets no % of the fee fall away', NEW.id, NEW.source, NEW.amount_fen
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_prepaid_fee BEFORE INSERT ON fee_request FOR EACH ROW WHEN (NEW.kind = 'PREPAYMENT')
  EXECUTE FUNCTION judge_prepaid_fee();
ALTER TABLE fee_request ENABLE ALWAYS TRIGGER judge_prepaid_fee;

-- ── Money and points ───────────────────────────────────────────────────────────────────────────────────────

-- What is paid of a charge is an order that was carried out, or money that people found to be for it; what it gave back
-- in money was paid by orders for what was granted.
CREATE FUNCTION judge_fee_money() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.type = 'COLLECT' AND NOT EXISTS (SELECT FROM payment WHERE key = NEW.key AND subject_id = NEW.fee_id
      AND (purpose, status, amount_fen) = ('FEE_COLLECTION', 'SUCCEEDED', NEW.amount_fen))
    AND NOT EXISTS (SELECT FROM unidentified_receipt r WHERE r.fee_id = NEW.fee_id AND r.claimed_fen = NEW.amount_fen
      AND NEW.key = 'fee/' || NEW.fee_id || '/receipt/' || r.id)
    OR NEW.type <> 'COLLECT' AND (SELECT refunded_fen FROM fee WHERE id = NEW.fee_id) > (
      SELECT coalesce(sum(p.amount_fen), 0) FROM fee_event e JOIN payment p ON p.key = e.key
        AND p.subject_id = e.fee_id AND (p.purpose, p.status) = ('FEE_REFUND', 'SUCCEEDED')
        AND (e.request_id IS NULL OR p.mandate_id = e.request_id::text)
        WHERE e.fee_id = NEW.fee_id) THEN
    RAISE EXCEPTION 'fee %: no money moved for %', NEW.fee_id, NEW.key USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_fee_money AFTER INSERT ON fee_event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.type IN ('COLLECT', 'REFUND', 'RESOLVE')) EXECUTE FUNCTION judge_fee_money();
ALTER TABLE fee_event ENABLE ALWAYS TRIGGER judge_fee_money;

-- Points that a charge has brought its payer so far: one for each whole yuan that was paid and kept, less those that were
-- used, and of these the part that was given up or back (domain/fees/charge.ts pointsOf).
CREATE FUNCTION points_of_fee(charge fee) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN charge.status = 'CANCELLED' THEN 0
    ELSE (charge.collected_fen - charge.refunded_fen) / 100 - charge.points_used
      + CASE WHEN charge.price_fen = charge.points_used THEN 0 ELSE div(charge.points_used::numeric
        * (charge.waived_fen + charge.refunded_fen), charge.price_fen - charge.points_used)::bigint END END
$$;

-- Points come and go with the events of a charge, for its payer. Nobody spends what is not there (apply_fee_event); only
-- money that went back takes back points that were spent since, and while it does nothing is spent.
CREATE FUNCTION points_moved(charge fee) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT points_of_fee(charge) - coalesce((SELECT sum(points) FROM fee_points WHERE fee_id = charge.id), 0)::bigint
$$;
CREATE FUNCTION write_fee_points() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO fee_points (fee_id, number, enterprise_id, points)
    SELECT f.id, NEW.number, f.enterprise_id, points_moved(f) FROM fee f
      WHERE f.id = NEW.fee_id AND points_moved(f) <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER write_fee_points AFTER INSERT ON fee_event FOR EACH ROW EXECUTE FUNCTION write_fee_points();
ALTER TABLE fee_event ENABLE ALWAYS TRIGGER write_fee_points;

CREATE FUNCTION judge_fee_points() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM fee f WHERE f.id = NEW.fee_id AND f.events = NEW.number
      AND f.enterprise_id = NEW.enterprise_id AND points_moved(f) = NEW.points) THEN
    RAISE EXCEPTION 'fee %: brings no % points', NEW.fee_id, NEW.points USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_fee_points BEFORE INSERT ON fee_points FOR EACH ROW EXECUTE FUNCTION judge_fee_points();
ALTER TABLE fee_points ENABLE ALWAYS TRIGGER judge_fee_points;
REVOKE INSERT ON fee_points FROM lending_worker;
