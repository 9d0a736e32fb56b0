-- Money that people vouch for, and accounts that are proved.

-- ── Another account for debits ─────────────────────────────────────────────────────────────────────────────

-- An account is theirs who can pay from it: one fen that came from it after it was asked for, in the bank's own file.
CREATE TABLE account_proof (
  change_id uuid PRIMARY KEY REFERENCES loan_change,
  institution_id uuid NOT NULL,
  bank_date date NOT NULL,
  sequence bigint NOT NULL,
  proved_at timestamptz(3) NOT NULL DEFAULT now(),
  -- A movement proves one account once.
  UNIQUE (institution_id, bank_date, sequence),
  FOREIGN KEY (institution_id, bank_date, sequence) REFERENCES statement_row (institution_id, date, sequence)
);

CREATE FUNCTION guard_account_proof() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  change loan_change;
  movement statement_row;
  THE_LEAST CONSTANT bigint := 1;
BEGIN
  SELECT * INTO change FROM loan_change WHERE id = NEW.change_id;
  SELECT * INTO movement FROM statement_row
    WHERE (institution_id, date, sequence) = (NEW.institution_id, NEW.bank_date, NEW.sequence);
  IF change.kind IS DISTINCT FROM 'BIND_ACCOUNT' OR change.status <> 'REQUESTED'
    OR change.institution_id <> NEW.institution_id
    OR (movement.direction, movement.amount_fen, movement.payer_index)
      IS DISTINCT FROM ('CREDIT', THE_LEAST, change.payload ->> 'index')
    OR NEW.bank_date < (business_at(change.created_at) AT TIME ZONE 'Asia/Shanghai')::date THEN
    RAISE EXCEPTION 'change %: the movement proves no account of it', NEW.change_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_account_proof BEFORE INSERT ON account_proof
  FOR EACH ROW EXECUTE FUNCTION guard_account_proof();
ALTER TABLE account_proof ENABLE ALWAYS TRIGGER guard_account_proof;

-- Nobody approves an account that is not proved.
CREATE FUNCTION guard_bound_account() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM account_proof WHERE change_id = NEW.change_id) THEN
    RAISE EXCEPTION 'change %: the account is not proved', NEW.change_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION is_binding(change uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM loan_change WHERE id = change AND kind = 'BIND_ACCOUNT')
$$;
CREATE TRIGGER guard_bound_account BEFORE UPDATE OF decided_by ON loan_change_approval
  FOR EACH ROW WHEN (NEW.decided_by IS NOT NULL AND is_binding(NEW.change_id)) EXECUTE FUNCTION guard_bound_account();
ALTER TABLE loan_change_approval ENABLE ALWAYS TRIGGER guard_bound_account;

GRANT EXECUTE ON FUNCTION is_binding TO lending_api, lending_worker;
GRANT SELECT ON account_proof TO lending_api, lending_worker, lending_auditor;
GRANT INSERT (change_id, institution_id, bank_date, sequence) ON account_proof TO lending_worker;
