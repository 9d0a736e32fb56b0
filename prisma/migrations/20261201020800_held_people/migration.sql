-- Whoever is held acts for the enterprise in nothing: nor do invitations of theirs let anybody in, nor is the enterprise
-- theirs to go on with once everybody else has left.

-- As before; whoever is held invites nobody.
CREATE OR REPLACE FUNCTION guard_enterprise_invitation() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.accepted_at IS NOT NULL OR NEW.taken_back_at IS NOT NULL OR NOT acts_for(NEW.invited_by, NEW.enterprise_id)
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

-- As before; nor does whoever is held let anybody in.
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
        AND taken_back_at IS NULL AND expires_at > now() AND acts_for(invited_by, enterprise_id);
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

-- As before; whoever is held is not somebody who stays.
CREATE OR REPLACE FUNCTION close_account(enterprise uuid, person text, kept_until date, OUT is_enterprise_closed boolean,
    OUT is_person_gone boolean) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- Two who leave at once come one after the other: one of them is the last.
  PERFORM FROM enterprise e WHERE e.id = enterprise FOR NO KEY UPDATE;
  is_enterprise_closed := EXISTS (SELECT FROM account_closing WHERE enterprise_id = enterprise);
  is_person_gone := NOT EXISTS (SELECT FROM enterprises_of(person) own WHERE own <> enterprise)
    AND NOT EXISTS (SELECT FROM membership WHERE user_id = person AND held_by IS NOT NULL);
  IF NOT is_of_enterprise(person, enterprise) THEN
    IF EXISTS (SELECT FROM former_membership WHERE user_id = person AND enterprise_id = enterprise) THEN
      RETURN;
    END IF;
    RAISE EXCEPTION 'account closing: % is not of enterprise %', person, enterprise USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM membership WHERE enterprise_id = enterprise AND user_id <> person AND held_by IS NULL) THEN
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

-- By a recovery whoever held the lost mailbox is out, and with them whom they asked in: where the account is held, and
-- since the recovery was asked for.
CREATE FUNCTION take_back_invitations() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE enterprise_invitation i SET taken_back_at = now() FROM file_change f
    WHERE f.id = NEW.id AND f.kind = 'MAIL' AND f.user_id = NEW.user_id AND i.invited_by = NEW.user_id
      AND i.accepted_at IS NULL AND i.taken_back_at IS NULL
      AND (i.created_at >= f.created_at OR NOT acts_for(i.invited_by, i.enterprise_id));
  RETURN NULL;
END $$;
CREATE TRIGGER take_back_invitations AFTER UPDATE OF done_at ON contact_change
  FOR EACH ROW WHEN (OLD.done_at IS NULL AND NEW.done_at IS NOT NULL) EXECUTE FUNCTION take_back_invitations();
ALTER TABLE contact_change ENABLE ALWAYS TRIGGER take_back_invitations;

UPDATE enterprise_invitation SET taken_back_at = now()
  WHERE accepted_at IS NULL AND taken_back_at IS NULL AND NOT acts_for(invited_by, enterprise_id);
