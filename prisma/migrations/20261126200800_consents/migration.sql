-- What enterprises agreed to, and how their people leave.

-- A consent names the version of the text that was shown, in which language, and its fingerprint: what was agreed to
-- can be shown for ever. It is never changed; withdrawn, it counts no more, and can be given anew.
CREATE TABLE consent (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('PRIVACY_POLICY', 'CREDIT_ENQUIRY', 'MARKETING')),
  text_version integer NOT NULL CHECK (text_version > 0),
  locale text NOT NULL CHECK (locale IN ('zh-CN', 'en')),
  text_hash text NOT NULL CHECK (text_hash ~ '^[0-9a-f]{64}$'),
  given_by text NOT NULL,
  given_at timestamptz(3) NOT NULL DEFAULT now(),
  withdrawn_by text,
  withdrawn_at timestamptz(3) CHECK (withdrawn_at >= given_at),
  CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL)),
  FOREIGN KEY (enterprise_id, institution_id) REFERENCES enterprise (id, institution_id)
);
CREATE UNIQUE INDEX consent_in_force ON consent (enterprise_id, purpose, text_version) WHERE withdrawn_at IS NULL;

CREATE FUNCTION guard_consent() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.withdrawn_at IS NOT NULL
      OR to_jsonb(OLD) - '{withdrawn_at,withdrawn_by}'::text[] <> to_jsonb(NEW) - '{withdrawn_at,withdrawn_by}'::text[] THEN
    RAISE EXCEPTION 'consent %: it may only be withdrawn, once', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_consent BEFORE UPDATE ON consent FOR EACH ROW EXECUTE FUNCTION guard_consent();
ALTER TABLE consent ENABLE ALWAYS TRIGGER guard_consent;

-- Whoever leaves can't sign in any more and is nobody; what the law wants kept of the enterprise is kept, sealed, until
-- a day that is said when it leaves.
CREATE TABLE account_closing (
  enterprise_id uuid PRIMARY KEY REFERENCES enterprise,
  closed_by text NOT NULL,
  closed_at timestamptz(3) NOT NULL DEFAULT now(),
  kept_until date NOT NULL,
  -- Since when nothing of the file is left that names anybody.
  erased_at timestamptz(3)
);
CREATE INDEX account_closing_to_erase ON account_closing (kept_until) WHERE erased_at IS NULL;

-- Nobody leaves while something is under way: an application, an appeal, or a loan that is owed.
CREATE FUNCTION has_open_business(enterprise uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM application WHERE enterprise_id = enterprise
      AND stage NOT IN ('DISBURSED', 'REJECTED', 'DECLINED_BY_APPLICANT', 'WITHDRAWN', 'EXPIRED'))
    OR EXISTS (SELECT FROM appeal WHERE enterprise_id = enterprise AND stage = 'IN_REVIEW')
    OR EXISTS (SELECT FROM loan WHERE enterprise_id = enterprise AND status <> 'CLOSED')
$$;

CREATE FUNCTION guard_account_closing() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF has_open_business(NEW.enterprise_id) THEN
    RAISE EXCEPTION 'account closing: enterprise % has open business', NEW.enterprise_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_account_closing BEFORE INSERT ON account_closing
  FOR EACH ROW EXECUTE FUNCTION guard_account_closing();
ALTER TABLE account_closing ENABLE ALWAYS TRIGGER guard_account_closing;

-- The one way to leave: together or not at all, and for the own enterprise only. Who it was becomes nothing, and the
-- sign-in name an address that nobody can have and no key makes. Again changes nothing.
CREATE FUNCTION close_account(enterprise uuid, person text, kept_until date) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM membership WHERE user_id = person AND enterprise_id = enterprise) THEN
    RAISE EXCEPTION 'account closing: % is not of enterprise %', person, enterprise USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO account_closing (enterprise_id, closed_by, kept_until) VALUES (enterprise, person, kept_until)
    ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE consent SET withdrawn_at = now(), withdrawn_by = person
    WHERE enterprise_id = enterprise AND withdrawn_at IS NULL;
  UPDATE "user" SET person_cipher = '',
      email = encode(sha256(gen_random_uuid()::text::bytea), 'hex') || '@index.invalid' WHERE id = person;
  DELETE FROM auth_account WHERE user_id = person;
  DELETE FROM identity_link WHERE user_id = person;
  DELETE FROM second_factor WHERE user_id = person;
  DELETE FROM recovery_code WHERE user_id = person;
  DELETE FROM password_history WHERE user_id = person;
  DELETE FROM contact_change WHERE user_id = person;
  DELETE FROM draft WHERE user_id = person;
  DELETE FROM preference WHERE user_id = person;
  DELETE FROM session WHERE user_id = person;
