-- One person may belong to several enterprises, and an enterprise may borrow from several institutions: a row of
-- `enterprise` is its file with one institution, so both are memberships of one person. A session acts for one of them,
-- and sees nothing of the others.

ALTER TABLE membership ADD CONSTRAINT membership_of_enterprise UNIQUE (user_id, enterprise_id);

-- For which enterprises somebody may act, the one to begin with first. What was registered beside the first one and not
-- confirmed from its mailbox is not among them: whether it is there says whether another had registered it before.
CREATE FUNCTION enterprises_of(person text) RETURNS SETOF uuid LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.enterprise_id FROM membership m JOIN enterprise e ON e.id = m.enterprise_id
    WHERE m.user_id = person AND (e.stage NOT IN ('AWAITING_ACTIVATION', 'EXPIRED') OR NOT EXISTS (
      SELECT FROM membership earlier
        WHERE earlier.user_id = person AND (earlier.created_at, earlier.id) < (m.created_at, m.id)))
    ORDER BY e.stage <> 'ACTIVE', m.created_at, m.id
$$;

-- The enterprise that its person acts for in a session; null for staff. A membership that ends takes along the sessions
-- that acted for it.
ALTER TABLE session ADD COLUMN enterprise_id uuid;
UPDATE session SET enterprise_id = (SELECT * FROM enterprises_of(user_id) LIMIT 1);
ALTER TABLE session ADD FOREIGN KEY (user_id, enterprise_id) REFERENCES membership (user_id, enterprise_id)
  ON DELETE CASCADE;
CREATE INDEX session_enterprise ON session (user_id, enterprise_id) WHERE enterprise_id IS NOT NULL;

CREATE FUNCTION act_for_enterprise() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.enterprise_id IS NULL THEN
    NEW.enterprise_id := (SELECT * FROM enterprises_of(NEW.user_id) LIMIT 1);
  ELSIF NOT EXISTS (SELECT FROM enterprises_of(NEW.user_id) own WHERE own = NEW.enterprise_id) THEN
    RAISE EXCEPTION 'session: % does not act for %', NEW.user_id, NEW.enterprise_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER act_for_enterprise BEFORE INSERT OR UPDATE OF enterprise_id, user_id ON session
  FOR EACH ROW EXECUTE FUNCTION act_for_enterprise();
ALTER TABLE session ENABLE ALWAYS TRIGGER act_for_enterprise;
GRANT UPDATE (enterprise_id) ON session TO lending_api;
GRANT EXECUTE ON FUNCTION enterprises_of TO lending_api;

-- What is typed for one enterprise is not shown while its person acts for another. Drafts of before name none: theirs
-- are gone, those of staff stay.
DELETE FROM draft WHERE user_id IN (SELECT user_id FROM membership WHERE role = 'applicant');
ALTER TABLE draft ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(), ADD COLUMN enterprise_id uuid;
ALTER TABLE draft DROP CONSTRAINT draft_pkey, ADD PRIMARY KEY (id),
  ADD CONSTRAINT draft_one UNIQUE NULLS NOT DISTINCT (user_id, enterprise_id, form, subject),
  ADD FOREIGN KEY (user_id, enterprise_id) REFERENCES membership (user_id, enterprise_id) ON DELETE CASCADE;
GRANT INSERT (enterprise_id) ON draft TO lending_api;

-- For which enterprise somebody did what the trail tells of.
ALTER TABLE audit_record ADD COLUMN enterprise_id uuid;
CREATE INDEX audit_record_enterprise ON audit_record (enterprise_id, actor_id, id) WHERE enterprise_id IS NOT NULL;
GRANT INSERT (enterprise_id) ON audit_record TO lending_api;

