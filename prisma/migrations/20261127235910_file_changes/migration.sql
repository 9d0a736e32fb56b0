-- What an enterprise was registered with changes. Its people ask for it, with papers; another mail address for somebody
-- who lost the mailbox is asked for by the institution's staff, who have seen who it is. It counts once the people whom
-- its kind asks for have agreed, and what opens the enterprise to somebody else not before its people had time to stop it.

CREATE TABLE file_change (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL,
  enterprise_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT file_change_kind CHECK (kind IN ('NAME', 'LEGAL_PERSON', 'MAIL')),
  -- Whose mailbox is lost.
  user_id text REFERENCES "user",
  -- What would be on file.
  payload_cipher bytea NOT NULL,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  stage text NOT NULL CHECK (stage IN ('IN_REVIEW', 'IN_CONFIRMATION', 'WAITING', 'DONE', 'REFUSED', 'STOPPED')),
  stage_since timestamptz(3) NOT NULL,
  refusal_code text,
  refusal_reason text,
  refusal_reason_code text,
  -- What registry and lists say of what would be on file; for staff.
  checks jsonb,
  -- From when on it may count, business time.
  waits_until timestamptz(3),
  created_by text NOT NULL REFERENCES "user",
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- It is on file.
  applied_at timestamptz(3),
  FOREIGN KEY (enterprise_id, institution_id) REFERENCES enterprise (id, institution_id),
  CHECK ((kind = 'MAIL') = (user_id IS NOT NULL)),
  CHECK ((stage = 'REFUSED') = (refusal_code IS NOT NULL)),
  CHECK (stage <> 'DONE' OR applied_at IS NOT NULL)
);
-- One of a kind at a time.
CREATE UNIQUE INDEX file_change_open ON file_change (enterprise_id, kind)
  WHERE stage IN ('IN_REVIEW', 'IN_CONFIRMATION', 'WAITING');
CREATE INDEX file_change_enterprise ON file_change (enterprise_id, created_at, id);
CREATE INDEX file_change_institution ON file_change (institution_id, created_at, id);