END $$;

CREATE FUNCTION is_erased(enterprise uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM account_closing WHERE enterprise_id = enterprise AND erased_at IS NOT NULL)
$$;

-- What the law wanted kept is kept until its day, and never shorter; what was erased stays erased.
CREATE FUNCTION guard_kept_file() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.erased_at IS NOT NULL OR to_jsonb(OLD) - 'erased_at' <> to_jsonb(NEW) - 'erased_at'
    OR OLD.kept_until >= business_today() OR has_open_business(OLD.enterprise_id) THEN
    RAISE EXCEPTION 'account closing: the file of % is kept until %', OLD.enterprise_id, OLD.kept_until
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_kept_file BEFORE UPDATE ON account_closing FOR EACH ROW EXECUTE FUNCTION guard_kept_file();
ALTER TABLE account_closing ENABLE ALWAYS TRIGGER guard_kept_file;
SELECT never_remove('account_closing');

-- Erases the files whose day is over: who its people were and how they were reached, what others found out about them,
-- papers, words and letters about its cases, and what its processes told one another. The books, what was decided and
-- the audit trail stay: they name the enterprise, and of its people numbers alone. Returns how many files there were.
CREATE FUNCTION erase_kept_files() RETURNS bigint LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  file record;
  cases text[];
  erased bigint := 0;
BEGIN
  FOR file IN
    SELECT c.enterprise_id, c.kept_until, e.institution_id FROM account_closing c JOIN enterprise e ON e.id = c.enterprise_id
      WHERE c.erased_at IS NULL AND c.kept_until < business_today() AND NOT has_open_business(c.enterprise_id)
      ORDER BY c.kept_until LIMIT 100 FOR UPDATE OF c SKIP LOCKED
  LOOP
    SELECT array_agg(id) INTO cases FROM (
      SELECT file.enterprise_id::text AS id
      UNION ALL SELECT id::text FROM application WHERE enterprise_id = file.enterprise_id
      UNION ALL SELECT id::text FROM loan WHERE enterprise_id = file.enterprise_id
      UNION ALL SELECT user_id FROM membership WHERE enterprise_id = file.enterprise_id) of_it;
    UPDATE account_closing SET erased_at = now() WHERE enterprise_id = file.enterprise_id;
    UPDATE enterprise SET mobile_cipher = '', mobile_index = '', mail_cipher = '', mail_index = '',
        legal_person_cipher = '', bank_account_cipher = '', bank_account_index = '', registry_result = NULL,
        screening_result = NULL
      WHERE id = file.enterprise_id;
    DELETE FROM case_fact_change WHERE enterprise_id = file.enterprise_id;
    DELETE FROM message WHERE case_id = ANY (cases);
    DELETE FROM file_change_paper WHERE change_id IN (
      SELECT id FROM file_change WHERE enterprise_id = file.enterprise_id);
    UPDATE file_change SET payload_cipher = '', reason = '-', checks = NULL WHERE enterprise_id = file.enterprise_id;
    DELETE FROM case_attachment WHERE case_id = ANY (cases);
    DELETE FROM case_comment WHERE case_id = ANY (cases);
    -- A history has a last day of its own, which is no later.
    DELETE FROM process_history WHERE case_id = ANY (cases) AND keep_until < business_today();
    INSERT INTO audit_record (institution_id, action, case_type, case_id, outcome, detail)
      VALUES (file.institution_id, 'FILE_ERASED', 'ONBOARDING', file.enterprise_id::text, 'DONE',
        jsonb_build_object('keptUntil', file.kept_until));
    erased := erased + 1;
  END LOOP;
  RETURN erased;
END $$;

GRANT SELECT ON consent, account_closing TO lending_api, lending_worker, lending_auditor;
GRANT INSERT, UPDATE (withdrawn_by, withdrawn_at) ON consent TO lending_api;
GRANT EXECUTE ON FUNCTION has_open_business, close_account TO lending_api;
GRANT EXECUTE ON FUNCTION erase_kept_files TO lending_worker;
