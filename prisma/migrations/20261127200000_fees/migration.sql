-- Fees: what was agreed, what was charged and what became of each charge. Whatever moves a charge is an event of it;
-- where it stands is worked out here, from its events, and is nobody's to write.

-- What somebody was shown and agreed to, in one word.
CREATE FUNCTION sha256_of(shown jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(shown::text, 'UTF8')), 'hex')
$$;
CREATE FUNCTION note_shown() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.shown_sha256 := sha256_of(NEW.shown);
  RETURN NEW;
END $$;

-- The fees of a loan as they were agreed to: with its offer, and later ones by consent to another price list. Of each
-- line the last that has begun counts.
CREATE TABLE fee_agreement (
  loan_id uuid NOT NULL REFERENCES drawdown,
  rule text NOT NULL CHECK (rule <> ''),
  effective_from date NOT NULL,
  institution_id uuid NOT NULL,
  enterprise_id uuid NOT NULL,
  kind text NOT NULL,
  timing text NOT NULL CHECK (timing IN ('PER_PROJECT', 'EACH_INSTALMENT', 'MONTHLY', 'QUARTERLY')),
  -- Of one charge; of a whole month or quarter. 0: it is charged no more.
  price_fen bigint NOT NULL CHECK (price_fen >= 0),
  -- The version of the price list.
  tariff text NOT NULL,
  -- Words and figures that were agreed to, and their SHA-256.
  shown jsonb NOT NULL,
  shown_sha256 text NOT NULL DEFAULT '',
  agreed_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (loan_id, rule, effective_from),
  FOREIGN KEY (loan_id, institution_id) REFERENCES drawdown (id, institution_id),
  FOREIGN KEY (loan_id, enterprise_id) REFERENCES drawdown (id, enterprise_id)
);
CREATE INDEX fee_agreement_institution ON fee_agreement (institution_id, loan_id);
CREATE TRIGGER note_shown BEFORE INSERT ON fee_agreement FOR EACH ROW EXECUTE FUNCTION note_shown();
ALTER TABLE fee_agreement ENABLE ALWAYS TRIGGER note_shown;

-- One charge.
CREATE TABLE fee (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  enterprise_id uuid NOT NULL,
  -- The loan that it is for; none where a service is for no loan.
  loan_id uuid REFERENCES drawdown,
  rule text NOT NULL CHECK (rule <> ''),
  kind text NOT NULL CONSTRAINT fee_kind CHECK (kind IN ('LOAN_SERVICE', 'TRANSACTION', 'PERIODIC', 'PREPAYMENT',
    'CONSULTING', 'APPRAISAL_OWN', 'APPRAISAL_AGENCY')),
  -- PROJECT, a month, a quarter, the number of an instalment; of a service that was asked for, its own id.
  period text NOT NULL CHECK (period <> ''),
  -- After discounts, before points.
  price_fen bigint NOT NULL CHECK (price_fen > 0 AND price_fen <= 1000000000000000),
  -- The day from which it may be charged, and the last one on which a quote may be agreed to.
  charged_on date NOT NULL,
  valid_until date NOT NULL,
  settlement text NOT NULL CHECK (settlement IN ('ONLINE', 'OFFLINE')),
  tariff text NOT NULL,
  shown jsonb NOT NULL,
  shown_sha256 text NOT NULL DEFAULT '',
  -- Who quoted it; nobody where it was agreed to with the loan.
  quoted_by text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Where it stands, by its events.
  status text NOT NULL DEFAULT 'QUOTED' CHECK (status IN ('QUOTED', 'CONSENTED', 'INVOICED', 'PARTLY_COLLECTED',
    'COLLECTED', 'DISPUTED', 'WAIVED', 'REFUNDED', 'CANCELLED')),
  status_since timestamptz(3),
  events integer NOT NULL DEFAULT 0,
  points_used bigint NOT NULL DEFAULT 0,
  collected_fen bigint NOT NULL DEFAULT 0,
  held_fen bigint NOT NULL DEFAULT 0,
  waived_fen bigint NOT NULL DEFAULT 0,
  refunded_fen bigint NOT NULL DEFAULT 0,
  outstanding_fen bigint NOT NULL DEFAULT 0 CHECK (outstanding_fen >= 0),
  invoice_no text,
  FOREIGN KEY (enterprise_id, institution_id) REFERENCES enterprise (id, institution_id),
  FOREIGN KEY (loan_id, enterprise_id) REFERENCES drawdown (id, enterprise_id),
  -- Law: a line is charged once for each loan and period.
  CONSTRAINT fee_once_a_period UNIQUE (loan_id, period, rule),
  CONSTRAINT fee_one_invoice UNIQUE (institution_id, invoice_no)
);
CREATE INDEX fee_listed ON fee (institution_id, created_at, id);
CREATE INDEX fee_of_enterprise ON fee (enterprise_id, created_at, id);
CREATE INDEX fee_open ON fee (id) WHERE status IN ('QUOTED', 'CONSENTED', 'INVOICED', 'PARTLY_COLLECTED', 'DISPUTED');
CREATE TRIGGER note_shown BEFORE INSERT ON fee FOR EACH ROW EXECUTE FUNCTION note_shown();
ALTER TABLE fee ENABLE ALWAYS TRIGGER note_shown;