-- What proves a change: put up first, then named by the change. What no change names is forgotten.
CREATE TABLE file_change_paper (
  id uuid PRIMARY KEY,
  author_id text NOT NULL REFERENCES "user" ON DELETE CASCADE,
  change_id uuid REFERENCES file_change,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  -- What its bytes are, whatever its name says.
  media_type text NOT NULL,
  bytes integer NOT NULL CHECK (bytes > 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  content_cipher bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX file_change_paper_change ON file_change_paper (change_id);
CREATE INDEX file_change_paper_loose ON file_change_paper (created_at) WHERE change_id IS NULL;

-- Asked for by whoever may; what was asked never changes, what has ended stays so.
CREATE FUNCTION guard_file_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.stage <> (CASE NEW.kind WHEN 'MAIL' THEN 'IN_CONFIRMATION' ELSE 'IN_REVIEW' END)
      OR NEW.applied_at IS NOT NULL OR NEW.waits_until IS NOT NULL
      OR NOT EXISTS (SELECT FROM enterprise WHERE id = NEW.enterprise_id AND stage = 'ACTIVE') THEN
      RAISE EXCEPTION 'file change %: it begins at its beginning, for who is a customer', NEW.id
        USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'MAIL' AND NOT (may_act_as(NEW.created_by, NEW.institution_id, 'customer_service', 'reviewer')
          AND EXISTS (SELECT FROM membership WHERE user_id = NEW.user_id AND enterprise_id = NEW.enterprise_id))
      OR NEW.kind <> 'MAIL' AND NOT EXISTS (
          SELECT FROM membership WHERE user_id = NEW.created_by AND enterprise_id = NEW.enterprise_id) THEN
      RAISE EXCEPTION 'file change %: % may not ask for it', NEW.id, NEW.created_by USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF current_setting('lending.key_rotation', true) = 'on' AND is_resealed(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  -- The file of a customer who left is erased (erase_kept_files).
  IF is_erased(OLD.enterprise_id) THEN
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.institution_id, NEW.enterprise_id, NEW.kind, NEW.user_id, NEW.payload_cipher, NEW.reason,
      NEW.created_by, NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.institution_id, OLD.enterprise_id, OLD.kind,
      OLD.user_id, OLD.payload_cipher, OLD.reason, OLD.created_by, OLD.created_at)
    OR OLD.stage IN ('DONE', 'REFUSED', 'STOPPED') AND NEW.stage <> OLD.stage
    OR OLD.applied_at IS NOT NULL AND (NEW.applied_at IS DISTINCT FROM OLD.applied_at OR NEW.stage IN ('REFUSED', 'STOPPED'))
    OR OLD.waits_until IS NOT NULL AND NEW.waits_until IS DISTINCT FROM OLD.waits_until THEN
    RAISE EXCEPTION 'file change %: what was asked and decided never changes', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_file_change BEFORE INSERT OR UPDATE ON file_change
  FOR EACH ROW EXECUTE FUNCTION guard_file_change();
ALTER TABLE file_change ENABLE ALWAYS TRIGGER guard_file_change;
SELECT never_remove('file_change');

-- Whoever asks has taken the first step of the case, and so no other.
CREATE FUNCTION note_file_change_asker() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO case_actor (case_type, case_id, actor_id, step)
    VALUES ('FILE_CHANGE', NEW.id::text, NEW.created_by, 'APPLY') ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER note_file_change_asker AFTER INSERT ON file_change
  FOR EACH ROW EXECUTE FUNCTION note_file_change_asker();
ALTER TABLE file_change ENABLE ALWAYS TRIGGER note_file_change_asker;

-- Papers come with the asking, from whoever asks, and stay. What opens the enterprise to somebody else comes with one.
CREATE FUNCTION guard_file_change_paper() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('lending.key_rotation', true) = 'on' AND is_resealed(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF OLD.change_id IS NOT NULL OR to_jsonb(NEW) - 'change_id' <> to_jsonb(OLD) - 'change_id' OR NOT EXISTS (
      SELECT FROM file_change WHERE id = NEW.change_id AND created_by = OLD.author_id) THEN
    RAISE EXCEPTION 'paper %: it is of the change that it came with', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_file_change_paper BEFORE UPDATE ON file_change_paper
  FOR EACH ROW EXECUTE FUNCTION guard_file_change_paper();
ALTER TABLE file_change_paper ENABLE ALWAYS TRIGGER guard_file_change_paper;

CREATE FUNCTION judge_file_change_papers() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM file_change_paper WHERE change_id = NEW.id) THEN
    RAISE EXCEPTION 'file change %: nothing proves it', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_file_change_papers AFTER INSERT ON file_change DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION judge_file_change_papers();
ALTER TABLE file_change ENABLE ALWAYS TRIGGER judge_file_change_papers;

-- A paper of a change is kept as long as the change; one that no change names is nobody's.
CREATE FUNCTION keep_file_change_paper() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.change_id IS NOT NULL
    AND NOT is_erased((SELECT enterprise_id FROM file_change WHERE id = OLD.change_id)) THEN
    RAISE EXCEPTION 'paper %: it proves a change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER keep_file_change_paper BEFORE DELETE ON file_change_paper
  FOR EACH ROW EXECUTE FUNCTION keep_file_change_paper();
ALTER TABLE file_change_paper ENABLE ALWAYS TRIGGER keep_file_change_paper;

-- Since when somebody has agreed to a change in a step of its own, business time; whoever asked for it has taken
-- another. A case that is taken back is agreed to anew, and its people have been told since the first time. Null: nobody
-- has.
CREATE FUNCTION file_change_agreed_at(change file_change, of_kind text, of_step text) RETURNS timestamptz LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT min(d.decided_at) FROM decision d JOIN human_task t ON t.id = d.task_id
    WHERE d.case_type = 'FILE_CHANGE' AND d.case_id = change.id::text AND d.institution_id = change.institution_id
      AND d.step = of_step AND d.decision = 'APPROVE' AND t.kind = of_kind AND d.held_role IS NOT NULL
$$;

-- Whether a person's other mail address was agreed on and waits for its link to be opened. Until then the old mailbox,
-- whoever reads it, opens nothing anew.
CREATE FUNCTION is_being_recovered(person text) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM contact_change c JOIN file_change f ON f.id = c.id AND f.user_id = c.user_id
    WHERE c.user_id = person AND c.kind = 'MAIL' AND c.done_at IS NULL AND c.expires_at > now())
$$;

CREATE FUNCTION guard_reset_in_recovery() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF is_being_recovered(NEW.subject_id) THEN
    RAISE EXCEPTION 'password reset of %: another mail address waits to be confirmed', NEW.subject_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_reset_in_recovery BEFORE INSERT OR UPDATE ON one_time_token
  FOR EACH ROW WHEN (NEW.purpose = 'PASSWORD_RESET') EXECUTE FUNCTION guard_reset_in_recovery();
ALTER TABLE one_time_token ENABLE ALWAYS TRIGGER guard_reset_in_recovery;

-- Nor does whoever still signs in put another wish in its place. As who asks: another recovery, and the closing of the
-- account, replace it.
CREATE FUNCTION keep_recovery() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF current_user = 'lending_api' AND OLD.kind = 'MAIL' AND OLD.done_at IS NULL AND is_being_recovered(OLD.user_id) THEN
    RAISE EXCEPTION 'contact change %: it was agreed on as a recovery', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER keep_recovery BEFORE DELETE ON contact_change FOR EACH ROW EXECUTE FUNCTION keep_recovery();
ALTER TABLE contact_change ENABLE ALWAYS TRIGGER keep_recovery;

-- What opened the account of whoever lost the mailbox is gone in the moment in which the new address counts, not before:
-- factors, codes, identities elsewhere, sessions, and the password, which becomes one that nobody has, so that it is
-- chosen anew at the new address. The phone counts as confirmed no more.
CREATE FUNCTION forget_what_opened() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  recovery file_change;
BEGIN
  SELECT * INTO recovery FROM file_change
    WHERE id = NEW.id AND kind = 'MAIL' AND user_id = NEW.user_id AND applied_at IS NOT NULL;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  DELETE FROM second_factor WHERE user_id = NEW.user_id;
  DELETE FROM recovery_code WHERE user_id = NEW.user_id;
  DELETE FROM identity_link WHERE user_id = NEW.user_id;
  INSERT INTO password_history (user_id, password)
    SELECT user_id, password FROM auth_account WHERE user_id = NEW.user_id AND password IS NOT NULL;
  -- In the form of a hash (gateways/auth/hash), so that a wrong password is as slow as any other.
  UPDATE auth_account SET password = '$argon2id$v=19$m=47104,t=2,p=1$'
      || rtrim(encode(uuid_send(gen_random_uuid()), 'base64'), '=') || '$'
      || rtrim(encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64'), '='),
      updated_at = now() WHERE user_id = NEW.user_id AND password IS NOT NULL;
  DELETE FROM session WHERE user_id = NEW.user_id;
  UPDATE enterprise SET mobile_confirmed_at = NULL WHERE id = recovery.enterprise_id;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_what_opened AFTER UPDATE OF done_at ON contact_change
  FOR EACH ROW WHEN (OLD.done_at IS NULL AND NEW.done_at IS NOT NULL) EXECUTE FUNCTION forget_what_opened();
ALTER TABLE contact_change ENABLE ALWAYS TRIGGER forget_what_opened;

-- Puts on file what was agreed, once: the only way to another name, another legal person, or, past both ends, another
-- mail address. Takes what is sealed for its new place, and of the link that goes to the new address its keyed hash.
-- Of whoever lost the mailbox everything stays as it is until that link is opened, but what was sent to the old one.
CREATE FUNCTION apply_file_change(change uuid, new_name text, legal_person bytea, contact bytea, contact_index text,
    enterprise_of_contact uuid, link_hash text, link_minutes integer) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c file_change;
  confirmed timestamptz;
BEGIN
  SELECT * INTO c FROM file_change WHERE id = change FOR UPDATE;
  IF c.applied_at IS NOT NULL THEN
    RETURN false;
  END IF;
  confirmed := file_change_agreed_at(c, 'CONFIRM_FILE_CHANGE', 'APPROVE');
  IF c.stage IN ('REFUSED', 'STOPPED')
    OR c.kind <> 'MAIL' AND file_change_agreed_at(c, 'REVIEW_FILE_CHANGE', 'REVIEW') IS NULL
    -- A day at least to stop it since it was agreed, whatever the institution's figures say. Timers of processes and the
    -- database's clock are read at different moments.
    OR c.kind <> 'NAME' AND (confirmed IS NULL OR c.waits_until IS NULL
      OR c.waits_until < confirmed + interval '1 day' OR c.waits_until > business_now() + interval '1 hour') THEN
    RAISE EXCEPTION 'file change %: it is not agreed, or too early', change USING ERRCODE = 'check_violation';
  END IF;
  IF c.kind = 'NAME' THEN
    UPDATE enterprise SET name = new_name WHERE id = c.enterprise_id;
  ELSIF c.kind = 'LEGAL_PERSON' THEN
    UPDATE enterprise SET legal_person_cipher = legal_person WHERE id = c.enterprise_id;
  ELSE
    DELETE FROM contact_change WHERE user_id = c.user_id AND kind = 'MAIL' AND done_at IS NULL;
    INSERT INTO contact_change (id, user_id, kind, enterprise_id, value_cipher, value_index, expires_at, old_confirmed_at)
      VALUES (c.id, c.user_id, 'MAIL', enterprise_of_contact, contact, contact_index,
        now() + make_interval(mins => link_minutes), now());
    INSERT INTO one_time_token (purpose, subject_id, secret_hash, expires_at)
      VALUES ('MAIL_NEW', c.id::text, link_hash, now() + make_interval(mins => link_minutes));
    DELETE FROM one_time_token WHERE purpose = 'PASSWORD_RESET' AND subject_id = c.user_id;
  END IF;
  UPDATE file_change SET applied_at = now() WHERE id = change;
  RETURN true;
END $$;

GRANT SELECT ON file_change TO lending_api, lending_worker;
GRANT SELECT (id, institution_id, enterprise_id, kind, user_id, reason, stage, stage_since, refusal_code, refusal_reason,
  refusal_reason_code, checks, waits_until, created_by, created_at, applied_at) ON file_change TO lending_auditor;
GRANT INSERT (id, institution_id, enterprise_id, kind, user_id, payload_cipher, reason, stage, stage_since, created_by)
  ON file_change TO lending_api;
GRANT UPDATE (stage, stage_since, refusal_code, refusal_reason, refusal_reason_code, checks, waits_until) ON file_change
  TO lending_worker;
GRANT SELECT, INSERT (id, author_id, name, media_type, bytes, sha256, content_cipher), UPDATE (change_id), DELETE
  ON file_change_paper TO lending_api;
GRANT SELECT (id, author_id, change_id, name, media_type, bytes, sha256, created_at) ON file_change_paper
  TO lending_auditor;
GRANT EXECUTE ON FUNCTION apply_file_change TO lending_worker;
GRANT EXECUTE ON FUNCTION is_being_recovered TO lending_api;
