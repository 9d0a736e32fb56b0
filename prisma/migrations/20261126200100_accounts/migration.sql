-- Accounts: what people do about their own sign-in.

-- A secret that went to somebody once, by mail or by short message, and opens one thing once (gateways/auth/oneTime).
-- One row for each purpose and subject: whoever asks again replaces the older secret, so only the newest opens.
CREATE TABLE one_time_token (
  purpose text NOT NULL CHECK (purpose IN
    ('PASSWORD_RESET', 'MAIL_OLD', 'MAIL_NEW', 'PHONE_OLD', 'PHONE_NEW', 'INVITATION')),
  -- Whose account, which change of a contact, which invitation.
  subject_id text NOT NULL,
  -- Keyed, so that whoever reads the table opens nothing, not even by trying all codes of six digits.
  secret_hash text NOT NULL CHECK (secret_hash ~ '^[0-9a-f]{64}$'),
  tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL CHECK (expires_at <= created_at + interval '31 days'),
  used_at timestamptz(3),
  PRIMARY KEY (purpose, subject_id)
);
CREATE INDEX one_time_token_secret_hash ON one_time_token (secret_hash);
CREATE INDEX one_time_token_expires_at ON one_time_token (expires_at);

-- What was used stays used, and no try is taken back: only a new secret begins anew.
CREATE FUNCTION guard_one_time_token() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.secret_hash = OLD.secret_hash AND (OLD.used_at IS NOT NULL OR NEW.tries < OLD.tries
      OR NEW.expires_at > OLD.expires_at) THEN
    RAISE EXCEPTION 'one-time token of % %: it counts once', OLD.purpose, OLD.subject_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_one_time_token BEFORE UPDATE ON one_time_token
  FOR EACH ROW EXECUTE FUNCTION guard_one_time_token();
ALTER TABLE one_time_token ENABLE ALWAYS TRIGGER guard_one_time_token;

-- A link that was sent before the password or the mail address changed opens nothing after it, whoever changed it.
CREATE FUNCTION void_password_reset() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM one_time_token WHERE purpose = 'PASSWORD_RESET' AND used_at IS NULL
    AND subject_id = CASE TG_TABLE_NAME WHEN 'user' THEN to_jsonb(OLD) ->> 'id' ELSE to_jsonb(OLD) ->> 'user_id' END;
  RETURN NULL;
END $$;
CREATE TRIGGER void_password_reset AFTER UPDATE OF password OR DELETE ON auth_account
  FOR EACH ROW EXECUTE FUNCTION void_password_reset();
CREATE TRIGGER void_password_reset AFTER UPDATE OF email OR DELETE ON "user"
  FOR EACH ROW EXECUTE FUNCTION void_password_reset();
ALTER TABLE auth_account ENABLE ALWAYS TRIGGER void_password_reset;
ALTER TABLE "user" ENABLE ALWAYS TRIGGER void_password_reset;

GRANT SELECT, INSERT, UPDATE (secret_hash, tries, created_at, expires_at, used_at), DELETE ON one_time_token
  TO lending_api;

-- What somebody's passwords were, as hashes, so that none of them comes back.
CREATE TABLE password_history (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  password text NOT NULL,
  replaced_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX password_history_user_id ON password_history (user_id, replaced_at);
GRANT SELECT, INSERT (user_id, password), DELETE ON password_history TO lending_api;

-- On what kind of device and in which network a session was opened: its person shall know it again.
GRANT UPDATE (ip_address, user_agent) ON session TO lending_api;
-- Somebody's own sign-ins, newest first.
CREATE INDEX audit_record_sign_in ON audit_record (actor_id, id) WHERE action = 'session.signIn';

-- Another mail address or phone number: counts once both the old one and the new one were confirmed by their owner.
CREATE TABLE contact_change (
  id uuid PRIMARY KEY,
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('MAIL', 'PHONE')),
  -- The enterprise whose contact changes along; null where none does.
  enterprise_id uuid REFERENCES enterprise,
  value_cipher bytea NOT NULL,
  -- What stands in the column that it will be found by.
  value_index text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL CHECK (expires_at <= created_at + interval '31 days'),
  old_confirmed_at timestamptz(3),
  new_confirmed_at timestamptz(3),
  done_at timestamptz(3),
  CHECK (kind = 'MAIL' OR enterprise_id IS NOT NULL),
  CHECK (done_at IS NULL OR old_confirmed_at IS NOT NULL AND new_confirmed_at IS NOT NULL)
);
-- One at a time: asking again replaces the one before.
CREATE UNIQUE INDEX contact_change_open ON contact_change (user_id, kind) WHERE done_at IS NULL;

-- The only way over the API to another mail address or phone number: by a change that both ends have confirmed. Takes
-- what is sealed for its new place, ends all sessions where the sign-in name changes.
CREATE FUNCTION apply_contact_change(change uuid, person bytea, contact bytea, mail_index text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c contact_change;
BEGIN
  SELECT * INTO c FROM contact_change WHERE id = change AND done_at IS NULL AND old_confirmed_at IS NOT NULL
    AND new_confirmed_at IS NOT NULL AND expires_at > now() FOR UPDATE;
  IF NOT FOUND OR c.enterprise_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM membership WHERE user_id = c.user_id AND enterprise_id = c.enterprise_id) THEN
    RAISE EXCEPTION 'contact change %: not confirmed at both ends, or nobody of the enterprise', change
      USING ERRCODE = 'check_violation';
  END IF;
  IF c.kind = 'MAIL' THEN
    UPDATE "user" SET email = c.value_index, person_cipher = person, updated_at = now() WHERE id = c.user_id;
    UPDATE enterprise SET mail_cipher = contact, mail_index = apply_contact_change.mail_index WHERE id = c.enterprise_id;
    DELETE FROM session WHERE user_id = c.user_id;
  ELSE
    UPDATE enterprise SET mobile_cipher = contact, mobile_index = c.value_index, mobile_confirmed_at = now()
      WHERE id = c.enterprise_id;
  END IF;
  UPDATE contact_change SET done_at = now() WHERE id = change;
END $$;

-- A phone that nobody confirmed may be mistyped: then the new one alone confirms (old_confirmed_at from the beginning).
GRANT SELECT, INSERT (id, user_id, kind, enterprise_id, value_cipher, value_index, expires_at, old_confirmed_at),
  UPDATE (old_confirmed_at, new_confirmed_at), DELETE ON contact_change TO lending_api;
GRANT EXECUTE ON FUNCTION apply_contact_change TO lending_api;