-- A charge begins as a quote of nothing more, and what was quoted never changes.
CREATE FUNCTION guard_fee() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  -- What follows from events.
  told text[] := ARRAY['status', 'status_since', 'events', 'points_used', 'collected_fen', 'held_fen', 'waived_fen',
    'refunded_fen', 'outstanding_fen', 'invoice_no'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF (NEW.status, NEW.events, NEW.points_used, NEW.collected_fen, NEW.held_fen, NEW.waived_fen, NEW.refunded_fen,
        NEW.outstanding_fen) <> ('QUOTED', 0, 0, 0, 0, 0, 0, 0) OR NEW.invoice_no IS NOT NULL THEN
      RAISE EXCEPTION 'fee %: begins as a quote', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.quoted_by IS NULL AND NOT EXISTS (SELECT FROM fee_agreement a WHERE a.loan_id = NEW.loan_id
        AND a.rule = NEW.rule AND a.tariff = NEW.tariff AND a.kind = NEW.kind AND a.price_fen >= NEW.price_fen) THEN
      RAISE EXCEPTION 'fee %: nobody has agreed to it', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.quoted_by IS NOT NULL
      AND NOT may_act_as(NEW.quoted_by, NEW.institution_id, 'finance', 'reviewer', 'admin') THEN
      RAISE EXCEPTION 'fee %: % may not quote', NEW.id, NEW.quoted_by USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - told <> to_jsonb(OLD) - told THEN
    RAISE EXCEPTION 'fee %: what was quoted never changes', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.events = OLD.events AND NEW IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION 'fee %: where it stands follows from its events', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_fee BEFORE INSERT OR UPDATE ON fee FOR EACH ROW EXECUTE FUNCTION guard_fee();
ALTER TABLE fee ENABLE ALWAYS TRIGGER guard_fee;

-- What became of a charge, in order; each key once.
CREATE TABLE fee_event (
  fee_id uuid NOT NULL REFERENCES fee,
  number integer NOT NULL CHECK (number > 0),
  key text NOT NULL UNIQUE,
  type text NOT NULL CHECK (type IN
    ('CONSENT', 'INVOICE', 'CANCEL', 'COLLECT', 'WAIVE', 'REFUND', 'DISPUTE', 'RESOLVE')),
  -- Business day on which it counts.
  counts_on date NOT NULL,
  -- Of COLLECT, WAIVE, REFUND; of RESOLVE what is upheld.
  amount_fen bigint CHECK (amount_fen >= 0),
  -- Of CONSENT.
  points_used bigint CHECK (points_used >= 0),
  -- Whose act it was; nobody's where the platform went on by itself.
  actor_id text,
  at timestamptz(3) NOT NULL,
  -- Of a CONSENT: what was agreed to. Of money that came by itself: the receipt.
  detail jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (fee_id, number),
  CONSTRAINT fee_event_amount CHECK ((type IN ('COLLECT', 'WAIVE', 'REFUND', 'RESOLVE')) = (amount_fen IS NOT NULL)),
  CONSTRAINT fee_event_points CHECK ((type = 'CONSENT') = (points_used IS NOT NULL))
);

-- Numbers of invoices of an institution, without a gap, by year.
CREATE TABLE fee_invoice_number (
  institution_id uuid NOT NULL REFERENCES institution,
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (institution_id, year)
);

-- Points of an enterprise: one is worth a fen of a price. Append-only; what is there is their sum.
CREATE TABLE fee_points (
  fee_id uuid NOT NULL,
  number integer NOT NULL,
  enterprise_id uuid NOT NULL REFERENCES enterprise,
  points bigint NOT NULL CHECK (points <> 0),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (fee_id, number),
  FOREIGN KEY (fee_id, number) REFERENCES fee_event (fee_id, number)
);
CREATE INDEX fee_points_enterprise ON fee_points (enterprise_id);

CREATE FUNCTION points_of(enterprise uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(points), 0)::bigint FROM fee_points WHERE enterprise_id = enterprise
$$;

-- Takes a charge on by its event, or refuses the event: no invoice without consent, nothing collected, given up or back
-- that is not owed or was not paid, nothing while somebody says that it is not owed at all.
CREATE FUNCTION apply_fee_event() RETURNS trigger LANGUAGE plpgsql
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
      PERFORM pg_advisory_xact_lock(hashtextextended('points of ' || f.enterprise_id::text, 0));
      IF NEW.points_used > 0 AND NEW.points_used > points_of(f.enterprise_id) THEN
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
CREATE TRIGGER apply_fee_event BEFORE INSERT ON fee_event FOR EACH ROW EXECUTE FUNCTION apply_fee_event();
ALTER TABLE fee_event ENABLE ALWAYS TRIGGER apply_fee_event;

-- What moves a charge's money is in the books within the same transaction, under the event's key.
CREATE FUNCTION judge_fee_event() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM journal_entry e JOIN fee f ON f.institution_id = e.institution_id
      WHERE f.id = NEW.fee_id AND (e.business_key = NEW.key OR e.business_key LIKE NEW.key || '/%')) THEN
    RAISE EXCEPTION 'fee %: % is not in the books', NEW.fee_id, NEW.key USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_fee_event AFTER INSERT ON fee_event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.type IN ('INVOICE', 'COLLECT', 'WAIVE', 'REFUND') OR NEW.type = 'RESOLVE' AND NEW.amount_fen > 0)
  EXECUTE FUNCTION judge_fee_event();