-- Who was once of an enterprise.
CREATE TABLE former_membership (
  id uuid PRIMARY KEY,
  user_id text NOT NULL,
  enterprise_id uuid NOT NULL REFERENCES enterprise,
  began_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX former_membership_enterprise ON former_membership (enterprise_id);
CREATE INDEX former_membership_user ON former_membership (user_id);
CREATE FUNCTION keep_former_membership() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO former_membership (id, user_id, enterprise_id, began_at)
    VALUES (OLD.id, OLD.user_id, OLD.enterprise_id, OLD.created_at);
  RETURN NULL;
END $$;
CREATE TRIGGER keep_former_membership AFTER DELETE ON membership FOR EACH ROW
  WHEN (OLD.enterprise_id IS NOT NULL) EXECUTE FUNCTION keep_former_membership();
ALTER TABLE membership ENABLE ALWAYS TRIGGER keep_former_membership;
SELECT never_remove('former_membership');
GRANT SELECT ON former_membership TO lending_auditor;

-- A person of an enterprise asks another one in. Counts once, in time, and while whoever asked is of it.
CREATE TABLE enterprise_invitation (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise,
  -- Name and mail address of whom is invited; empty once the enterprise's file is erased.
  person_cipher bytea NOT NULL,
  invited_by text NOT NULL REFERENCES "user",
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL CHECK (expires_at <= created_at + interval '31 days'),
  accepted_by text REFERENCES "user" CHECK (accepted_by <> invited_by),
  accepted_at timestamptz(3),
  taken_back_at timestamptz(3) CHECK (taken_back_at IS NULL OR accepted_at IS NULL),
  CHECK ((accepted_by IS NULL) = (accepted_at IS NULL))
);
CREATE INDEX enterprise_invitation_enterprise ON enterprise_invitation (enterprise_id, created_at);
ALTER TABLE membership ADD COLUMN invitation_id uuid UNIQUE REFERENCES enterprise_invitation,
  ADD CHECK (invitation_id IS NULL OR enterprise_id IS NOT NULL);

CREATE FUNCTION is_of_enterprise(person text, enterprise uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM membership WHERE user_id = person AND enterprise_id = enterprise)
$$;

CREATE FUNCTION guard_enterprise_invitation() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.accepted_at IS NOT NULL OR NEW.taken_back_at IS NOT NULL OR NOT is_of_enterprise(NEW.invited_by, NEW.enterprise_id)
      OR NOT EXISTS (SELECT FROM enterprise WHERE id = NEW.enterprise_id AND stage = 'ACTIVE') THEN
      RAISE EXCEPTION 'enterprise invitation %: % may not invite', NEW.id, NEW.invited_by
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF current_setting('lending.key_rotation', true) = 'on' AND is_resealed(to_jsonb(OLD), to_jsonb(NEW))
    OR is_erased(OLD.enterprise_id) THEN
    RETURN NEW;
  END IF;
  IF OLD.accepted_at IS NOT NULL OR OLD.taken_back_at IS NOT NULL
    OR to_jsonb(OLD) - '{accepted_by,accepted_at,taken_back_at}'::text[]
      <> to_jsonb(NEW) - '{accepted_by,accepted_at,taken_back_at}'::text[] THEN
    RAISE EXCEPTION 'enterprise invitation %: it counts once', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_enterprise_invitation BEFORE INSERT OR UPDATE ON enterprise_invitation
  FOR EACH ROW EXECUTE FUNCTION guard_enterprise_invitation();
ALTER TABLE enterprise_invitation ENABLE ALWAYS TRIGGER guard_enterprise_invitation;
SELECT never_remove('enterprise_invitation');
GRANT SELECT, INSERT (id, enterprise_id, person_cipher, invited_by, expires_at), UPDATE (taken_back_at)
  ON enterprise_invitation TO lending_api;
GRANT SELECT (id, enterprise_id, invited_by, created_at, expires_at, accepted_by, accepted_at, taken_back_at)
  ON enterprise_invitation TO lending_auditor;
ALTER TABLE one_time_token DROP CONSTRAINT one_time_token_purpose_check, ADD CONSTRAINT one_time_token_purpose_check
  CHECK (purpose IN ('PASSWORD_RESET', 'MAIL_OLD', 'MAIL_NEW', 'PHONE_OLD', 'PHONE_NEW', 'INVITATION',
    'ENTERPRISE_INVITATION'));

-- As before; and whoever is no enterprise's first person comes by an invitation, which is used up by it.
CREATE OR REPLACE FUNCTION guard_membership() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.role <> 'applicant' AND (NEW.change_id IS NOT NULL OR NOT is_owner()) THEN
    UPDATE staff_change SET done_at = now(), user_id = NEW.user_id
      WHERE id = NEW.change_id AND kind IN ('INVITE', 'GRANT') AND status = 'APPROVED' AND done_at IS NULL
        AND role = NEW.role AND institution_id IS NOT DISTINCT FROM NEW.institution_id
        AND user_id IS NOT DISTINCT FROM CASE kind WHEN 'GRANT' THEN NEW.user_id END;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'membership: no two people have agreed that % is %', NEW.user_id, NEW.role
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF NEW.role = 'applicant' AND NEW.invitation_id IS NOT NULL THEN
    UPDATE enterprise_invitation SET accepted_by = NEW.user_id, accepted_at = now()
      WHERE id = NEW.invitation_id AND enterprise_id = NEW.enterprise_id AND accepted_at IS NULL
        AND taken_back_at IS NULL AND expires_at > now() AND is_of_enterprise(invited_by, enterprise_id);
    IF NOT FOUND THEN
      RAISE EXCEPTION 'membership: nobody has invited % to %', NEW.user_id, NEW.enterprise_id
        USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.role = 'applicant' AND NOT is_owner() AND (
      EXISTS (SELECT FROM membership WHERE enterprise_id = NEW.enterprise_id) OR NOT EXISTS (
        SELECT FROM enterprise WHERE id = NEW.enterprise_id AND stage = 'AWAITING_ACTIVATION')) THEN
    RAISE EXCEPTION 'membership: enterprise % has its people', NEW.enterprise_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- Whoever was there before sends away who came after, and nobody the other way round.
CREATE FUNCTION remove_colleague(enterprise uuid, person text, by_person text) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM membership senior JOIN membership junior USING (enterprise_id)
      WHERE enterprise_id = enterprise AND senior.user_id = by_person AND junior.user_id = person
        AND (senior.created_at, senior.id) < (junior.created_at, junior.id)) THEN
    RAISE EXCEPTION 'membership: % may not remove % from %', by_person, person, enterprise
      USING ERRCODE = 'check_violation';
  END IF;
  DELETE FROM membership WHERE user_id = person AND enterprise_id = enterprise;
