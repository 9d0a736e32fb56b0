-- What doesn't agree between our books and the bank, and what must be looked at by a person because of it.

-- A break: something that a person must look at. Opened once for what it is about (kind and reference); each has
-- a process `break/{id}` with a task, until it is resolved by a later match or by a person.
CREATE TABLE break_case (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  institution_id uuid NOT NULL REFERENCES institution,
  kind text NOT NULL CHECK (kind IN ('LONG', 'SHORT', 'DUPLICATE', 'AMOUNT_DIFF', 'BALANCE', 'FILE', 'TRANSFER',
    'NOTICE_AMOUNT', 'NOT_BOOKABLE', 'BOOKED_ASIDE', 'REFERENCE_USED', 'REFOLD', 'DAY_EXCEPTION', 'PROCESS', 'CONDUCT')),
  -- What it is about, unique within its kind: a day, a loan, a movement.
  reference text NOT NULL,
  -- What is at stake, where it is money.
  amount_fen bigint,
  detail jsonb NOT NULL DEFAULT '{}',
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'RESOLVED')),
  -- How it ended: what a later match was, or what a person decided.
  resolution text,
  resolved_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (institution_id, kind, reference),
  CHECK ((status = 'RESOLVED') = (resolution IS NOT NULL AND resolved_at IS NOT NULL))
);
CREATE INDEX break_case_open ON break_case (institution_id, created_at) WHERE status = 'OPEN';

-- ── The bank's file ────────────────────────────────────────────────────────────────────────────────────────

-- A day's file of an institution's account, imported once for all who need it. Written only when every check of
-- the file has passed.
CREATE TABLE statement_file (
  institution_id uuid NOT NULL REFERENCES institution,
  date date NOT NULL,
  entries integer NOT NULL,
  credit_fen bigint NOT NULL,
  debit_fen bigint NOT NULL,
  -- After the day's last movement; a day without one says nothing about it.
  closing_fen bigint,
  imported_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (institution_id, date),
  CHECK ((closing_fen IS NULL) = (entries = 0))
);

CREATE TABLE statement_row (
  institution_id uuid NOT NULL,
  date date NOT NULL,
  sequence bigint NOT NULL,
  bank_reference text NOT NULL,
  -- Of the order; empty for money that comes without one.
  key text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('CREDIT', 'DEBIT')),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  balance_after_fen bigint NOT NULL,
  -- Who paid and what for, where it is not known by an order: sealed, with a blind index of the account.
  told_cipher bytea,
  payer_index text,
  PRIMARY KEY (institution_id, date, sequence),
  FOREIGN KEY (institution_id, date) REFERENCES statement_file
);
CREATE INDEX statement_row_key ON statement_row (institution_id, key) WHERE key <> '';

-- ── What a file and the books said of each other ───────────────────────────────────────────────────────────

-- Money that came in and that nobody ordered: its own little ledger under 2241.02. What is claimed, returned and
-- booked as capital is never more than what came in.
CREATE TABLE unidentified_receipt (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  institution_id uuid NOT NULL REFERENCES institution,
  bank_date date NOT NULL,
  -- The bank's; of a movement that was in a day's file under one reference twice, with its place there.
  bank_reference text NOT NULL,
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  -- Why it is here: what kept it from being booked by itself.
  reason text NOT NULL CHECK (reason IN ('UNKNOWN_PAYER', 'ABOVE_PAYOFF', 'THIRD_PARTY', 'LOAN_NOT_ACTIVE',
    'SEVERAL_LOANS', 'ACCOUNT', 'ACCOUNT_SHARED', 'PAYER_NAME', 'GUARANTOR_OR_LEGAL_PERSON', 'AMOUNT_ONLY',
    'LOAN_BROKEN', 'ENTERED_BY_HAND', 'DUPLICATE', 'AMOUNT_DIFF', 'ORDER_FAILED')),
  told_cipher bytea NOT NULL,
  payer_index text,
  -- Loans that it may be for, the likeliest first: [{loanId, loanNo}].
  suggestions jsonb NOT NULL DEFAULT '[]',
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'CLAIMED', 'RETURNED', 'CAPITAL')),
  claimed_fen bigint NOT NULL DEFAULT 0 CHECK (claimed_fen >= 0),
  returned_fen bigint NOT NULL DEFAULT 0 CHECK (returned_fen >= 0),
  capital_fen bigint NOT NULL DEFAULT 0 CHECK (capital_fen >= 0),
  loan_id uuid REFERENCES loan,
  -- Or the fee that it pays.
  fee_id uuid,
  settled_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (institution_id, bank_date, bank_reference),
  CONSTRAINT receipt_within_amount CHECK (claimed_fen + returned_fen + capital_fen <= amount_fen),
  CONSTRAINT receipt_claimed_once CHECK (claimed_fen = 0 OR (loan_id IS NULL) <> (fee_id IS NULL)),
  CONSTRAINT receipt_settled_whole
    CHECK (status = 'OPEN' OR (settled_at IS NOT NULL AND claimed_fen + returned_fen + capital_fen = amount_fen))
);
CREATE INDEX unidentified_receipt_open ON unidentified_receipt (institution_id, created_at) WHERE status = 'OPEN';

