-- Somebody of finance says of a day that bank and books agree: with the balances as they were then.
CREATE TABLE reconciliation_sign_off (
  institution_id uuid NOT NULL REFERENCES institution,
  date date NOT NULL,
  signed_by text NOT NULL REFERENCES "user",
  bank_fen bigint,
  books_fen bigint NOT NULL,
  -- Of the difference: known to be open.
  open_fen bigint NOT NULL,
  signed_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (institution_id, date)
);

-- What a day's file and the books said differently of each other.
CREATE FUNCTION breaks_of_day(institution uuid, day date) RETURNS SETOF break_case LANGUAGE sql STABLE AS $$
  SELECT * FROM break_case WHERE institution_id = institution AND kind <> 'CONDUCT'
    AND (detail ->> 'date' = day::text OR id IN (
      SELECT break_id FROM reconciliation_item WHERE institution_id = institution AND settle_date = day))
$$;

-- Law: a day is signed off once, after it was matched, while nothing of it is open, by somebody of finance who settled
-- none of its differences. It stays.
CREATE FUNCTION guard_sign_off() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM day_close WHERE institution_id = NEW.institution_id AND business_date = NEW.date
      AND step = 'RECONCILIATION') THEN
    RAISE EXCEPTION 'sign-off: % was not matched with the bank''s file', NEW.date USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM membership WHERE user_id = NEW.signed_by AND institution_id = NEW.institution_id
      AND role = 'finance') OR is_suspended(NEW.signed_by) THEN
    RAISE EXCEPTION 'sign-off: % is not of finance there', NEW.signed_by USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM breaks_of_day(NEW.institution_id, NEW.date) WHERE status = 'OPEN') THEN
    RAISE EXCEPTION 'sign-off: something of % is open', NEW.date USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM breaks_of_day(NEW.institution_id, NEW.date) b JOIN human_task t ON t.case_id = b.id::text
      WHERE t.case_type = 'BREAK' AND NEW.signed_by IN (t.closed_by, t.closed_for)) THEN
    RAISE EXCEPTION 'sign-off: % settled what differed on %', NEW.signed_by, NEW.date USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_sign_off BEFORE INSERT ON reconciliation_sign_off FOR EACH ROW EXECUTE FUNCTION guard_sign_off();
ALTER TABLE reconciliation_sign_off ENABLE ALWAYS TRIGGER guard_sign_off;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reconciliation_sign_off
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON reconciliation_sign_off
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE reconciliation_sign_off ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE reconciliation_sign_off ENABLE ALWAYS TRIGGER append_only_truncate;

GRANT SELECT ON reconciliation_sign_off TO lending_api, lending_auditor;
GRANT INSERT (institution_id, date, signed_by, bank_fen, books_fen, open_fen) ON reconciliation_sign_off TO lending_api;
GRANT EXECUTE ON FUNCTION breaks_of_day TO lending_api, lending_auditor;