END $$;
GRANT EXECUTE ON FUNCTION remove_colleague TO lending_api;

-- The one way to leave. Where others stay it is the own membership that ends; where nobody does, the enterprise's
-- account is closed with it, if nothing is owed. Who acts for no other enterprise becomes nobody, and the sign-in name
-- an address that nobody can have and no key makes. Again changes nothing. Says whether the enterprise's account was
-- closed, and whether the person's was.
DROP FUNCTION close_account(uuid, text, date);
CREATE FUNCTION close_account(enterprise uuid, person text, kept_until date, OUT is_enterprise_closed boolean,
    OUT is_person_gone boolean) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- Two who leave at once come one after the other: one of them is the last.
  PERFORM FROM enterprise e WHERE e.id = enterprise FOR NO KEY UPDATE;
  is_enterprise_closed := EXISTS (SELECT FROM account_closing WHERE enterprise_id = enterprise);
  is_person_gone := NOT EXISTS (SELECT FROM enterprises_of(person) own WHERE own <> enterprise);
  IF NOT is_of_enterprise(person, enterprise) THEN
    IF EXISTS (SELECT FROM former_membership WHERE user_id = person AND enterprise_id = enterprise) THEN
      RETURN;
    END IF;
    RAISE EXCEPTION 'account closing: % is not of enterprise %', person, enterprise USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM membership WHERE enterprise_id = enterprise AND user_id <> person) THEN
    INSERT INTO account_closing (enterprise_id, closed_by, kept_until) VALUES (enterprise, person, kept_until);
    is_enterprise_closed := true;
    UPDATE consent SET withdrawn_at = now(), withdrawn_by = person
      WHERE enterprise_id = enterprise AND withdrawn_at IS NULL;
  END IF;
  UPDATE enterprise_invitation SET taken_back_at = now()
    WHERE enterprise_id = enterprise AND invited_by = person AND accepted_at IS NULL AND taken_back_at IS NULL;
  DELETE FROM contact_change WHERE user_id = person AND enterprise_id = enterprise AND done_at IS NULL;
  DELETE FROM membership WHERE user_id = person AND enterprise_id = enterprise;
  IF NOT is_person_gone THEN
    RETURN;
  END IF;
  DELETE FROM membership WHERE user_id = person;
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
  -- Letters about the account are kept with the file of the last enterprise that it closed; where there is none, by
  -- nothing.
  IF NOT is_enterprise_closed AND NOT has_kept_file(person, NULL) THEN
    DELETE FROM message WHERE case_type = 'ACCOUNT' AND case_id = person;
  END IF;
