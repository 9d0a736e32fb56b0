-- The general risk reserve (一般风险准备) of an institution at the end of each month: what it follows from, and what it
-- is from then on. Computed by domain/overdue/provision.ts, once a month; what changes is booked under
-- `reserve/{institution}/{month}`.
CREATE TABLE risk_reserve (
  institution_id uuid NOT NULL REFERENCES institution,
  -- Its last day, whose end of day it belongs to.
  month_end date NOT NULL CHECK (extract(day FROM month_end + 1) = 1),
  -- Principal outstanding by class, and what is provided for single loans.
  balances jsonb NOT NULL,
  allowance_fen bigint NOT NULL CHECK (allowance_fen >= 0),
  -- The least by volume (银发〔2002〕98号), and what the allowances lack of the potential loss (财金〔2012〕20号).
  least_fen bigint NOT NULL CHECK (least_fen >= 0),
  potential_gap_fen bigint NOT NULL CHECK (potential_gap_fen >= 0),
  before_fen bigint NOT NULL CHECK (before_fen >= 0),
  reserve_fen bigint NOT NULL CHECK (reserve_fen = greatest(least_fen, potential_gap_fen)),
  parameters text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (institution_id, month_end)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON risk_reserve FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON risk_reserve
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE risk_reserve ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE risk_reserve ENABLE ALWAYS TRIGGER append_only_truncate;
GRANT SELECT, INSERT ON risk_reserve TO lending_worker;
GRANT SELECT ON risk_reserve TO lending_api, lending_auditor;