ALTER TABLE fee_event ENABLE ALWAYS TRIGGER judge_fee_event;

-- What is asked about a charge after it was agreed to: a customer disputes it, staff would give some of it up or back,
-- a prepayment gives some of it back. The charge's process takes them one by one.
CREATE TABLE fee_request (
  id uuid PRIMARY KEY,
  fee_id uuid NOT NULL REFERENCES fee,
  institution_id uuid NOT NULL REFERENCES institution,
  enterprise_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT fee_request_kind CHECK (kind IN ('DISPUTE', 'WAIVE', 'REFUND', 'PREPAYMENT')),
  -- What is asked for; of a dispute nothing: what of it is right is found out.
  amount_fen bigint CHECK (amount_fen > 0),
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  requested_by text,
  -- Of a PREPAYMENT: the event of the loan, once.
  source text,
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'APPROVED', 'REJECTED', 'DONE')),
  -- What is given up or back, who found so and who agreed; and why, which is published of a dispute.
  granted_fen bigint CHECK (granted_fen >= 0),
  proposed_by text,
  decided_by text,
  result text NOT NULL DEFAULT '',
  decided_at timestamptz(3),
  -- When its process was told of it.
  told_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (fee_id, source),
  CONSTRAINT fee_request_amount CHECK ((kind = 'DISPUTE') = (amount_fen IS NULL)),
  CONSTRAINT fee_request_asked CHECK ((kind = 'PREPAYMENT') = (requested_by IS NULL)
    AND (kind = 'PREPAYMENT') = (source IS NOT NULL)),
  CONSTRAINT fee_request_two_people CHECK (decided_by <> proposed_by),
  CONSTRAINT fee_request_granted_by_two CHECK (coalesce(granted_fen, 0) = 0 OR kind = 'PREPAYMENT'
    OR (proposed_by IS NOT NULL AND decided_by IS NOT NULL)),
  CONSTRAINT fee_request_within CHECK (amount_fen IS NULL OR coalesce(granted_fen, 0) <= amount_fen),
  CONSTRAINT fee_request_decided CHECK ((status = 'OPEN') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX fee_request_one_dispute ON fee_request (fee_id) WHERE kind = 'DISPUTE' AND status IN ('OPEN', 'APPROVED');
CREATE INDEX fee_request_open ON fee_request (fee_id) WHERE status IN ('OPEN', 'APPROVED');
CREATE INDEX fee_request_published ON fee_request (institution_id, decided_at) WHERE kind = 'DISPUTE' AND status <> 'OPEN';

-- Nobody but its own people agrees for a customer to what was quoted.
CREATE FUNCTION judge_fee_consent() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM fee f WHERE f.id = NEW.fee_id AND f.quoted_by IS NOT NULL AND NOT EXISTS (
      SELECT FROM membership m WHERE m.user_id = NEW.actor_id AND m.enterprise_id = f.enterprise_id)) THEN
    RAISE EXCEPTION 'fee %: % may not agree to it', NEW.fee_id, NEW.actor_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_fee_consent BEFORE INSERT ON fee_event FOR EACH ROW
  WHEN (NEW.type = 'CONSENT') EXECUTE FUNCTION judge_fee_consent();