END $$;
GRANT EXECUTE ON FUNCTION close_account TO lending_api;

-- Whether the file of an enterprise that somebody was of, besides one, is closed and not erased yet.
CREATE FUNCTION has_kept_file(person text, besides uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM former_membership f JOIN account_closing c USING (enterprise_id)
    WHERE f.user_id = person AND c.erased_at IS NULL AND c.enterprise_id IS DISTINCT FROM besides)
$$;

-- As before; of letters about an account only those of whoever has gone, and whose other files are erased too.
CREATE OR REPLACE FUNCTION erase_kept_files() RETURNS bigint LANGUAGE plpgsql
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
      UNION ALL SELECT f.user_id FROM former_membership f JOIN "user" u ON u.id = f.user_id
        WHERE f.enterprise_id = file.enterprise_id AND u.person_cipher = ''
          AND NOT has_kept_file(f.user_id, file.enterprise_id)) of_it;
    UPDATE account_closing SET erased_at = now() WHERE enterprise_id = file.enterprise_id;
    UPDATE enterprise SET mobile_cipher = '', mobile_index = '', mail_cipher = '', mail_index = '',
        legal_person_cipher = '', bank_account_cipher = '', bank_account_index = '', registry_result = NULL,
        screening_result = NULL
      WHERE id = file.enterprise_id;
    UPDATE enterprise_invitation SET person_cipher = '' WHERE enterprise_id = file.enterprise_id;
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

-- A mail address or phone that its person confirmed at both ends changes in every file that is reached by it and that
-- the person is of, or letters would go on to the one that was given up. Takes what is sealed for each.
DROP FUNCTION apply_contact_change(uuid, bytea, bytea, text);
CREATE FUNCTION apply_contact_change(change uuid, person bytea, enterprises uuid[], contacts bytea[], mail_index text)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c contact_change;
BEGIN
  SELECT * INTO c FROM contact_change WHERE id = change AND done_at IS NULL AND old_confirmed_at IS NOT NULL
    AND new_confirmed_at IS NOT NULL AND expires_at > now() FOR UPDATE;
  IF NOT FOUND OR c.enterprise_id IS NOT NULL AND NOT is_of_enterprise(c.user_id, c.enterprise_id) OR EXISTS (
      SELECT FROM unnest(enterprises) own WHERE NOT is_of_enterprise(c.user_id, own)) THEN
    RAISE EXCEPTION 'contact change %: not confirmed at both ends, or nobody of the enterprise', change
      USING ERRCODE = 'check_violation';
  END IF;
  IF c.kind = 'MAIL' THEN
    UPDATE "user" SET email = c.value_index, person_cipher = person, updated_at = now() WHERE id = c.user_id;
    UPDATE enterprise e SET mail_cipher = own.contact, mail_index = apply_contact_change.mail_index
      FROM unnest(enterprises, contacts) own (id, contact) WHERE e.id = own.id;
    DELETE FROM session WHERE user_id = c.user_id;
  ELSE
    -- What another phone reached stays as it is.
    UPDATE enterprise e SET mobile_cipher = own.contact, mobile_index = c.value_index, mobile_confirmed_at = now()
      FROM unnest(enterprises, contacts) own (id, contact), enterprise asked
      WHERE e.id = own.id AND asked.id = c.enterprise_id AND e.mobile_index = asked.mobile_index;
  END IF;
  UPDATE contact_change SET done_at = now() WHERE id = change;
