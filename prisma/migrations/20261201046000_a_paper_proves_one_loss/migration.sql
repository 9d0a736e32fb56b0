-- A paper proves the loss of one claim on a payer, by what is in it, as it proves one write-off of a loan.

-- What of a break's papers proves no loss of another one that was written off.
CREATE FUNCTION unused_evidence(break uuid) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT DISTINCT a.sha256 FROM case_attachment a
    WHERE (a.case_type, a.case_id) = ('BREAK', break::text) AND NOT EXISTS (
      SELECT FROM case_attachment same JOIN break_case b ON b.id::text = same.case_id AND b.kind = 'PAYER_CLAIM'
          JOIN payer_claim c ON c.institution_id = b.institution_id AND is_about_claim(b.reference, c.reversal)
          JOIN journal_entry e ON e.institution_id = b.institution_id AND e.loan_id IS NULL
            AND e.business_key = 'claim/' || c.id || '/written-off/' || b.id
        WHERE (same.institution_id, same.sha256, same.case_type) = (a.institution_id, a.sha256, 'BREAK')
          AND same.case_id <> a.case_id)
$$;
REVOKE EXECUTE ON FUNCTION unused_evidence FROM PUBLIC;
GRANT EXECUTE ON FUNCTION unused_evidence TO lending_api;
GRANT EXECUTE ON FUNCTION is_about_claim TO lending_api;

CREATE FUNCTION guard_claim_evidence() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- Two at once with the same paper: one after the other.
  PERFORM pg_advisory_xact_lock(hashtextextended('evidence|' || NEW.institution_id || '|' || paper.sha256, 0))
    FROM (SELECT DISTINCT a.sha256 FROM case_attachment a JOIN break_case b
        ON (a.case_type, a.case_id) = ('BREAK', b.id::text) AND b.institution_id = NEW.institution_id
      WHERE (b.kind, b.status) = ('PAYER_CLAIM', 'OPEN') AND is_about_claim(b.reference, NEW.reversal)
      ORDER BY sha256) AS paper;
  IF NOT EXISTS (SELECT FROM break_case b, unused_evidence(b.id)
      WHERE (b.institution_id, b.kind, b.status) = (NEW.institution_id, 'PAYER_CLAIM', 'OPEN')
        AND is_about_claim(b.reference, NEW.reversal)) THEN
    RAISE EXCEPTION 'claim %: no paper of its own proves the loss', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_claim_evidence BEFORE UPDATE ON payer_claim
  FOR EACH ROW WHEN (NEW.written_off_fen > OLD.written_off_fen) EXECUTE FUNCTION guard_claim_evidence();
ALTER TABLE payer_claim ENABLE ALWAYS TRIGGER guard_claim_evidence;
