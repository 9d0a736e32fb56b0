-- A rung may ask for what there is not: that nobody could be told is written down with why, and never as done.
ALTER TABLE collection_action ADD COLUMN why text CHECK (why ~ '^[A-Z][A-Z_]+$');
ALTER TABLE collection_action DROP CONSTRAINT collection_action_outcome_check;

-- No guarantors are on file: what was written down as told to them was told to nobody.
ALTER TABLE collection_action DISABLE TRIGGER append_only;
UPDATE collection_action SET outcome = 'NOT_APPLICABLE', why = 'NO_GUARANTOR'
  WHERE action = 'NOTIFY_GUARANTOR' AND outcome = 'DONE';
ALTER TABLE collection_action ENABLE ALWAYS TRIGGER append_only;

ALTER TABLE collection_action
  ADD CONSTRAINT collection_action_outcome_check CHECK (outcome IN ('DONE', 'SUPERSEDED', 'NOT_APPLICABLE')),
  ADD CONSTRAINT collection_action_why CHECK ((outcome = 'NOT_APPLICABLE') = (why IS NOT NULL)),
  ADD CONSTRAINT collection_action_nobody_told CHECK (action <> 'NOTIFY_GUARANTOR' OR outcome <> 'DONE');
