-- A paper is what is in it: the same bytes are one paper in an institution, to whatever case they were put.
CREATE INDEX case_attachment_content ON case_attachment (institution_id, sha256);
CREATE INDEX loan_change_evidence ON loan_change USING gin ((payload -> 'evidence'))
  WHERE kind IN ('WRITE_OFF', 'MANUAL_RECEIPT');

-- Changes of a kind that stand and that one of these papers proves.
CREATE FUNCTION proved_by(institution uuid, of_kind text, papers jsonb) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT DISTINCT c.id FROM case_attachment named
      JOIN case_attachment same USING (institution_id, sha256)
      JOIN loan_change c ON c.payload -> 'evidence' ? same.id::text AND c.kind IN ('WRITE_OFF', 'MANUAL_RECEIPT')
    WHERE named.institution_id = institution AND named.id IN (SELECT jsonb_array_elements_text(papers)::uuid)
      AND c.institution_id = institution AND c.kind = of_kind
      AND c.status NOT IN ('REJECTED', 'WITHDRAWN', 'DECLINED', 'LAPSED', 'REFUSED')
$$;
REVOKE EXECUTE ON FUNCTION proved_by FROM PUBLIC;
GRANT EXECUTE ON FUNCTION proved_by TO lending_api;

-- As before; one paper proves one payment, or the loss of one loan, unless whoever asks says what else it proves.
CREATE OR REPLACE FUNCTION guard_evidence() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF coalesce(jsonb_array_length(NEW.payload -> 'evidence'), 0) = 0 OR EXISTS (
      SELECT FROM jsonb_array_elements_text(NEW.payload -> 'evidence') paper WHERE NOT EXISTS (
        SELECT FROM case_attachment a WHERE a.id::text = paper AND a.case_id = NEW.loan_id::text
          AND a.case_type IN ('LOAN', 'COLLECTION') AND a.institution_id = NEW.institution_id)) THEN
    RAISE EXCEPTION 'change %: without its evidence', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  -- Two at once with the same paper: one after the other.
  PERFORM pg_advisory_xact_lock(hashtextextended('evidence|' || NEW.institution_id || '|' || paper.sha256, 0))
    FROM (SELECT DISTINCT sha256 FROM case_attachment WHERE institution_id = NEW.institution_id
      AND id IN (SELECT jsonb_array_elements_text(NEW.payload -> 'evidence')::uuid) ORDER BY sha256) AS paper;
  IF EXISTS (SELECT FROM proved_by(NEW.institution_id, NEW.kind, NEW.payload -> 'evidence') AS other
      WHERE other <> NEW.id AND NOT coalesce(NEW.payload -> 'alsoProves', '[]') ? other::text) THEN
    RAISE EXCEPTION 'change %: its paper proves another one', NEW.id
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'loan_change_evidence_used_once';
  END IF;
  RETURN NEW;
END $$;

-- Whoever enters money under a reference of the bank, one after the other.
CREATE FUNCTION lock_reference(institution uuid, reference text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('reference|' || institution || '|' || reference, 0))
$$;
REVOKE EXECUTE ON FUNCTION lock_reference FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_reference TO lending_worker;

-- What the bank has, or will have, under a reference is entered by hand once, also by two at the same moment.
CREATE FUNCTION guard_entered_reference() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lock_reference(NEW.institution_id, NEW.payload ->> 'bankReference');
  IF EXISTS (SELECT FROM money_in_transit entered WHERE entered.institution_id = NEW.institution_id
      AND entered.bank_reference = NEW.payload ->> 'bankReference' AND entered.change_id <> NEW.id
      AND NOT coalesce(NEW.payload -> 'otherThan', '[]') ? ('entered/' || entered.business_key)) THEN
    RAISE EXCEPTION 'change %: another one entered what the bank has under its reference', NEW.id
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'loan_change_reference_entered_once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_entered_reference BEFORE UPDATE OF status ON loan_change
  FOR EACH ROW WHEN (NEW.kind = 'MANUAL_RECEIPT' AND NEW.status = 'APPLIED' AND OLD.status <> 'APPLIED'
    AND NEW.payload ? 'bankReference') EXECUTE FUNCTION guard_entered_reference();
ALTER TABLE loan_change ENABLE ALWAYS TRIGGER guard_entered_reference;
