-- What people prove beside their password: a device that shows codes (TOTP, RFC 6238), or a passkey (WebAuthn); and
-- codes on paper for the day on which the device is lost.

CREATE TABLE second_factor (
  id uuid PRIMARY KEY,
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  kind text NOT NULL CONSTRAINT second_factor_kind CHECK (kind IN ('TOTP', 'PASSKEY')),
  -- What its person calls it.
  name text NOT NULL CHECK (name <> '' AND length(name) <= 60),
  -- TOTP: the secret that it shares with the device, sealed.
  secret_cipher bytea,
  -- Passkey: how the device names it, its public key (COSE in base64url), and how it is reached.
  credential_id text UNIQUE,
  public_key text,
  transports text[] NOT NULL DEFAULT '{}',
  -- Grows with each proof, so that none counts twice: the time step of the last code, or what the passkey counts.
  counter bigint NOT NULL DEFAULT 0 CHECK (counter >= 0),
  -- Null: shown once, and not yet proved to have been understood. It proves nothing until then.
  confirmed_at timestamptz(3),
  used_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CHECK ((kind = 'TOTP') = (secret_cipher IS NOT NULL)),
  CHECK ((kind = 'PASSKEY') = (credential_id IS NOT NULL)),
  CHECK ((credential_id IS NULL) = (public_key IS NULL))
);
CREATE INDEX second_factor_user ON second_factor (user_id);
CREATE UNIQUE INDEX second_factor_begun_once ON second_factor (user_id) WHERE confirmed_at IS NULL;

-- A factor stays the one that it was when it was confirmed, and never counts backwards.
CREATE FUNCTION guard_second_factor() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('lending.key_rotation', true) = 'on' AND is_resealed(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.user_id, NEW.kind, NEW.secret_cipher, NEW.credential_id, NEW.public_key, NEW.created_at)
      IS DISTINCT FROM (OLD.id, OLD.user_id, OLD.kind, OLD.secret_cipher, OLD.credential_id, OLD.public_key,
        OLD.created_at) OR NEW.counter < OLD.counter
      OR OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at THEN
    RAISE EXCEPTION 'second factor %: it may only be used', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_second_factor BEFORE UPDATE ON second_factor
  FOR EACH ROW EXECUTE FUNCTION guard_second_factor();
ALTER TABLE second_factor ENABLE ALWAYS TRIGGER guard_second_factor;

-- Since when a person has one is read with each request: it stands with the person.
CREATE FUNCTION note_second_factor() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE "user" SET factor_since = (
      SELECT min(confirmed_at) FROM second_factor WHERE user_id = coalesce(NEW.user_id, OLD.user_id))
    WHERE id = coalesce(NEW.user_id, OLD.user_id);
  RETURN NULL;
END $$;
CREATE TRIGGER note_second_factor AFTER INSERT OR DELETE OR UPDATE OF confirmed_at ON second_factor
  FOR EACH ROW EXECUTE FUNCTION note_second_factor();
ALTER TABLE second_factor ENABLE ALWAYS TRIGGER note_second_factor;

-- Each counts once. What is kept is a hash: a code has 120 bits, so that nobody finds it from there (ASVS 5.0 6.5.2).
CREATE TABLE recovery_code (
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  code_hash text NOT NULL CHECK (code_hash ~ '^[0-9a-f]{64}$'),
  used_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, code_hash)
);

CREATE FUNCTION guard_recovery_code() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.used_at IS NOT NULL OR (NEW.user_id, NEW.code_hash) IS DISTINCT FROM (OLD.user_id, OLD.code_hash) THEN
    RAISE EXCEPTION 'recovery code: it counts once' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_recovery_code BEFORE UPDATE ON recovery_code
  FOR EACH ROW EXECUTE FUNCTION guard_recovery_code();
ALTER TABLE recovery_code ENABLE ALWAYS TRIGGER guard_recovery_code;

-- A session in which a factor was proved is another one than before: whoever had its token before has nothing (ASVS 5.0
-- 7.2.4). Two random UUIDs have 244 bits.
CREATE FUNCTION renew_session_token() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.token := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  RETURN NEW;
END $$;
CREATE TRIGGER renew_session_token BEFORE UPDATE OF factor_at ON session
  FOR EACH ROW WHEN (NEW.factor_at > coalesce(OLD.factor_at, '-infinity')) EXECUTE FUNCTION renew_session_token();
ALTER TABLE session ENABLE ALWAYS TRIGGER renew_session_token;

-- What a passkey is asked to sign, once, in one session. Lost in a crash: it is asked for again.
CREATE UNLOGGED TABLE passkey_challenge (
  session_id text PRIMARY KEY REFERENCES session ON DELETE CASCADE,
  challenge text NOT NULL,
  ends_at timestamptz(3) NOT NULL
);

GRANT SELECT, INSERT, DELETE, UPDATE (counter, confirmed_at, used_at) ON second_factor TO lending_api;
GRANT SELECT, INSERT, DELETE, UPDATE (used_at) ON recovery_code TO lending_api;
GRANT SELECT, INSERT, DELETE, UPDATE (challenge, ends_at) ON passkey_challenge TO lending_api;
