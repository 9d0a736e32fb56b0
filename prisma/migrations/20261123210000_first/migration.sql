-- The facts of the platform. What this schema refuses can't be done by any bug above it.
-- Money is bigint fen. Instants are timestamptz, business days are date. Every case belongs to one institution:
-- foreign keys carry institution_id along, so that a row can't point into another institution.

-- ── People and institutions ─────────────────────────────────────────────────────────────────────────────────

CREATE TABLE institution (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  bank_account_no text NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE enterprise (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  uscc text NOT NULL,
  name text NOT NULL,
  stage text NOT NULL,
  refusal_code text,
  refusal_reason text,
  risk_grade text,
  mobile_cipher bytea NOT NULL,
  mobile_index text NOT NULL,
  mail_cipher bytea NOT NULL,
  mail_index text NOT NULL,
  legal_person_cipher bytea NOT NULL,
  bank_account_cipher bytea NOT NULL,
  bank_account_index text NOT NULL,
  locale text NOT NULL DEFAULT 'zh-CN',
  registry_result jsonb,
  screening_result jsonb,
  stage_since timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (institution_id, uscc),
  UNIQUE (id, institution_id)
);
CREATE INDEX enterprise_stage ON enterprise (institution_id, stage);
CREATE INDEX enterprise_mail_index ON enterprise (mail_index);

CREATE TABLE "user" (
  id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE session (
  id text PRIMARY KEY,
  expires_at timestamptz(3) NOT NULL,
  token text NOT NULL UNIQUE,
  ip_address text,
  user_agent text,
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX session_user_id ON session (user_id);

CREATE TABLE auth_account (
  id text PRIMARY KEY,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope text,
  password text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX auth_account_user_id ON auth_account (user_id);

CREATE TABLE verification (
  id text PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX verification_identifier ON verification (identifier);

CREATE TABLE membership (
  id uuid PRIMARY KEY,
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN
    ('applicant', 'customer_service', 'reviewer', 'approver', 'finance', 'risk', 'admin', 'auditor')),
  institution_id uuid REFERENCES institution,
  enterprise_id uuid REFERENCES enterprise,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (user_id, role),
  -- People of an enterprise are never staff: the two kinds of role can't be mixed in one row.
  CHECK ((role = 'applicant') = (enterprise_id IS NOT NULL)),
  CHECK ((role = 'applicant') <> (institution_id IS NOT NULL))
);
CREATE INDEX membership_institution ON membership (institution_id, role);

-- ── Products, applications, tasks ───────────────────────────────────────────────────────────────────────────

CREATE TABLE product (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  code text NOT NULL,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  status text NOT NULL,
  minimum_fen bigint NOT NULL CHECK (minimum_fen > 0),
  maximum_fen bigint NOT NULL CHECK (maximum_fen <= 1000000000000000),
  minimum_term_months integer NOT NULL CHECK (minimum_term_months > 0),
  maximum_term_months integer NOT NULL,
  methods text[] NOT NULL,
  day_count text NOT NULL CHECK (day_count IN ('30/360', 'ACT/360', 'ACT/365')),
  terms jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (institution_id, code),
  UNIQUE (id, institution_id),
  CHECK (minimum_fen <= maximum_fen),
  CHECK (minimum_term_months <= maximum_term_months)
);

CREATE TABLE application (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  enterprise_id uuid NOT NULL,
  product_id uuid NOT NULL,
  amount_fen bigint NOT NULL CHECK (amount_fen > 0 AND amount_fen <= 1000000000000000),
  term_months integer NOT NULL CHECK (term_months > 0),
  method text NOT NULL,
  purpose text NOT NULL,
  statements jsonb NOT NULL,
  profile jsonb NOT NULL,
  stage text NOT NULL,
  stage_since timestamptz(3) NOT NULL,
  refusal_code text,
  refusal_reason text,
  assessment jsonb,
  offer jsonb,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (id, institution_id),
  UNIQUE (id, enterprise_id),
  FOREIGN KEY (enterprise_id, institution_id) REFERENCES enterprise (id, institution_id),
  FOREIGN KEY (product_id, institution_id) REFERENCES product (id, institution_id)
);
CREATE INDEX application_stage ON application (institution_id, stage);
CREATE INDEX application_enterprise ON application (enterprise_id);

CREATE TABLE human_task (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  kind text NOT NULL,
  case_type text NOT NULL,
  case_id text NOT NULL,
  workflow_id text NOT NULL,
  role text NOT NULL,
  status text NOT NULL CHECK (status IN ('OPEN', 'CLAIMED', 'DONE', 'CANCELLED')),
  reason jsonb NOT NULL,
  claimed_by text,
  claimed_at timestamptz(3),
  due_at timestamptz(3) NOT NULL,
  escalations integer NOT NULL DEFAULT 0,
  outcome text,
  closed_by text,
  closed_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CHECK ((status IN ('DONE', 'CANCELLED')) = (closed_at IS NOT NULL)),
  CHECK (status <> 'CLAIMED' OR claimed_by IS NOT NULL)
);
CREATE INDEX human_task_inbox ON human_task (institution_id, role, status, due_at);
CREATE INDEX human_task_case ON human_task (case_id);

-- Which step of a case a person has taken. One row a person and case: who reviewed can't approve, whatever
-- the round, because the second step would need a second row.
CREATE TABLE case_actor (
  case_type text NOT NULL,
  case_id text NOT NULL,
  actor_id text NOT NULL,
  step text NOT NULL CHECK (step IN ('APPLY', 'INVESTIGATE', 'REVIEW', 'APPROVE', 'RELEASE')),
  PRIMARY KEY (case_type, case_id, actor_id),
  UNIQUE (case_type, case_id, actor_id, step)
);

-- Who decided what on a case, and why. Append-only.
CREATE TABLE decision (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  case_type text NOT NULL,
  case_id text NOT NULL,
  step text NOT NULL,
  round integer NOT NULL DEFAULT 1 CHECK (round > 0),
  task_id uuid UNIQUE REFERENCES human_task,
  actor_id text NOT NULL,
  decision text NOT NULL,
  reason text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT decision_separate_people FOREIGN KEY (case_type, case_id, actor_id, step)
    REFERENCES case_actor (case_type, case_id, actor_id, step),
  CONSTRAINT decision_reason_given CHECK (decision NOT IN ('REJECT', 'REFUSE', 'ASK_FOR_MORE') OR reason <> '')
);
CREATE INDEX decision_case ON decision (case_type, case_id);
-- A quorum is made of different people.
CREATE UNIQUE INDEX decision_once_a_round ON decision (case_type, case_id, step, round, actor_id)
  WHERE step IN ('INVESTIGATE', 'APPROVE', 'RELEASE');

-- ── Loans and money ─────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE loan (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  enterprise_id uuid NOT NULL REFERENCES enterprise,
  terms jsonb NOT NULL,
  principal_fen bigint NOT NULL CHECK (principal_fen > 0 AND principal_fen <= 1000000000000000),
  status text NOT NULL CHECK (status IN
    ('NOT_DISBURSED', 'REPAYING', 'OVERDUE', 'SETTLED', 'WRITTEN_OFF', 'CLOSED')),
  event_count integer NOT NULL DEFAULT 0,
  principal_outstanding_fen bigint NOT NULL DEFAULT 0,
  -- The loan's part of each ledger account; moved only together with postings.
  principal_normal_fen bigint NOT NULL DEFAULT 0,
  principal_overdue_fen bigint NOT NULL DEFAULT 0,
  principal_non_accrual_fen bigint NOT NULL DEFAULT 0,
  interest_receivable_fen bigint NOT NULL DEFAULT 0,
  deferred_vat_fen bigint NOT NULL DEFAULT 0,
  fees_receivable_fen bigint NOT NULL DEFAULT 0,
  suspense_fen bigint NOT NULL DEFAULT 0,
  agency_payable_fen bigint NOT NULL DEFAULT 0,
  provision_fen bigint NOT NULL DEFAULT 0,
  vat_receivable_fen bigint NOT NULL DEFAULT 0,
  off_balance_interest_fen bigint NOT NULL DEFAULT 0,
  written_off_principal_fen bigint NOT NULL DEFAULT 0,
  days_past_due integer NOT NULL DEFAULT 0 CHECK (days_past_due >= 0),
  risk_class text NOT NULL DEFAULT 'NORMAL' CHECK (risk_class IN
    ('NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS')),
  accrual text NOT NULL DEFAULT 'ACCRUAL' CHECK (accrual IN ('ACCRUAL', 'NON_ACCRUAL')),
  next_due_date date,
  -- The day that the books of the loan have been brought to.
  accrued_through date,
  start_date date NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (id, institution_id),
  FOREIGN KEY (id, institution_id) REFERENCES application (id, institution_id),
  FOREIGN KEY (id, enterprise_id) REFERENCES application (id, enterprise_id),
  CONSTRAINT loan_books_not_negative CHECK (
    principal_outstanding_fen >= 0 AND principal_normal_fen >= 0 AND principal_overdue_fen >= 0
    AND principal_non_accrual_fen >= 0 AND suspense_fen >= 0 AND written_off_principal_fen >= 0)
);
CREATE INDEX loan_status ON loan (institution_id, status);
CREATE INDEX loan_enterprise ON loan (enterprise_id);

-- The rows of the loan's schedule with what was paid; written with the event that changed them.
CREATE TABLE instalment (
  loan_id uuid NOT NULL REFERENCES loan,
  number integer NOT NULL CHECK (number > 0),
  period_start date NOT NULL,
  due_date date NOT NULL,
  -- The due date moved to the following workday; paid by then is paid in time.
  collection_date date NOT NULL,
  opening_fen bigint NOT NULL CHECK (opening_fen >= 0),
  annual_rate numeric(12, 8) NOT NULL CHECK (annual_rate >= 0),
  principal_fen bigint NOT NULL CHECK (principal_fen >= 0),
  interest_fen bigint NOT NULL CHECK (interest_fen >= 0),
  fee_fen bigint NOT NULL DEFAULT 0 CHECK (fee_fen >= 0),
  principal_paid_fen bigint NOT NULL DEFAULT 0 CHECK (principal_paid_fen BETWEEN 0 AND principal_fen),
  interest_paid_fen bigint NOT NULL DEFAULT 0 CHECK (interest_paid_fen >= 0),
  interest_waived_fen bigint NOT NULL DEFAULT 0 CHECK (interest_waived_fen >= 0),
  fee_paid_fen bigint NOT NULL DEFAULT 0 CHECK (fee_paid_fen >= 0),
  fee_waived_fen bigint NOT NULL DEFAULT 0 CHECK (fee_waived_fen >= 0),
  status text NOT NULL CHECK (status IN ('FUTURE', 'DUE', 'OVERDUE', 'PAID')),
  PRIMARY KEY (loan_id, number),
  CHECK (period_start <= due_date AND due_date <= collection_date),
  CHECK (interest_paid_fen + interest_waived_fen <= interest_fen),
  CHECK (fee_paid_fen + fee_waived_fen <= fee_fen)
);
CREATE INDEX instalment_due ON instalment (due_date) WHERE status <> 'PAID';

-- What happened to a loan, in the order of recording. Append-only.
CREATE TABLE loan_event (
  loan_id uuid NOT NULL REFERENCES loan,
  sequence integer NOT NULL CHECK (sequence > 0),
  -- Points to the event before, so that the list has no gap.
  previous integer GENERATED ALWAYS AS (nullif(sequence - 1, 0)) STORED,
  kind text NOT NULL CHECK (kind ~ '^[A-Z][A-Z_]+$'),
  effective_date date NOT NULL,
  payload jsonb NOT NULL,
  business_key text NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (loan_id, sequence),
  CONSTRAINT loan_event_no_gap FOREIGN KEY (loan_id, previous) REFERENCES loan_event (loan_id, sequence),
  CONSTRAINT loan_event_first_disburses CHECK ((sequence = 1) = (kind = 'DISBURSED'))
);
CREATE UNIQUE INDEX loan_event_disbursed_once ON loan_event (loan_id) WHERE kind = 'DISBURSED';

-- One order at the bank under one key. A terminal status never changes.
CREATE TABLE payment (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  -- Equal to the application's id: the disbursement is paid before there is a loan.
  loan_id uuid NOT NULL,
  key text NOT NULL UNIQUE,
  purpose text NOT NULL CHECK (purpose IN ('DISBURSEMENT', 'COLLECTION', 'REPAYMENT', 'PREPAYMENT')),
  status text NOT NULL CHECK (status IN ('CREATED', 'SUBMITTED', 'SUCCEEDED', 'FAILED', 'UNKNOWN')),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0 AND amount_fen <= 1000000000000000),
  value_date date NOT NULL,
  code text,
  bank_reference text,
  submitted_at timestamptz(3),
  settled_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  FOREIGN KEY (loan_id, institution_id) REFERENCES application (id, institution_id),
  CONSTRAINT payment_failure_has_code CHECK (status <> 'FAILED' OR code IS NOT NULL),
  CONSTRAINT payment_success_has_reference CHECK (status <> 'SUCCEEDED' OR bank_reference IS NOT NULL)
);
CREATE INDEX payment_loan ON payment (loan_id);
CREATE INDEX payment_value_date ON payment (institution_id, value_date);
-- Law: one disbursement a loan. A new order is possible only when the one before has definitely failed.
CREATE UNIQUE INDEX payment_one_disbursement ON payment (loan_id)
  WHERE purpose = 'DISBURSEMENT' AND status <> 'FAILED';

CREATE TABLE bank_notice (
  id text PRIMARY KEY,
  kind text NOT NULL,
  key text,
  payload jsonb NOT NULL,
  received_at timestamptz(3) NOT NULL DEFAULT now(),
  handled_at timestamptz(3)
);
CREATE INDEX bank_notice_key ON bank_notice (key);

-- ── Ledger ──────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE account (
  code text PRIMARY KEY,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE', 'OFF_BALANCE')),
  parent_code text REFERENCES account,
  off_balance boolean NOT NULL DEFAULT false,
  -- Groups of the tree take no postings.
  postable boolean NOT NULL DEFAULT true,
  CHECK (off_balance = (kind = 'OFF_BALANCE'))
);

CREATE TABLE accounting_period (
  institution_id uuid NOT NULL REFERENCES institution,
  month text NOT NULL CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  closed_at timestamptz(3) NOT NULL,
  closed_by text NOT NULL,
  PRIMARY KEY (institution_id, month)
);

CREATE TABLE journal_entry (
  id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  business_key text NOT NULL UNIQUE CHECK (business_key <> ''),
  event text NOT NULL,
  entry_date date NOT NULL,
  loan_id uuid,
  reverses bigint UNIQUE REFERENCES journal_entry,
  currency char(3) NOT NULL DEFAULT 'CNY' CHECK (currency = 'CNY'),
  -- Set by a trigger to the transaction that made the entry: only that one may add its postings.
  made_by_transaction bigint NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (id, currency),
  FOREIGN KEY (loan_id, institution_id) REFERENCES loan (id, institution_id)
);
CREATE INDEX journal_entry_date ON journal_entry (institution_id, entry_date);
CREATE INDEX journal_entry_loan ON journal_entry (loan_id);

CREATE TABLE posting (
  entry_id bigint NOT NULL,
  line integer NOT NULL CHECK (line > 0),
  account_code text NOT NULL REFERENCES account,
  debit_fen bigint NOT NULL CHECK (debit_fen BETWEEN 0 AND 1000000000000000),
  credit_fen bigint NOT NULL CHECK (credit_fen BETWEEN 0 AND 1000000000000000),
  currency char(3) NOT NULL DEFAULT 'CNY',
  PRIMARY KEY (entry_id, line),
  -- The currency is the entry's.
  FOREIGN KEY (entry_id, currency) REFERENCES journal_entry (id, currency),
  CONSTRAINT posting_one_side CHECK ((debit_fen > 0) <> (credit_fen > 0))
);
CREATE INDEX posting_account ON posting (account_code);

-- Memoranda outside the balance sheet (表外): single-sided.
CREATE TABLE off_balance_posting (
  entry_id bigint NOT NULL REFERENCES journal_entry,
  line integer NOT NULL CHECK (line > 0),
  account_code text NOT NULL REFERENCES account,
  direction text NOT NULL CHECK (direction IN ('IN', 'OUT')),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0 AND amount_fen <= 1000000000000000),
  PRIMARY KEY (entry_id, line)
);

-- Totals of each account up to the end of a closed month: it can't change any more.
CREATE TABLE period_balance (
  institution_id uuid NOT NULL,
  month text NOT NULL,
  account_code text NOT NULL REFERENCES account,
  debit_fen bigint NOT NULL,
  credit_fen bigint NOT NULL,
  PRIMARY KEY (institution_id, month, account_code),
  FOREIGN KEY (institution_id, month) REFERENCES accounting_period
);

CREATE TABLE reconciliation_item (
  id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  settle_date date NOT NULL,
  key text NOT NULL,
  outcome text NOT NULL,
  bank_fen bigint,
  books_fen bigint,
  resolved_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (institution_id, settle_date, key)
);

CREATE TABLE day_close (
  institution_id uuid NOT NULL REFERENCES institution,
  business_date date NOT NULL,
  step text NOT NULL,
  finished_at timestamptz(3) NOT NULL DEFAULT now(),
  figures jsonb NOT NULL,
  PRIMARY KEY (institution_id, business_date, step)
);

-- ── Around it ───────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE message (
  id uuid PRIMARY KEY,
  dedupe_key text NOT NULL UNIQUE,
  channel text NOT NULL,
  template text NOT NULL,
  locale text NOT NULL,
  recipient_cipher bytea NOT NULL,
  values_cipher bytea NOT NULL,
  case_type text NOT NULL,
  case_id text NOT NULL,
  status text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  last_tried_at timestamptz(3),
  lease_until timestamptz(3),
  provider_reference text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  sent_at timestamptz(3)
);
CREATE INDEX message_status ON message (status, created_at);
CREATE INDEX message_case ON message (case_id);

-- Who did what to which case. Append-only.
CREATE TABLE audit_record (
  id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  at timestamptz(3) NOT NULL DEFAULT now(),
  actor_id text,
  institution_id uuid REFERENCES institution,
  action text NOT NULL,
  case_type text,
  case_id text,
  outcome text NOT NULL,
  detail jsonb NOT NULL
);
CREATE INDEX audit_record_case ON audit_record (case_id);
CREATE INDEX audit_record_at ON audit_record (institution_id, at);

CREATE TABLE clock_segment (
  id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  real_anchor_ms bigint NOT NULL,
  business_anchor_ms bigint NOT NULL,
  speed numeric NOT NULL CHECK (speed > 0),
  last_seen_ms bigint NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE calendar_override (
  date date PRIMARY KEY,
  workday boolean NOT NULL,
  source text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

-- ── What is refused ─────────────────────────────────────────────────────────────────────────────────────────
-- Refusals raise SQLSTATE 23514 (check_violation) with a sentence, so that callers see them as constraints.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation';
END $$;

-- ENABLE ALWAYS: the triggers hold in session_replication_role = replica too.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['loan_event', 'journal_entry', 'posting', 'off_balance_posting', 'audit_record',
    'decision', 'case_actor', 'accounting_period', 'period_balance'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I
      FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_truncate', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['payment', 'loan'] LOOP
    EXECUTE format('CREATE TRIGGER never_removed BEFORE DELETE ON %I
      FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_removed', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_truncated', name);
  END LOOP;
END $$;

-- A person's first step on a case is written down; the foreign key of the decision then refuses another step.
CREATE FUNCTION note_case_actor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_actor (case_type, case_id, actor_id, step)
    VALUES (NEW.case_type, NEW.case_id, NEW.actor_id, NEW.step)
    ON CONFLICT (case_type, case_id, actor_id) DO NOTHING;
  RETURN NEW;
END $$;
CREATE TRIGGER note_case_actor BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION note_case_actor();
ALTER TABLE decision ENABLE ALWAYS TRIGGER note_case_actor;

-- created → submitted → unknown → succeeded | failed, only forward; what was ordered never changes.
CREATE FUNCTION payment_step(status text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE status WHEN 'CREATED' THEN 1 WHEN 'SUBMITTED' THEN 2 WHEN 'UNKNOWN' THEN 3 ELSE 4 END
$$;
CREATE FUNCTION guard_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status NOT IN ('CREATED', 'SUBMITTED') THEN
      RAISE EXCEPTION 'payment %: begins as CREATED or SUBMITTED, not %', NEW.key, NEW.status
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.institution_id, NEW.loan_id, NEW.key, NEW.purpose, NEW.amount_fen, NEW.value_date)
    IS DISTINCT FROM
     (OLD.id, OLD.institution_id, OLD.loan_id, OLD.key, OLD.purpose, OLD.amount_fen, OLD.value_date) THEN
    RAISE EXCEPTION 'payment %: what was ordered never changes', OLD.key USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status IN ('SUCCEEDED', 'FAILED')
    AND (NEW.status, NEW.code, NEW.bank_reference) IS DISTINCT FROM (OLD.status, OLD.code, OLD.bank_reference) THEN
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

-- The lock that a posting shares and a period close takes alone, so that neither overtakes the other.
CREATE FUNCTION period_lock_key(institution uuid) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT hashtextextended('accounting_period|' || institution, 0)
$$;

CREATE FUNCTION guard_journal_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry_month text := to_char(NEW.entry_date, 'YYYY-MM');
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    -- An older snapshot would not see a period that was closed since.
    RAISE EXCEPTION 'journal entries are made under READ COMMITTED' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock_shared(period_lock_key(NEW.institution_id));
  IF EXISTS (SELECT FROM accounting_period
             WHERE institution_id = NEW.institution_id AND month >= entry_month) THEN
    RAISE EXCEPTION 'journal entry %: period % is closed', NEW.business_key, entry_month
      USING ERRCODE = 'check_violation';
  END IF;
  NEW.made_by_transaction := pg_current_xact_id()::text::bigint;
  NEW.created_at := transaction_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER guard_journal_entry BEFORE INSERT ON journal_entry
  FOR EACH ROW EXECUTE FUNCTION guard_journal_entry();
ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER guard_journal_entry;

-- A closed month closes all before it, for good; closing waits for postings under way.
CREATE FUNCTION guard_accounting_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'periods are closed under READ COMMITTED' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(period_lock_key(NEW.institution_id));
  RETURN NEW;
END $$;
CREATE TRIGGER guard_accounting_period BEFORE INSERT ON accounting_period
  FOR EACH ROW EXECUTE FUNCTION guard_accounting_period();
ALTER TABLE accounting_period ENABLE ALWAYS TRIGGER guard_accounting_period;

-- Judges an entry as it stands at the end of the transaction: complete, balanced, its own transaction's, and,
-- when it takes another back, that one's exact mirror.
CREATE FUNCTION judge_journal_entry(judged bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  entry journal_entry;
  lines integer;
  debits numeric;
  credits numeric;
  misplaced integer;
BEGIN
  SELECT * INTO entry FROM journal_entry WHERE id = judged;
  IF entry.made_by_transaction <> pg_current_xact_id()::text::bigint
    OR entry.created_at <> transaction_timestamp()::timestamptz(3) THEN
    RAISE EXCEPTION 'journal entry %: postings can''t be added later', entry.business_key
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT count(*), coalesce(sum(p.debit_fen), 0), coalesce(sum(p.credit_fen), 0),
         count(*) FILTER (WHERE a.off_balance OR NOT a.postable)
    INTO lines, debits, credits, misplaced
    FROM posting p JOIN account a ON a.code = p.account_code WHERE p.entry_id = judged;
  IF lines < 2 THEN
    RAISE EXCEPTION 'journal entry %: % postings, at least 2 are needed', entry.business_key, lines
      USING ERRCODE = 'check_violation';
  END IF;
  IF debits <> credits THEN
    RAISE EXCEPTION 'journal entry %: debits % and credits % differ', entry.business_key, debits, credits
      USING ERRCODE = 'check_violation';
  END IF;
  IF misplaced > 0 THEN
    RAISE EXCEPTION 'journal entry %: groups and off-balance accounts take no postings', entry.business_key
      USING ERRCODE = 'check_violation';
  END IF;
  IF entry.reverses IS NOT NULL AND NOT is_mirror(judged, entry.reverses) THEN
    RAISE EXCEPTION 'journal entry %: not the mirror of the entry that it reverses', entry.business_key
      USING ERRCODE = 'check_violation';
  END IF;
END $$;

CREATE FUNCTION is_mirror(mirror bigint, original bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT
    (SELECT array_agg(ROW (account_code, debit_fen, credit_fen)::text ORDER BY account_code, debit_fen, credit_fen)
       FROM posting WHERE entry_id = mirror)
    IS NOT DISTINCT FROM
    (SELECT array_agg(ROW (account_code, credit_fen, debit_fen)::text ORDER BY account_code, credit_fen, debit_fen)
       FROM posting WHERE entry_id = original)
    AND
    (SELECT array_agg(ROW (account_code, direction, amount_fen)::text ORDER BY account_code, direction, amount_fen)
       FROM off_balance_posting WHERE entry_id = mirror)
    IS NOT DISTINCT FROM
    (SELECT array_agg(ROW (account_code, opposite, amount_fen)::text ORDER BY account_code, opposite, amount_fen)
       FROM off_balance_posting o, LATERAL (SELECT CASE o.direction WHEN 'IN' THEN 'OUT' ELSE 'IN' END) t (opposite)
       WHERE entry_id = original)
    AND
    (SELECT (m.institution_id, m.loan_id, m.currency) IS NOT DISTINCT FROM (e.institution_id, e.loan_id, e.currency)
       FROM journal_entry m, journal_entry e WHERE m.id = mirror AND e.id = original)
$$;

CREATE FUNCTION judge_new_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM judge_journal_entry(NEW.id);
  RETURN NULL;
END $$;
CREATE FUNCTION judge_entry_of_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM judge_journal_entry(NEW.entry_id);
  RETURN NULL;
END $$;
CREATE FUNCTION judge_off_balance_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (SELECT off_balance FROM account WHERE code = NEW.account_code) THEN
    RAISE EXCEPTION 'account % is on the balance sheet', NEW.account_code USING ERRCODE = 'check_violation';
  END IF;
  PERFORM judge_journal_entry(NEW.entry_id);
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER judge_new_entry AFTER INSERT ON journal_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION judge_new_entry();
CREATE CONSTRAINT TRIGGER judge_entry_of_posting AFTER INSERT ON posting DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION judge_entry_of_posting();
CREATE CONSTRAINT TRIGGER judge_off_balance_posting AFTER INSERT ON off_balance_posting
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge_off_balance_posting();
ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER judge_new_entry;
ALTER TABLE posting ENABLE ALWAYS TRIGGER judge_entry_of_posting;
ALTER TABLE off_balance_posting ENABLE ALWAYS TRIGGER judge_off_balance_posting;
