-- Whoever asks that the ladder be held doesn't decide it, by no hand: what is granted or refused is what somebody of
-- risk, or a deputy to whom they lent that, has said by the task about this very wish. Without anybody it is refused once
-- nothing is overdue any more.
CREATE FUNCTION has_decided_hold(person text, hold collection_hold, said text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM human_task t
    WHERE t.kind = 'DECIDE_HOLD' AND t.case_type = 'COLLECTION' AND t.case_id = hold.loan_id::text
      AND t.institution_id = hold.institution_id AND t.reason #>> '{detail,hold}' = hold.id::text
      AND t.status = 'DONE' AND t.outcome = said AND t.closed_by = person
      AND hold.asked_by <> t.closed_by AND hold.asked_by IS DISTINCT FROM t.closed_for
      AND may_act_as(coalesce(t.closed_for, t.closed_by), t.institution_id, 'risk')
      AND (t.closed_for IS NULL OR EXISTS (SELECT FROM delegation d WHERE d.principal_id = t.closed_for
        AND d.deputy_id = t.closed_by AND d.institution_id = t.institution_id AND 'risk' = ANY (d.roles)
        AND (t.closed_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN d.first_day AND d.last_day)))
$$;

CREATE OR REPLACE FUNCTION guard_collection_hold() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'REQUESTED' OR NEW.decided_by IS NOT NULL THEN
      RAISE EXCEPTION 'hold %: begins as asked for', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'FREEZE' AND NOT may_act_as(NEW.asked_by, NEW.institution_id, 'risk') THEN
      RAISE EXCEPTION 'hold %: % may not ask for a freeze', NEW.id, NEW.asked_by USING ERRCODE = 'check_violation';
    END IF;
    -- A cure that is being written comes first: it refuses what nobody was asked about.
    PERFORM FROM collection_episode WHERE loan_id = NEW.loan_id AND cured_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'hold %: nothing is overdue', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - '{status,decided_by,decided_at,decision_reason}'::text[]
      <> to_jsonb(OLD) - '{status,decided_by,decided_at,decision_reason}'::text[]
    OR OLD.status <> 'REQUESTED' AND NEW IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION 'hold %: what was asked for and decided never changes', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status = 'REQUESTED' AND NEW.status <> 'REQUESTED' AND NOT (CASE WHEN NEW.decided_by IS NULL
      THEN NOT EXISTS (SELECT FROM collection_episode WHERE loan_id = NEW.loan_id AND cured_at IS NULL)
      ELSE has_decided_hold(NEW.decided_by, NEW, CASE NEW.status WHEN 'GRANTED' THEN 'APPROVE' ELSE 'REJECT' END)
    END) THEN
    RAISE EXCEPTION 'hold %: % has not decided it so, or may not', NEW.id, NEW.decided_by
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
