-- What belongs to a loan is on the screens of the loan: that it has changed is told under the loan's own topic.
CREATE FUNCTION tell_part_of_loan() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  about uuid := to_jsonb(NEW) ->> 'loan_id';
BEGIN
  IF about IS NULL THEN
    SELECT loan_id INTO about FROM loan_change WHERE id = (to_jsonb(NEW) ->> 'change_id')::uuid;
  END IF;
  INSERT INTO change_event (topic, subject_id, institution_id, enterprise_id)
    SELECT 'LOAN', id, institution_id, enterprise_id FROM loan WHERE id = about;
  RETURN NULL;
END $$;
CREATE TRIGGER tell_loan AFTER INSERT OR UPDATE OF status ON loan_change
  FOR EACH ROW EXECUTE FUNCTION tell_part_of_loan();
CREATE TRIGGER tell_loan AFTER INSERT ON account_proof FOR EACH ROW EXECUTE FUNCTION tell_part_of_loan();
CREATE TRIGGER tell_loan AFTER INSERT ON collection_episode FOR EACH ROW EXECUTE FUNCTION tell_part_of_loan();
CREATE TRIGGER tell_loan_change AFTER UPDATE ON collection_episode FOR EACH ROW
  WHEN ((NEW.stage, NEW.cured_at) IS DISTINCT FROM (OLD.stage, OLD.cured_at))
  EXECUTE FUNCTION tell_part_of_loan();
CREATE TRIGGER tell_loan AFTER INSERT ON collection_rung FOR EACH ROW EXECUTE FUNCTION tell_part_of_loan();
CREATE TRIGGER tell_loan AFTER INSERT OR UPDATE OF status ON collection_promise
  FOR EACH ROW EXECUTE FUNCTION tell_part_of_loan();
CREATE TRIGGER tell_loan AFTER INSERT OR UPDATE OF status ON collection_hold
  FOR EACH ROW EXECUTE FUNCTION tell_part_of_loan();

CREATE TRIGGER tell_new_fee AFTER INSERT ON fee FOR EACH ROW EXECUTE FUNCTION tell_case_change('FEE');
CREATE TRIGGER tell_fee_change AFTER UPDATE OF status ON fee FOR EACH ROW
  WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION tell_case_change('FEE');
