-- A promise is kept or broken by the bank's day, not by when money was booked: KEPT within its last day and for good,
-- BROKEN as of its end. What turns out to have come within it mends a promise that was said to be broken.
CREATE OR REPLACE FUNCTION guard_collection_promise() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ends timestamptz := (NEW.by_date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai';
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'OPEN' OR NOT EXISTS (SELECT FROM collection_episode
        WHERE loan_id = NEW.loan_id AND number = NEW.episode AND cured_at IS NULL) THEN
      RAISE EXCEPTION 'promise %: nothing is overdue', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF to_jsonb(OLD) - '{status,ended_at}'::text[] <> to_jsonb(NEW) - '{status,ended_at}'::text[]
    OR (NEW.status, NEW.ended_at) IS DISTINCT FROM (OLD.status, OLD.ended_at) AND NOT (CASE NEW.status
      WHEN 'KEPT' THEN OLD.status <> 'KEPT' AND NEW.ended_at < ends
      WHEN 'BROKEN' THEN OLD.status = 'OPEN' AND NEW.ended_at = ends
      ELSE false END) THEN
    RAISE EXCEPTION 'promise %: what was promised and what became of it never changes', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
