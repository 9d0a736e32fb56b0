-- What doesn't agree between our books and the bank, and what must be looked at by a person because of it.

-- A break: something that a person must look at. Opened once for what it is about (kind and reference); each has
-- a process `break/{id}` with a task, until it is resolved by a later match or by a person.
CREATE TABLE break_case (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  institution_id uuid NOT NULL REFERENCES institution,
  kind text NOT NULL,
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
