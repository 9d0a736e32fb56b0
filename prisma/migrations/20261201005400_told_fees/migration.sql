-- A charge is told about with each of its events, also where its status stays: of money that goes back in part nobody
-- heard. What is asked about it, and answered, is on its screens too.
DROP TRIGGER tell_fee_change ON fee;
CREATE TRIGGER tell_fee_change AFTER UPDATE OF events ON fee FOR EACH ROW
  WHEN (NEW.events IS DISTINCT FROM OLD.events) EXECUTE FUNCTION tell_case_change('FEE');

CREATE FUNCTION tell_part_of_fee() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO change_event (topic, subject_id, institution_id, enterprise_id)
    SELECT 'FEE', id, institution_id, enterprise_id FROM fee WHERE id = NEW.fee_id;
  RETURN NULL;
END $$;
CREATE TRIGGER tell_fee AFTER INSERT OR UPDATE OF status ON fee_request
  FOR EACH ROW EXECUTE FUNCTION tell_part_of_fee();
