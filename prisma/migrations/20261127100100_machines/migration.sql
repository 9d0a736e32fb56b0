-- Machines of an institution: programs that read for it, by OAuth 2 client credentials.

CREATE TABLE machine (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 60),
  -- Reading alone: what moves money or decides has no name here.
  scopes text[] NOT NULL CONSTRAINT machine_scopes CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY[
    'enterprises:read', 'applications:read', 'loans:read', 'payments:read', 'books:read', 'reconciliation:read']),
  created_by text NOT NULL REFERENCES "user",
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  ended_by text REFERENCES "user",
  ended_at timestamptz(3),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX machine_institution ON machine (institution_id, created_at, id);

-- An admin of the institution makes it and ends it. What it is never changes, and what has ended stays so.
CREATE FUNCTION guard_machine() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.ended_at IS NOT NULL
      OR (NEW.id, NEW.institution_id, NEW.name, NEW.scopes, NEW.created_by, NEW.created_at) IS DISTINCT FROM
        (OLD.id, OLD.institution_id, OLD.name, OLD.scopes, OLD.created_by, OLD.created_at)) THEN
    RAISE EXCEPTION 'machine %: it may only be ended, once', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NOT may_act_as(coalesce(NEW.ended_by, NEW.created_by), NEW.institution_id, 'admin') THEN
    RAISE EXCEPTION 'machine %: only an admin of its institution makes or ends it', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_machine BEFORE INSERT OR UPDATE ON machine FOR EACH ROW EXECUTE FUNCTION guard_machine();
ALTER TABLE machine ENABLE ALWAYS TRIGGER guard_machine;

-- What a machine proves itself by. A secret has 256 random bits: a plain hash is enough (ASVS 5.0 6.5.2).
CREATE TABLE machine_secret (
  id uuid PRIMARY KEY,
  machine_id uuid NOT NULL REFERENCES machine,
  secret_hash text NOT NULL UNIQUE CHECK (secret_hash ~ '^[0-9a-f]{64}$'),
  created_by text NOT NULL REFERENCES "user",
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  ends_at timestamptz(3) NOT NULL,
  used_at timestamptz(3)
);
CREATE INDEX machine_secret_machine ON machine_secret (machine_id, ends_at);

-- Made by an admin, for a machine that has not ended; two at most open it at a time. An end only comes nearer.
CREATE FUNCTION guard_machine_secret() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of machine;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.id, NEW.machine_id, NEW.secret_hash, NEW.created_by, NEW.created_at) IS DISTINCT FROM
        (OLD.id, OLD.machine_id, OLD.secret_hash, OLD.created_by, OLD.created_at) OR NEW.ends_at > OLD.ends_at THEN
      RAISE EXCEPTION 'machine secret %: it may only be used, or end earlier', OLD.id
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO of FROM machine WHERE id = NEW.machine_id FOR UPDATE;
  IF of.ended_at IS NOT NULL OR NOT may_act_as(NEW.created_by, of.institution_id, 'admin') THEN
    RAISE EXCEPTION 'machine secret %: only an admin gives one, to a machine that goes on', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF (SELECT count(*) FROM machine_secret WHERE machine_id = NEW.machine_id AND ends_at > now()) >= 2 THEN
    RAISE EXCEPTION 'machine %: two secrets at most open it', NEW.machine_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_machine_secret BEFORE INSERT OR UPDATE ON machine_secret
  FOR EACH ROW EXECUTE FUNCTION guard_machine_secret();
ALTER TABLE machine_secret ENABLE ALWAYS TRIGGER guard_machine_secret;

-- What signs tokens of machines: made by the API when the one before is old, sealed as a whole. Its public half is
-- computed from it, so that whoever only writes rows adds no key that would be believed.
CREATE TABLE token_key (
  id uuid PRIMARY KEY,
  key_cipher bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE (ended_by, ended_at) ON machine TO lending_api;
GRANT SELECT, INSERT, UPDATE (ends_at, used_at) ON machine_secret TO lending_api;
GRANT SELECT, INSERT, DELETE ON token_key TO lending_api;