END $$;
GRANT EXECUTE ON FUNCTION apply_contact_change TO lending_api;

-- An enterprise takes its file to another institution, by the consent of its own people: a copy that is checked there
-- anew, as a customer of its own. Neither institution's staff come to this row, nor do its workers: neither knows of the
-- other.
ALTER TABLE consent DROP CONSTRAINT consent_purpose_check, ADD CONSTRAINT consent_purpose_check
  CHECK (purpose IN ('PRIVACY_POLICY', 'CREDIT_ENQUIRY', 'MARKETING', 'FILE_SHARING'));
CREATE TABLE file_share (
  -- The file that was made.
  enterprise_id uuid PRIMARY KEY,
  institution_id uuid NOT NULL,
  from_enterprise_id uuid NOT NULL REFERENCES enterprise CHECK (from_enterprise_id <> enterprise_id),
  consent_id uuid NOT NULL UNIQUE REFERENCES consent,
  given_by text NOT NULL REFERENCES "user",
  given_at timestamptz(3) NOT NULL DEFAULT now(),
  FOREIGN KEY (enterprise_id, institution_id) REFERENCES enterprise (id, institution_id)
);
CREATE INDEX file_share_from ON file_share (from_enterprise_id);

CREATE FUNCTION guard_file_share() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
      SELECT FROM enterprise copy JOIN enterprise original ON original.id = NEW.from_enterprise_id
          AND (original.uscc, original.name) = (copy.uscc, copy.name) AND original.institution_id <> copy.institution_id
          AND original.stage = 'ACTIVE' AND NOT EXISTS (
            SELECT FROM account_closing WHERE enterprise_id = original.id)
        JOIN consent c ON c.id = NEW.consent_id AND c.enterprise_id = copy.id AND c.purpose = 'FILE_SHARING'
          AND c.withdrawn_at IS NULL AND c.given_by = NEW.given_by
        WHERE copy.id = NEW.enterprise_id AND copy.stage = 'AWAITING_ACTIVATION'
          AND is_of_enterprise(NEW.given_by, copy.id) AND is_of_enterprise(NEW.given_by, original.id)) THEN
    RAISE EXCEPTION 'file share %: not agreed by its own people, or no copy of what was checked', NEW.enterprise_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_file_share BEFORE INSERT ON file_share FOR EACH ROW EXECUTE FUNCTION guard_file_share();
ALTER TABLE file_share ENABLE ALWAYS TRIGGER guard_file_share;
SELECT never_remove('file_share');
GRANT SELECT, INSERT (enterprise_id, institution_id, from_enterprise_id, consent_id, given_by) ON file_share TO lending_api;

-- Whether a file came from another institution, and not from which.
CREATE FUNCTION is_brought(enterprise uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM file_share s WHERE s.enterprise_id = enterprise)
$$;
GRANT EXECUTE ON FUNCTION is_brought TO lending_worker, lending_api;

-- A session that acts for another enterprise is another one: whoever had its token for the one before has nothing.
CREATE TRIGGER renew_session_token_of_enterprise BEFORE UPDATE OF enterprise_id ON session
  FOR EACH ROW WHEN (NEW.enterprise_id IS DISTINCT FROM OLD.enterprise_id) EXECUTE FUNCTION renew_session_token();
ALTER TABLE session ENABLE ALWAYS TRIGGER renew_session_token_of_enterprise;