ALTER TABLE fee_event ENABLE ALWAYS TRIGGER judge_fee_consent;

CREATE FUNCTION guard_fee_request() RETURNS trigger LANGUAGE plpgsql
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
    IF NEW.kind = 'DISPUTE' AND NOT EXISTS (SELECT FROM membership
          WHERE user_id = NEW.requested_by AND enterprise_id = NEW.enterprise_id)
      OR NEW.kind IN ('WAIVE', 'REFUND') AND NOT may_act_as(NEW.requested_by, NEW.institution_id, 'finance') THEN
      RAISE EXCEPTION 'request %: % may not ask', NEW.id, NEW.requested_by USING ERRCODE = 'check_violation';
    END IF;
    -- Who asks has taken a step of the case, and takes no other one: another one agrees to it.
    IF NEW.kind IN ('WAIVE', 'REFUND') THEN
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
  IF NEW.status <> OLD.status AND NOT (OLD.status = 'OPEN' OR OLD.status = 'APPROVED' AND NEW.status = 'DONE')
    OR OLD.status <> 'OPEN' AND (NEW.granted_fen, NEW.proposed_by, NEW.decided_by, NEW.result, NEW.decided_at)
      IS DISTINCT FROM (OLD.granted_fen, OLD.proposed_by, OLD.decided_by, OLD.result, OLD.decided_at) THEN
    RAISE EXCEPTION 'request %: what was decided never changes', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_fee_request BEFORE INSERT OR UPDATE ON fee_request
  FOR EACH ROW EXECUTE FUNCTION guard_fee_request();
ALTER TABLE fee_request ENABLE ALWAYS TRIGGER guard_fee_request;

-- Money that came by itself pays a fee when one person has found so and another one agrees.
ALTER TABLE unidentified_receipt ADD FOREIGN KEY (fee_id) REFERENCES fee;
CREATE FUNCTION judge_fee_receipt() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM decision a JOIN human_task s ON s.id = a.task_id,
      decision b JOIN human_task t ON t.id = b.task_id
      WHERE a.case_type = 'FEE' AND b.case_type = 'FEE' AND a.case_id = NEW.fee_id::text AND b.case_id = a.case_id
        AND a.institution_id = NEW.institution_id AND b.institution_id = NEW.institution_id
        AND s.kind = 'COLLECT_FEE' AND a.decision = 'PAID_OFFLINE' AND a.held_role IS NOT NULL
        AND t.kind = 'CONFIRM_FEE_PAID' AND b.decision = 'CONFIRM' AND b.held_role IS NOT NULL
        AND a.actor_id <> b.actor_id) THEN
    RAISE EXCEPTION 'receipt %: no two people have said that it pays the fee', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_fee_receipt AFTER UPDATE OF fee_id ON unidentified_receipt DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.fee_id IS NOT NULL) EXECUTE FUNCTION judge_fee_receipt();
ALTER TABLE unidentified_receipt ENABLE ALWAYS TRIGGER judge_fee_receipt;

-- What is given up or back was decided by people who held the role for it, where people decide it.
CREATE FUNCTION judge_fee_request() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM decision d JOIN human_task t ON t.id = d.task_id
      WHERE d.case_type = 'FEE' AND d.case_id = NEW.fee_id::text AND d.institution_id = NEW.institution_id
        AND t.kind = 'CONFIRM_FEE_RELIEF' AND d.decision = 'CONFIRM' AND d.held_role IS NOT NULL
        AND d.actor_id = NEW.decided_by) THEN
    RAISE EXCEPTION 'request %: no second person has agreed', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_fee_request AFTER UPDATE ON fee_request DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.granted_fen > 0 AND NEW.granted_fen IS DISTINCT FROM OLD.granted_fen AND NEW.kind <> 'PREPAYMENT')
  EXECUTE FUNCTION judge_fee_request();
ALTER TABLE fee_request ENABLE ALWAYS TRIGGER judge_fee_request;

-- Law: of a fee one debit and one refund are under way at a time. Another one is possible when it is known what became
-- of the one before.
CREATE UNIQUE INDEX payment_one_fee_order ON payment (subject_id, purpose)
  WHERE purpose IN ('FEE_COLLECTION', 'FEE_REFUND') AND status NOT IN ('SUCCEEDED', 'FAILED');