-- What came in never changes, and what was given away is never taken back.
CREATE FUNCTION guard_receipt() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('lending.key_rotation', true) = 'on' AND is_resealed(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.institution_id, NEW.bank_date, NEW.bank_reference, NEW.amount_fen)
    IS DISTINCT FROM (OLD.id, OLD.institution_id, OLD.bank_date, OLD.bank_reference, OLD.amount_fen) THEN
    RAISE EXCEPTION 'receipt %: what came in never changes', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status <> 'OPEN' AND NEW IS DISTINCT FROM OLD OR NEW.claimed_fen < OLD.claimed_fen
    OR NEW.returned_fen < OLD.returned_fen OR NEW.capital_fen < OLD.capital_fen THEN
    RAISE EXCEPTION 'receipt %: what was settled stays', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_receipt BEFORE UPDATE ON unidentified_receipt FOR EACH ROW EXECUTE FUNCTION guard_receipt();
ALTER TABLE unidentified_receipt ENABLE ALWAYS TRIGGER guard_receipt;

-- How a movement of the file and one of the books compare, on the day of the file.
CREATE TABLE reconciliation_item (
  id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  settle_date date NOT NULL,
  -- The order's, else `ref:` with the bank's reference.
  key text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('IN', 'OUT')),
  -- Counts the rows of one key in the day's file.
  number integer NOT NULL CHECK (number > 0),
  -- PENDING: the bank has it, and our order waits for its outcome: it is told, and judged when it is settled.
  outcome text NOT NULL CHECK (outcome IN
    ('MATCH', 'AMOUNT_DIFF', 'LONG', 'SHORT', 'DUPLICATE', 'CUTOFF', 'PENDING')),
  bank_fen bigint,
  books_fen bigint,
  bank_reference text,
  carried_from date,
  -- Who looks at it.
  break_id uuid REFERENCES break_case,
  receipt_id uuid REFERENCES unidentified_receipt,
  resolved_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (institution_id, settle_date, key, direction, number),
  -- Law: nothing differs without somebody who looks at it.
  CONSTRAINT reconciliation_difference_has_owner CHECK
    (outcome IN ('MATCH', 'CUTOFF', 'PENDING') OR break_id IS NOT NULL OR receipt_id IS NOT NULL)
);
CREATE INDEX reconciliation_item_key ON reconciliation_item (institution_id, key);
CREATE INDEX reconciliation_item_open ON reconciliation_item (institution_id, settle_date)
  WHERE outcome IN ('CUTOFF', 'PENDING') AND resolved_at IS NULL;

-- ── A number that people write into a remark ───────────────────────────────────────────────────────────────

-- LN, year and month of the payout, and a running number of the whole platform: no two loans have the same.
ALTER TABLE loan ADD COLUMN loan_number bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE loan ADD COLUMN loan_no text GENERATED ALWAYS AS (
  'LN' || (extract(year FROM start_date)::integer * 100 + extract(month FROM start_date)::integer)::text
    || CASE WHEN loan_number < 10000 THEN lpad(loan_number::text, 4, '0') ELSE loan_number::text END) STORED UNIQUE;
