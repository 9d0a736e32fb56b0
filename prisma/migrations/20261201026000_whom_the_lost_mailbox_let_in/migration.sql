-- Whoever holds a lost mailbox may have asked somebody in who came before the recovery's link was opened: they are out
-- too, and whomever they asked in.

-- As before; of those asked in since the recovery was asked for also who came meanwhile.
CREATE OR REPLACE FUNCTION take_back_invitations() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  recovery file_change;
  brought uuid[];
BEGIN
  SELECT * INTO recovery FROM file_change WHERE id = NEW.id AND kind = 'MAIL' AND user_id = NEW.user_id;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  WITH RECURSIVE asked AS (
    SELECT i.* FROM enterprise_invitation i
      WHERE i.invited_by = recovery.user_id AND i.created_at >= recovery.created_at
    UNION
    SELECT i.* FROM enterprise_invitation i
      JOIN asked ON i.invited_by = asked.accepted_by AND i.enterprise_id = asked.enterprise_id
        AND i.created_at >= asked.accepted_at
  ) SELECT array_agg(id) INTO brought FROM asked;
  UPDATE enterprise_invitation i SET taken_back_at = now()
    WHERE i.accepted_at IS NULL AND i.taken_back_at IS NULL AND (i.id = ANY (brought)
      OR i.invited_by = recovery.user_id AND NOT acts_for(i.invited_by, i.enterprise_id));
  DELETE FROM membership WHERE invitation_id = ANY (brought);
  RETURN NULL;
END $$;
