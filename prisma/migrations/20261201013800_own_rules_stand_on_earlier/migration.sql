-- A version of an institution's own rules sets what it names and leaves the rest as it was (0153): the bound of a
-- warning is that of the last version which names its indicator; the version is the last one.

CREATE OR REPLACE FUNCTION guard_warning_thresholds() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  version text;
  bounds jsonb;
BEGIN
  SELECT (array_agg(id::text ORDER BY effective_from DESC))[1],
      (array_agg(value #> ARRAY['thresholds', NEW.indicator] ORDER BY effective_from DESC)
        FILTER (WHERE value #> ARRAY['thresholds', NEW.indicator] IS NOT NULL))[1]
    INTO version, bounds FROM own_rules
    WHERE institution_id = NEW.institution_id AND subject = 'postLoan' AND status = 'APPROVED'
      AND effective_from <= NEW.raised_on;
  IF version IS DISTINCT FROM NEW.thresholds
      AND (version IS NOT NULL OR EXISTS (SELECT FROM own_rules WHERE id::text = NEW.thresholds)) THEN
    RAISE EXCEPTION 'post-loan matter %: % are not the thresholds of its institution on %', NEW.id, NEW.thresholds,
      NEW.raised_on USING ERRCODE = 'check_violation';
  END IF;
  IF bounds ->> lower(NEW.level) IS DISTINCT FROM NEW.bound AND bounds IS NOT NULL THEN
    RAISE EXCEPTION 'post-loan matter %: the bound is %, not %', NEW.id, bounds ->> lower(NEW.level), NEW.bound
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
