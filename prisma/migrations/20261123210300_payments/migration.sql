-- Orders at the bank and what the bank tells.

-- One order at the bank under one key. A terminal status never changes.
CREATE TABLE payment (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  -- What the money is about. A disbursement is paid before there is a loan, so there is no foreign key.
  subject_type text NOT NULL CHECK (subject_type IN ('LOAN', 'RECEIPT', 'FEE')),
  subject_id uuid NOT NULL,
  -- Whose case it is; nobody's when money that nobody claimed goes back.
  enterprise_id uuid,
  key text NOT NULL UNIQUE,
  purpose text NOT NULL CHECK (purpose IN
    ('DISBURSEMENT', 'COLLECTION', 'REPAYMENT', 'PREPAYMENT', 'REFUND', 'RECEIPT_RETURN', 'FEE_COLLECTION',
     'FEE_REFUND')),
  -- What allows it: a person's decision, the contract, the borrower's own request.
  mandate_type text NOT NULL CHECK (mandate_type IN ('RELEASE', 'CONTRACT', 'REQUEST', 'RETURN', 'CONSENT', 'RELIEF')),
  mandate_id text NOT NULL CHECK (mandate_id <> ''),
  -- Read once, when the order is written, and used at each attempt: sealed, with a blind index.
  debit_account_cipher bytea NOT NULL,
  debit_account_index text NOT NULL,
  credit_account_cipher bytea NOT NULL,
  credit_account_index text NOT NULL,
  status text NOT NULL CHECK (status IN ('CREATED', 'SUBMITTED', 'SUCCEEDED', 'FAILED', 'UNKNOWN')),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0 AND amount_fen <= 1000000000000000),
  value_date date NOT NULL CHECK (value_date BETWEEN '2000-01-01' AND '2199-12-31'),
  -- What a prepayment buys, as it was quoted: {principalFen, mode}.
  prepayment jsonb CONSTRAINT payment_prepayment CHECK ((prepayment IS NOT NULL) <= (purpose = 'PREPAYMENT')),
  code text,
  bank_reference text,
  -- The day on which the bank booked it, by the bank's own word.
  bank_date date CHECK (bank_date BETWEEN '2000-01-01' AND '2199-12-31'),
  -- The order that was settled with the same movement before; a break tells people of the two.
  movement_of uuid REFERENCES payment,
  -- Business time and real time of the last send: asking counts from there.
  submitted_at timestamptz(3),
  submitted_real_at timestamptz(3),
  settled_at timestamptz(3),
  -- The day whose file it was matched with, and how: written by the reconciliation.
  reconciled_on date,
  reconciled_as text CHECK (reconciled_as IN ('MATCH', 'AMOUNT_DIFF', 'SHORT')),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  FOREIGN KEY (enterprise_id, institution_id) REFERENCES enterprise (id, institution_id),
  CONSTRAINT payment_purpose_of_subject CHECK ((subject_type = 'RECEIPT') = (purpose = 'RECEIPT_RETURN')),
  CONSTRAINT payment_purpose_of_fee CHECK ((subject_type = 'FEE') = (purpose IN ('FEE_COLLECTION', 'FEE_REFUND'))),
  CONSTRAINT payment_loan_has_enterprise CHECK (subject_type = 'RECEIPT' OR enterprise_id IS NOT NULL),
  CONSTRAINT payment_failure_has_code CHECK (status <> 'FAILED' OR code IS NOT NULL),
  CONSTRAINT payment_success_has_reference CHECK
    (status <> 'SUCCEEDED' OR (bank_reference IS NOT NULL AND bank_date IS NOT NULL))
);
CREATE INDEX payment_subject ON payment (subject_type, subject_id);
CREATE INDEX payment_open ON payment (id) WHERE status IN ('CREATED', 'SUBMITTED', 'UNKNOWN');
CREATE INDEX payment_enterprise ON payment (enterprise_id);
CREATE INDEX payment_value_date ON payment (institution_id, value_date);
CREATE INDEX payment_to_reconcile ON payment (institution_id, bank_date)
  WHERE status = 'SUCCEEDED' AND reconciled_on IS NULL;

-- Law: one disbursement a loan, and one return a receipt. A new order is possible only when the one before has
-- definitely failed.
CREATE UNIQUE INDEX payment_one_disbursement ON payment (subject_id)
  WHERE purpose = 'DISBURSEMENT' AND status <> 'FAILED';
CREATE UNIQUE INDEX payment_one_return ON payment (subject_id)
  WHERE purpose = 'RECEIPT_RETURN' AND status <> 'FAILED';

