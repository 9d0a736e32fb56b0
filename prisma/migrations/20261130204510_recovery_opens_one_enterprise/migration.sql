-- Whoever lost the mailbox is let in again by the people of one institution, for one enterprise: that one's people were
-- told and could stop it. For others the membership is held, until they are asked for by those institutions as well.

-- On account of which recovery its person does not act for the enterprise; null: does.
ALTER TABLE membership ADD COLUMN held_by uuid REFERENCES file_change,
  -- The lost mailbox is the address of the enterprise's file too: it changes when its institution lets the person in.
  ADD COLUMN held_address boolean NOT NULL DEFAULT false,
  ADD CHECK (held_by IS NULL OR enterprise_id IS NOT NULL), ADD CHECK (held_by IS NOT NULL OR NOT held_address);

-- As before; what is held is not among them.
CREATE OR REPLACE FUNCTION enterprises_of(person text) RETURNS SETOF uuid LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.enterprise_id FROM membership m JOIN enterprise e ON e.id = m.enterprise_id
    WHERE m.user_id = person AND m.held_by IS NULL
      AND (e.stage NOT IN ('AWAITING_ACTIVATION', 'EXPIRED') OR NOT EXISTS (
        SELECT FROM membership earlier
          WHERE earlier.user_id = person AND (earlier.created_at, earlier.id) < (m.created_at, m.id)))
    ORDER BY e.stage <> 'ACTIVE', m.created_at, m.id
$$;

-- Whether somebody is of an enterprise and may act for it.
CREATE FUNCTION acts_for(person text, enterprise uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM membership WHERE user_id = person AND enterprise_id = enterprise AND held_by IS NULL)
$$;
GRANT EXECUTE ON FUNCTION acts_for TO lending_api;

-- As before. By a recovery the account goes to a mailbox that one institution has vouched for: it reaches the enterprise
-- for which it was asked, and the others of its person are held, until they are asked for by the same mailbox. What is
-- held keeps its own address, at which it is told. Takes which of them were reached by the mailbox that is lost.
DROP FUNCTION apply_contact_change(uuid, bytea, uuid[], bytea[], text);
CREATE FUNCTION apply_contact_change(change uuid, person bytea, enterprises uuid[], contacts bytea[], mail_index text,
    lost_address_of uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c contact_change;
  recovery file_change;
BEGIN
  SELECT * INTO c FROM contact_change WHERE id = change AND done_at IS NULL AND old_confirmed_at IS NOT NULL
    AND new_confirmed_at IS NOT NULL AND expires_at > now() FOR UPDATE;
  IF NOT FOUND OR c.enterprise_id IS NOT NULL AND NOT is_of_enterprise(c.user_id, c.enterprise_id) OR EXISTS (
      SELECT FROM unnest(enterprises) own WHERE NOT is_of_enterprise(c.user_id, own)) THEN
    RAISE EXCEPTION 'contact change %: not confirmed at both ends, or nobody of the enterprise', change
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT * INTO recovery FROM file_change
    WHERE id = c.id AND kind = 'MAIL' AND user_id = c.user_id AND applied_at IS NOT NULL;
  IF FOUND THEN
    UPDATE membership SET held_by = recovery.id, held_address = held_address OR enterprise_id = ANY (lost_address_of)
      WHERE user_id = c.user_id AND enterprise_id <> recovery.enterprise_id
      AND c.value_index <> (SELECT email FROM "user" WHERE id = c.user_id);
    UPDATE membership SET held_by = NULL, held_address = false
      WHERE user_id = c.user_id AND enterprise_id = recovery.enterprise_id;
  END IF;
  IF EXISTS (SELECT FROM unnest(enterprises) own WHERE NOT acts_for(c.user_id, own)) THEN
    RAISE EXCEPTION 'contact change %: the mailbox was not vouched for to each enterprise', change
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

-- As before; whoever is held sends nobody away.
CREATE OR REPLACE FUNCTION remove_colleague(enterprise uuid, person text, by_person text) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT acts_for(by_person, enterprise) OR NOT EXISTS (
      SELECT FROM membership senior JOIN membership junior USING (enterprise_id)
        WHERE enterprise_id = enterprise AND senior.user_id = by_person AND junior.user_id = person
          AND (senior.created_at, senior.id) < (junior.created_at, junior.id)) THEN
    RAISE EXCEPTION 'membership: % may not remove % from %', by_person, person, enterprise
      USING ERRCODE = 'check_violation';
  END IF;
  DELETE FROM membership WHERE user_id = person AND enterprise_id = enterprise;
END $$;

-- As before; whoever is of enterprises that are held is not gone.
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
