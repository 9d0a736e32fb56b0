-- What people decide by, as it changes under them: a decision says what was seen, and one on what has changed since is
-- refused with the difference.

-- A fact of an enterprise, or of one of its applications, that is another now. The last number is the version of the
-- case: changes of one enterprise are numbered one after the other, so that none comes to light below one that was seen.
CREATE TABLE case_fact_change (
  version bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institution,
  enterprise_id uuid NOT NULL,
  -- Null: of the enterprise, and so of each of its cases.
  application_id uuid,
  -- As the API calls it: amountFen, profile.staff, attachments.{id}.
  field text NOT NULL,
  before jsonb,
  after jsonb,
  -- Who put it there; null: the case's process, or the enterprise.
  changed_by text,
  changed_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX case_fact_change_enterprise ON case_fact_change (enterprise_id, version);

-- What of a row people decide by, each by its name.
CREATE FUNCTION facts_of(of_table text, facts jsonb) RETURNS TABLE (field text, value jsonb)
  LANGUAGE sql IMMUTABLE AS $$
  SELECT name, facts #> path FROM (VALUES
      ('application', 'amountFen', '{amount_fen}'::text[]), ('application', 'termMonths', '{term_months}'),
      ('application', 'method', '{method}'), ('application', 'purpose', '{purpose}'),
      ('application', 'assessment.score', '{assessment,risk,score}'),
      ('application', 'assessment.grade', '{assessment,risk,grade}'),
      ('application', 'assessment.annualRate', '{assessment,price,annualRate}'),
      ('enterprise', 'name', '{name}'), ('enterprise', 'riskGrade', '{risk_grade}'),
      ('enterprise', 'bankAccount', '{bank_account_index}')) of (for_table, name, path)
    WHERE for_table = of_table
  UNION ALL SELECT part || '.' || key, each.value
    FROM (VALUES ('application', 'profile', 'profile'), ('application', 'statements', 'statements'),
        ('enterprise', 'registry', 'registry_result'), ('enterprise', 'screening', 'screening_result'))
        of (for_table, part, name),
      jsonb_each(CASE jsonb_typeof(facts -> name) WHEN 'object' THEN facts -> name ELSE '{}' END) each
    WHERE for_table = of_table
$$;

-- Held until the transaction ends: numbers of one enterprise's changes come to light in their order.
CREATE FUNCTION change_fact_of(enterprise uuid) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('facts/' || enterprise, 0))
$$;

CREATE FUNCTION note_changed_facts() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  application uuid := CASE TG_TABLE_NAME WHEN 'application' THEN NEW.id END;
  enterprise uuid := coalesce((to_jsonb(NEW) ->> 'enterprise_id')::uuid, NEW.id);
BEGIN
  PERFORM change_fact_of(enterprise);
  INSERT INTO case_fact_change (institution_id, enterprise_id, application_id, field, before, after)
    -- Which account it is stays sealed; that it is another is to be seen.
    SELECT NEW.institution_id, enterprise, application, field,
        CASE field WHEN 'bankAccount' THEN NULL ELSE o.value END,
        CASE field WHEN 'bankAccount' THEN NULL ELSE n.value END
      FROM facts_of(TG_TABLE_NAME, to_jsonb(OLD)) o FULL JOIN facts_of(TG_TABLE_NAME, to_jsonb(NEW)) n USING (field)
      WHERE nullif(o.value, 'null') IS DISTINCT FROM nullif(n.value, 'null') ORDER BY field;
  RETURN NULL;
END $$;
CREATE TRIGGER note_changed_facts AFTER UPDATE ON application FOR EACH ROW
  WHEN ((NEW.amount_fen, NEW.term_months, NEW.method, NEW.purpose, NEW.statements, NEW.profile, NEW.assessment)
    IS DISTINCT FROM (OLD.amount_fen, OLD.term_months, OLD.method, OLD.purpose, OLD.statements, OLD.profile,
      OLD.assessment))
  EXECUTE FUNCTION note_changed_facts();
