-- What was agreed: a facility, and the drawdowns under it. Each drawdown becomes one loan, under its own id. Written
-- in one statement when the applicant accepts the offer, and never changed: what is paid out, to which account and
-- on which terms is what stands here, whatever becomes of the application's row.

CREATE TABLE facility (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL,
  enterprise_id uuid NOT NULL,
  -- One application is agreed on once; the facility has its id.
  application_id uuid NOT NULL UNIQUE CHECK (application_id = id),
  -- The most that all drawdowns come to.
  limit_fen bigint NOT NULL CHECK (limit_fen > 0 AND limit_fen <= 1000000000000000),
  agreed_at timestamptz(3) NOT NULL,
  UNIQUE (id, institution_id, enterprise_id),
  FOREIGN KEY (application_id, institution_id) REFERENCES application (id, institution_id),
  FOREIGN KEY (application_id, enterprise_id) REFERENCES application (id, enterprise_id)
);
CREATE INDEX facility_enterprise ON facility (enterprise_id);

CREATE TABLE drawdown (
  -- The loan's id; the first drawdown's is the application's.
  id uuid PRIMARY KEY,
  facility_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  enterprise_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  -- The contract's terms; the loan gets them from the day on which it is paid out.
  terms jsonb NOT NULL,
  -- SHA-256 of the terms, by a trigger: says in one word what was agreed on.
  terms_hash text NOT NULL DEFAULT '',
  -- The borrower's account that the money goes to.
  account_cipher bytea NOT NULL,
  account_index text NOT NULL,
  agreed_at timestamptz(3) NOT NULL,
  UNIQUE (facility_id, number),
  UNIQUE (id, institution_id),
  UNIQUE (id, enterprise_id),
  FOREIGN KEY (facility_id, institution_id, enterprise_id) REFERENCES facility (id, institution_id, enterprise_id)
);
CREATE INDEX drawdown_enterprise ON drawdown (enterprise_id);

-- Drawdowns of a facility come one after the other and never to more than its limit.
CREATE FUNCTION guard_drawdown() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  agreed bigint;
  drawn bigint;
BEGIN
  SELECT limit_fen INTO agreed FROM facility WHERE id = NEW.facility_id FOR UPDATE;
  SELECT coalesce(sum(amount_fen), 0) INTO drawn FROM drawdown WHERE facility_id = NEW.facility_id;
  IF drawn + NEW.amount_fen > agreed THEN
    RAISE EXCEPTION 'drawdown %: % and % drawn before are more than the limit %', NEW.id, NEW.amount_fen, drawn, agreed
      USING ERRCODE = 'check_violation';
  END IF;
  NEW.terms_hash := encode(sha256(convert_to(NEW.terms::text, 'UTF8')), 'hex');
  RETURN NEW;
END $$;
CREATE TRIGGER guard_drawdown BEFORE INSERT ON drawdown FOR EACH ROW EXECUTE FUNCTION guard_drawdown();
ALTER TABLE drawdown ENABLE ALWAYS TRIGGER guard_drawdown;