-- What an order may give back of a fee: what was granted, and was paid.
CREATE FUNCTION fee_refundable(fee_request uuid, of_fee uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT least(q.granted_fen, f.collected_fen - f.refunded_fen) FROM fee_request q JOIN fee f ON f.id = q.fee_id
    WHERE q.id = fee_request AND f.id = of_fee AND q.status = 'APPROVED'
$$;

-- Other prices need notice: what each loan was told of a later price list, and what its people said.
CREATE TABLE tariff_notice (
  tariff uuid NOT NULL REFERENCES own_rules,
  loan_id uuid NOT NULL REFERENCES drawdown,
  institution_id uuid NOT NULL,
  enterprise_id uuid NOT NULL,
  sent_on date NOT NULL,
  effective_from date NOT NULL,
  -- Nothing in it is dearer for this loan: it needs no consent.
  is_favourable boolean NOT NULL,
  shown jsonb NOT NULL,
  shown_sha256 text NOT NULL DEFAULT '',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tariff, loan_id),
  FOREIGN KEY (loan_id, institution_id) REFERENCES drawdown (id, institution_id),
  FOREIGN KEY (loan_id, enterprise_id) REFERENCES drawdown (id, enterprise_id)
);
CREATE INDEX tariff_notice_enterprise ON tariff_notice (enterprise_id, loan_id);
CREATE TRIGGER note_shown BEFORE INSERT ON tariff_notice FOR EACH ROW EXECUTE FUNCTION note_shown();
ALTER TABLE tariff_notice ENABLE ALWAYS TRIGGER note_shown;

CREATE TABLE tariff_answer (
  id uuid PRIMARY KEY,
  tariff uuid NOT NULL,
  loan_id uuid NOT NULL,
  enterprise_id uuid NOT NULL,
  answered_on date NOT NULL,
  answer text NOT NULL CHECK (answer IN ('CONSENT', 'REFUSE')),
  -- What was agreed to, as it was shown.
  shown_sha256 text NOT NULL,
  answered_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  FOREIGN KEY (tariff, loan_id) REFERENCES tariff_notice (tariff, loan_id)
);
CREATE INDEX tariff_answer_notice ON tariff_answer (tariff, loan_id, created_at);

-- An answer is that of the loan's own people, on the day on which it is given, to what they were shown.
CREATE FUNCTION guard_tariff_answer() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.answered_on <> business_today()
    OR NOT EXISTS (SELECT FROM tariff_notice n WHERE n.tariff = NEW.tariff AND n.loan_id = NEW.loan_id
      AND n.enterprise_id = NEW.enterprise_id AND n.shown_sha256 = NEW.shown_sha256)
    OR NOT EXISTS (SELECT FROM membership WHERE user_id = NEW.answered_by AND enterprise_id = NEW.enterprise_id) THEN
    RAISE EXCEPTION 'answer to tariff %: not theirs to give, or not today''s', NEW.tariff
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_tariff_answer BEFORE INSERT ON tariff_answer
  FOR EACH ROW EXECUTE FUNCTION guard_tariff_answer();
ALTER TABLE tariff_answer ENABLE ALWAYS TRIGGER guard_tariff_answer;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['fee_agreement', 'fee_event', 'fee_points', 'tariff_notice', 'tariff_answer'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I
      FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_truncate', name);
  END LOOP;
END $$;
SELECT never_remove('fee', 'fee_request');

GRANT SELECT ON fee, fee_event, fee_points, fee_request, fee_agreement, tariff_notice, tariff_answer
  TO lending_api, lending_worker, lending_auditor;
GRANT EXECUTE ON FUNCTION points_of TO lending_api, lending_worker, lending_auditor;
GRANT INSERT (id, institution_id, enterprise_id, loan_id, rule, kind, period, price_fen, charged_on, valid_until,
  settlement, tariff, shown, quoted_by, created_at) ON fee TO lending_api, lending_worker;
GRANT INSERT ON fee_event, fee_points, fee_agreement, tariff_notice TO lending_worker;
GRANT INSERT (id, fee_id, institution_id, enterprise_id, kind, amount_fen, reason, requested_by, created_at)
  ON fee_request TO lending_api;
GRANT INSERT (id, fee_id, institution_id, enterprise_id, kind, amount_fen, reason, source, created_at),
  UPDATE (status, granted_fen, proposed_by, decided_by, result, decided_at, told_at) ON fee_request TO lending_worker;
GRANT INSERT ON tariff_answer TO lending_api;