CREATE TRIGGER note_changed_facts AFTER UPDATE ON enterprise FOR EACH ROW
  WHEN ((NEW.name, NEW.risk_grade, NEW.bank_account_index, NEW.registry_result, NEW.screening_result)
    IS DISTINCT FROM (OLD.name, OLD.risk_grade, OLD.bank_account_index, OLD.registry_result, OLD.screening_result))
  EXECUTE FUNCTION note_changed_facts();

-- A paper is a fact of the case that it was put to.
CREATE FUNCTION note_new_paper() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  application uuid := CASE WHEN NEW.case_type IN ('APPLICATION', 'APPEAL', 'LOAN', 'COLLECTION') THEN NEW.case_id END;
  enterprise uuid := CASE NEW.case_type WHEN 'ONBOARDING' THEN NEW.case_id::uuid
    ELSE (SELECT enterprise_id FROM application a WHERE a.id = application) END;
BEGIN
  IF enterprise IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM change_fact_of(enterprise);
  INSERT INTO case_fact_change (institution_id, enterprise_id, application_id, field, after, changed_by)
    VALUES (NEW.institution_id, enterprise, application, 'attachments.' || NEW.id, to_jsonb(NEW.name), NEW.author_id);
  RETURN NULL;
END $$;
CREATE TRIGGER note_new_paper AFTER INSERT ON case_attachment FOR EACH ROW EXECUTE FUNCTION note_new_paper();

-- It says what was found out about an enterprise: gone with its file, and by nothing else.
CREATE TRIGGER append_only BEFORE UPDATE ON case_fact_change
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE FUNCTION guard_fact_of_file() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT is_erased(OLD.enterprise_id) THEN
    RAISE EXCEPTION 'case fact %: goes with the file of its enterprise alone', OLD.version
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER guard_fact_of_file BEFORE DELETE ON case_fact_change
  FOR EACH ROW EXECUTE FUNCTION guard_fact_of_file();
ALTER TABLE case_fact_change ENABLE ALWAYS TRIGGER guard_fact_of_file;
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON case_fact_change
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE case_fact_change ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE case_fact_change ENABLE ALWAYS TRIGGER append_only_truncate;

GRANT SELECT ON case_fact_change TO lending_api, lending_worker, lending_auditor;

-- A task that its holder doesn't want to see until an instant of business time: before its deadline, which stays what
-- it is. Over when the task leaves its hands, or when the instant has come and its holder was told.
CREATE TABLE task_snooze (
  task_id uuid PRIMARY KEY REFERENCES human_task,
  user_id text NOT NULL REFERENCES "user",
  until_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX task_snooze_until ON task_snooze (until_at);

CREATE FUNCTION guard_snooze() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM human_task t WHERE t.id = NEW.task_id AND t.status = 'CLAIMED'
      AND t.claimed_by = NEW.user_id AND NEW.until_at < t.due_at) THEN
    RAISE EXCEPTION 'snooze %: its holder alone, and until its deadline', NEW.task_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_snooze BEFORE INSERT OR UPDATE ON task_snooze FOR EACH ROW EXECUTE FUNCTION guard_snooze();
ALTER TABLE task_snooze ENABLE ALWAYS TRIGGER guard_snooze;

-- Whoever has the task on a screen hears of it.
CREATE FUNCTION tell_snooze_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO change_event (topic, subject_id, version, institution_id)
    SELECT 'TASK', id, version, institution_id FROM human_task WHERE id = coalesce(NEW.task_id, OLD.task_id);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_snooze_change AFTER INSERT OR UPDATE OR DELETE ON task_snooze
  FOR EACH ROW EXECUTE FUNCTION tell_snooze_change();

CREATE FUNCTION end_snooze() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM task_snooze WHERE task_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER end_snooze AFTER UPDATE ON human_task FOR EACH ROW
  WHEN ((NEW.status, NEW.claimed_by) IS DISTINCT FROM (OLD.status, OLD.claimed_by)) EXECUTE FUNCTION end_snooze();

GRANT SELECT, INSERT (task_id, user_id, until_at), UPDATE (until_at), DELETE ON task_snooze TO lending_api;
GRANT SELECT, DELETE ON task_snooze TO lending_worker;
GRANT SELECT ON task_snooze TO lending_auditor;
