-- Loans, what happened to them, and the projections that follow; the events are the truth.

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
  -- What its own facts make of it, without those of its debtor (risk_floor).
  own_class text NOT NULL DEFAULT 'NORMAL' CHECK (own_class IN
    ('NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS')),
  -- The best class that facts other than days past due allow (observation after a rescheduling), and its last day.
  risk_floor text NOT NULL DEFAULT 'NORMAL' CHECK (risk_floor IN
    ('NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS')),
  risk_floor_until date,
  next_due_date date,
  -- The day that the books of the loan have been brought to.
  accrued_through date,
  -- How far the recorded events tell; the end of day goes further, and the next event catches up (readLoan).
  events_through date,
  events_provision_fen bigint NOT NULL DEFAULT 0,
  -- The last business day that the end of day has done for this loan.
  day_closed_through date,
  start_date date NOT NULL CHECK (start_date BETWEEN '2000-01-01' AND '2199-12-31'),
  year_days smallint NOT NULL DEFAULT 360 CHECK (year_days IN (360, 365)),
  vat_rate numeric(6, 4) NOT NULL DEFAULT 0.06 CHECK (vat_rate >= 0),
  regime text NOT NULL DEFAULT 'BANK' CHECK (regime IN ('BANK', 'MICRO')),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (id, institution_id),
  FOREIGN KEY (id, institution_id) REFERENCES drawdown (id, institution_id),
  FOREIGN KEY (id, enterprise_id) REFERENCES drawdown (id, enterprise_id),
  CONSTRAINT loan_books_not_negative CHECK (
    principal_outstanding_fen >= 0 AND principal_normal_fen >= 0 AND principal_overdue_fen >= 0
    AND principal_non_accrual_fen >= 0 AND suspense_fen >= 0 AND written_off_principal_fen >= 0),
  -- Who is done with owes nothing and is owed nothing.
  CONSTRAINT loan_closed_holds_nothing CHECK (status <> 'CLOSED' OR suspense_fen = 0),
  CONSTRAINT loan_principal_adds_up CHECK (
    principal_outstanding_fen = principal_normal_fen + principal_overdue_fen + principal_non_accrual_fen)
)
-- The end of day rewrites every loan: room on the page keeps its indexes untouched (HOT updates).
WITH (fillfactor = 60);
CREATE INDEX loan_open ON loan (id) WHERE status IN ('REPAYING', 'OVERDUE', 'SETTLED');
CREATE INDEX loan_status ON loan (institution_id, status);
CREATE INDEX loan_enterprise ON loan (enterprise_id);
CREATE INDEX loan_keyset ON loan (institution_id, id);

-- The rows of the loan's schedule with what was paid; written with the event that changed them.
CREATE TABLE instalment (
  loan_id uuid NOT NULL REFERENCES loan,
  number integer NOT NULL CHECK (number > 0),
  period_start date NOT NULL,
  due_date date NOT NULL,
  -- The due date moved to the following workday; paid by then is paid in time.
  collection_date date NOT NULL,
  opening_fen bigint NOT NULL CHECK (opening_fen >= 0),
  annual_rate numeric(14, 10) NOT NULL CHECK (annual_rate >= 0),
  -- Interest of the period by a day d: opening × (rate_days_before + annual_rate × (d − accrual_from)) / year
  -- days. A change of rate inside the period moves accrual_from and keeps the days before in rate_days_before.
  accrual_from date NOT NULL,
  rate_days_before numeric(20, 10) NOT NULL DEFAULT 0 CHECK (rate_days_before >= 0),
  -- As agreed, less what a rescheduling took to new rows.
  principal_fen bigint NOT NULL CHECK (principal_fen >= 0),
  interest_fen bigint NOT NULL CHECK (interest_fen >= 0),
  fee_fen bigint NOT NULL DEFAULT 0 CHECK (fee_fen >= 0),
  principal_paid_fen bigint NOT NULL DEFAULT 0 CHECK (principal_paid_fen BETWEEN 0 AND principal_fen),
  interest_paid_fen bigint NOT NULL DEFAULT 0 CHECK (interest_paid_fen >= 0),
  interest_waived_fen bigint NOT NULL DEFAULT 0 CHECK (interest_waived_fen >= 0),
  fee_paid_fen bigint NOT NULL DEFAULT 0 CHECK (fee_paid_fen >= 0),
  fee_waived_fen bigint NOT NULL DEFAULT 0 CHECK (fee_waived_fen >= 0),
  -- Nothing of it is unpaid any more.
  settled boolean NOT NULL DEFAULT false,
  -- What the books held of the row after the last event (loan.events_through).
  booked_interest_fen bigint NOT NULL DEFAULT 0,
  deferred_vat_fen bigint NOT NULL DEFAULT 0,
  overdue_in_books boolean NOT NULL DEFAULT false,
  PRIMARY KEY (loan_id, number),
  CHECK (period_start <= due_date AND due_date <= collection_date),
  CHECK (interest_paid_fen + interest_waived_fen <= interest_fen),
  CHECK (fee_paid_fen + fee_waived_fen <= fee_fen)
);
CREATE INDEX instalment_open ON instalment (loan_id, due_date) WHERE NOT settled;
-- With the collection date, so that the few pairs there are can be found without reading all rows.
CREATE INDEX instalment_due ON instalment (due_date, collection_date) WHERE NOT settled;
-- The rows that a day earns interest on are found without looking at the others.
CREATE INDEX instalment_period ON instalment (loan_id, due_date, period_start);

-- What happened to a loan, in the order of recording. Append-only.
CREATE TABLE loan_event (
  loan_id uuid NOT NULL REFERENCES loan,
  sequence integer NOT NULL CHECK (sequence > 0),
  -- Points to the event before, so that the list has no gap.
  previous integer GENERATED ALWAYS AS (nullif(sequence - 1, 0)) STORED,
  kind text NOT NULL CHECK (kind ~ '^[A-Z][A-Z_]+$'),
  effective_date date NOT NULL CHECK (effective_date BETWEEN '2000-01-01' AND '2199-12-31'),
  payload jsonb NOT NULL,
  business_key text NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (loan_id, sequence),
  CONSTRAINT loan_event_no_gap FOREIGN KEY (loan_id, previous) REFERENCES loan_event (loan_id, sequence),
  CONSTRAINT loan_event_first_disburses CHECK ((sequence = 1) = (kind = 'DISBURSED'))
);
CREATE UNIQUE INDEX loan_event_disbursed_once ON loan_event (loan_id) WHERE kind = 'DISBURSED';