-- created → submitted → unknown → succeeded | failed, only forward; what was ordered never changes.
CREATE FUNCTION payment_step(status text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE status WHEN 'CREATED' THEN 1 WHEN 'SUBMITTED' THEN 2 WHEN 'UNKNOWN' THEN 3 ELSE 4 END
$$;

CREATE FUNCTION guard_payment() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status NOT IN ('CREATED', 'SUBMITTED') THEN
      RAISE EXCEPTION 'payment %: begins as CREATED or SUBMITTED, not %', NEW.key, NEW.status
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF current_setting('lending.key_rotation', true) = 'on' AND is_resealed(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.institution_id, NEW.subject_type, NEW.subject_id, NEW.enterprise_id, NEW.key, NEW.purpose,
      NEW.mandate_type, NEW.mandate_id, NEW.amount_fen, NEW.value_date, NEW.prepayment, NEW.debit_account_cipher,
      NEW.debit_account_index, NEW.credit_account_cipher, NEW.credit_account_index)
    IS DISTINCT FROM
     (OLD.id, OLD.institution_id, OLD.subject_type, OLD.subject_id, OLD.enterprise_id, OLD.key, OLD.purpose,
      OLD.mandate_type, OLD.mandate_id, OLD.amount_fen, OLD.value_date, OLD.prepayment, OLD.debit_account_cipher,
      OLD.debit_account_index, OLD.credit_account_cipher, OLD.credit_account_index) THEN
    RAISE EXCEPTION 'payment %: what was ordered never changes', OLD.key USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status IN ('SUCCEEDED', 'FAILED')
    AND (NEW.status, NEW.code, NEW.bank_reference, NEW.bank_date, NEW.settled_at)
      IS DISTINCT FROM (OLD.status, OLD.code, OLD.bank_reference, OLD.bank_date, OLD.settled_at) THEN
    RAISE EXCEPTION 'payment %: % is final', OLD.key, OLD.status USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status <> OLD.status AND payment_step(NEW.status) <= payment_step(OLD.status) THEN
    RAISE EXCEPTION 'payment %: % can''t become %', OLD.key, OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_payment BEFORE INSERT OR UPDATE ON payment FOR EACH ROW EXECUTE FUNCTION guard_payment();
ALTER TABLE payment ENABLE ALWAYS TRIGGER guard_payment;

-- The bank says something else than what is booked. A person settles it; nothing that is booked is overwritten.
CREATE TABLE dispute (
  payment_id uuid NOT NULL REFERENCES payment,
  number integer NOT NULL CHECK (number > 0),
  institution_id uuid NOT NULL REFERENCES institution,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  -- What the bank claims, in words: the same contradiction is one dispute for ever.
  claim text NOT NULL,
  booked jsonb NOT NULL,
  claimed jsonb NOT NULL,
  opened_at timestamptz(3) NOT NULL,
  settled_at timestamptz(3),
  outcome text,
  settled_by text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (payment_id, number),
  UNIQUE (payment_id, claim),
  CHECK ((settled_at IS NULL) = (outcome IS NULL) AND (settled_at IS NULL) = (settled_by IS NULL))
);
CREATE INDEX dispute_open ON dispute (subject_type, subject_id) WHERE settled_at IS NULL;

-- Law: while a dispute about some money is open, no other order about it is written. The lock puts a dispute and an
-- order of one moment in a row.
CREATE FUNCTION hold_disputed_money() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('money of ' || NEW.subject_id::text, 0));
  IF TG_TABLE_NAME = 'payment' AND EXISTS (SELECT FROM dispute d WHERE d.subject_type = NEW.subject_type
      AND d.subject_id = NEW.subject_id AND d.settled_at IS NULL) THEN
    RAISE EXCEPTION 'payment %: an open dispute holds it back', NEW.key
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_not_disputed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hold_disputed_money BEFORE INSERT ON payment FOR EACH ROW EXECUTE FUNCTION hold_disputed_money();
CREATE TRIGGER hold_disputed_money BEFORE INSERT ON dispute FOR EACH ROW EXECUTE FUNCTION hold_disputed_money();
ALTER TABLE payment ENABLE ALWAYS TRIGGER hold_disputed_money;
ALTER TABLE dispute ENABLE ALWAYS TRIGGER hold_disputed_money;

-- A dispute is settled once; what it is about never changes.
CREATE FUNCTION guard_dispute() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.settled_at IS NOT NULL
    OR to_jsonb(NEW) - ARRAY['settled_at', 'outcome', 'settled_by']
      IS DISTINCT FROM to_jsonb(OLD) - ARRAY['settled_at', 'outcome', 'settled_by'] THEN
    RAISE EXCEPTION 'dispute % of payment %: what it is about and how it ended never change', OLD.number,
      OLD.payment_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_dispute BEFORE UPDATE ON dispute FOR EACH ROW EXECUTE FUNCTION guard_dispute();
ALTER TABLE dispute ENABLE ALWAYS TRIGGER guard_dispute;

CREATE TABLE bank_notice (
  id text PRIMARY KEY,
  kind text NOT NULL,
  key text,
  -- Who paid, from which account and what for: sealed.
  payload_cipher bytea NOT NULL,
  received_at timestamptz(3) NOT NULL DEFAULT now(),
  handled_at timestamptz(3)
);
CREATE INDEX bank_notice_key ON bank_notice (key);
