-- Identities at other providers that a person signs in by: linked by whoever is signed in already, and by nothing else.

CREATE TABLE identity_link (
  id uuid PRIMARY KEY,
  user_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  provider text NOT NULL CHECK (provider ~ '^[a-z0-9-]{1,30}$'),
  -- How the provider names the person, sealed; found by its blind index.
  subject_cipher bytea NOT NULL,
  subject_index text NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  used_at timestamptz(3),
  UNIQUE (user_id, provider)
);

-- A link stays whose it is: nobody turns one to another account.
CREATE FUNCTION guard_identity_link() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('lending.key_rotation', true) = 'on' AND is_resealed(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.user_id, NEW.provider, NEW.subject_cipher, NEW.subject_index, NEW.created_at) IS DISTINCT FROM
      (OLD.id, OLD.user_id, OLD.provider, OLD.subject_cipher, OLD.subject_index, OLD.created_at) THEN
    RAISE EXCEPTION 'identity %: it stays whose it is', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_identity_link BEFORE UPDATE ON identity_link
  FOR EACH ROW EXECUTE FUNCTION guard_identity_link();
ALTER TABLE identity_link ENABLE ALWAYS TRIGGER guard_identity_link;

GRANT SELECT, INSERT, DELETE, UPDATE (used_at) ON identity_link TO lending_api;
