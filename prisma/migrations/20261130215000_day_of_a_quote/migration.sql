-- What takes a while to be worked out is of the day on which that began, also when midnight comes meanwhile: the day
-- of the transaction. What is only said is dated by the database itself.
CREATE FUNCTION day_begun() RETURNS date LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (business_at(now()) AT TIME ZONE 'Asia/Shanghai')::date
$$;

-- As before, and a quote is of the day on which its transaction began.
CREATE OR REPLACE FUNCTION guard_settlement_quote() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.settled_on IS NOT NULL OR NEW.quoted_on <> day_begun() THEN
      RAISE EXCEPTION 'quote %: is of today and settles nothing yet', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NOT is_borrower(NEW.asked_by, NEW.loan_id)
      AND NOT may_act_as(NEW.asked_by, NEW.institution_id, 'finance', 'customer_service') THEN
      RAISE EXCEPTION 'quote %: % may not ask for it', NEW.id, NEW.asked_by USING ERRCODE = 'check_violation';
    END IF;
  ELSIF OLD.settled_on IS NOT NULL
    OR to_jsonb(NEW) - 'settled_on' IS DISTINCT FROM to_jsonb(OLD) - 'settled_on' THEN
    RAISE EXCEPTION 'quote %: what was quoted stays as it is', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

ALTER TABLE tariff_answer ALTER COLUMN answered_on SET DEFAULT business_today();
GRANT EXECUTE ON FUNCTION day_begun TO lending_api;
