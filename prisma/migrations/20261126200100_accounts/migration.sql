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
