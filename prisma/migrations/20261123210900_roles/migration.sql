-- Who may do what. Each process works under its own role; the owner of the tables only migrates.
-- Roles belong to the whole server, so another database of it may have made them already. They get their
-- passwords from the prepare step, never from here.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['lending_api', 'lending_worker', 'lending_auditor'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION', name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END LOOP;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
-- PostgreSQL lets everybody call a new function, and only a default without a schema changes that: the ones
-- that write the ledger run with the owner's rights and are for the worker alone.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO lending_api, lending_worker, lending_auditor;

-- Everybody who works for the platform reads its facts; sign-in data only the API.
GRANT SELECT ON institution, enterprise, membership, product, application, facility, drawdown, human_task, decision,
  loan, instalment, loan_event, payment, dispute, bank_notice, account, accounting_period, journal_entry, posting, off_balance_posting,
  period_balance, day_close, day_batch, day_exception, loan_day, risk_floor, message, audit_record,
  clock_segment, calendar_override TO lending_api, lending_worker;

-- The API: registration, sign-in, applications, notices as they come, the audit trail. What its statements need, by
-- columns: a test tries the rest.
GRANT SELECT, INSERT, DELETE, UPDATE (email_verified, updated_at) ON "user" TO lending_api;
GRANT SELECT, INSERT, UPDATE (password, updated_at) ON auth_account TO lending_api;
GRANT SELECT, INSERT, UPDATE (expires_at, updated_at, factor_at), DELETE ON session TO lending_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON request_limit TO lending_api;
GRANT INSERT ON membership TO lending_api;
GRANT INSERT (id, institution_id, uscc, name, stage, stage_since, mobile_cipher, mobile_index, mail_cipher, mail_index,
  legal_person_cipher, bank_account_cipher, bank_account_index, locale, created_at) ON enterprise TO lending_api;
GRANT INSERT (id, institution_id, enterprise_id, product_id, amount_fen, term_months, method, purpose, statements,
  profile, stage, stage_since, created_by, created_at) ON application TO lending_api;
-- An applicant supplies what was asked for; what is offered, and where a case stands, only its process writes.
GRANT UPDATE (purpose, statements, profile) ON application TO lending_api;
GRANT INSERT (date, workday, source), UPDATE (workday, source) ON calendar_override TO lending_api;
GRANT SELECT, INSERT, UPDATE (status, answer), DELETE ON idempotency_key TO lending_api;
GRANT INSERT ON bank_notice TO lending_api;
-- Somebody who is known already is told by mail that another one tried to register.
GRANT INSERT (id, dedupe_key, channel, template, locale, recipient_cipher, values_cipher, case_type, case_id, status)
  ON message TO lending_api;
-- The operator's looks into an institution.
GRANT SELECT ON emergency_access TO lending_api, lending_auditor;
GRANT INSERT, UPDATE (ends_at) ON emergency_access TO lending_api;
GRANT UPDATE (handled_at) ON bank_notice TO lending_api;

-- The workers: everything that a process writes. The ledger only through the functions that keep it whole.
GRANT INSERT, UPDATE (status, outcome, claimed_by, claimed_at, closed_by, closed_for, closed_at, due_at, escalations, version,
  stage, stage_since, compared_at) ON human_task TO lending_worker;
GRANT INSERT, UPDATE (status, code, bank_reference, bank_date, submitted_at, submitted_real_at, settled_at, movement_of,
  reconciled_on, reconciled_as) ON payment TO lending_worker;
GRANT INSERT, UPDATE (settled_at, outcome, settled_by) ON dispute TO lending_worker;
GRANT INSERT, UPDATE (status, attempts, last_error, last_tried_at, lease_until, provider_reference, sent_at)
  ON message TO lending_worker;
GRANT UPDATE (stage, stage_since, refusal_code, refusal_reason, refusal_reason_code, risk_grade, registry_result, screening_result,
  bank_account_cipher, bank_account_index) ON enterprise TO lending_worker;
GRANT UPDATE (stage, stage_since, refusal_code, refusal_reason, refusal_reason_code, appeal_until, profile, assessment, offer)
  ON application TO lending_worker;
GRANT INSERT ON facility, drawdown, decision TO lending_worker;
-- Which number and which date a record of the audit trail has, nobody says but the database.
GRANT INSERT (actor_id, institution_id, action, case_type, case_id, outcome, detail) ON audit_record
  TO lending_api, lending_worker;
GRANT SELECT, INSERT (request_id, network), DELETE ON request_source TO lending_api;
GRANT SELECT ON request_source TO lending_auditor;
GRANT INSERT (number, record_id, hash) ON audit_seal TO lending_worker;
GRANT SELECT ON audit_seal TO lending_worker, lending_auditor;

-- Somebody asks for a change of a loan, or withdraws it, and the borrower agrees, over the API; others approve it by their
-- tasks, the loan's process takes it, and the worker lets lapse what nobody answered.
GRANT SELECT ON loan_change, loan_change_rule, loan_change_approval TO lending_api, lending_worker;
GRANT INSERT, UPDATE (status, withdrawn_by, answered_by, answered_at, agreed_hash) ON loan_change TO lending_api;
GRANT INSERT (change_id, place, role) ON loan_change_approval TO lending_api;
GRANT UPDATE (status, decided_by, decided_at, decision_reason, lapses_at, code, taken_at) ON loan_change
  TO lending_worker;
GRANT UPDATE (decided_by, decided_at) ON loan_change_approval TO lending_worker;
GRANT EXECUTE ON FUNCTION quote_hash, is_borrower TO lending_api, lending_worker, lending_auditor;
GRANT SELECT (id, loan_id, institution_id, kind, status, requested_by, reason, decided_by, decision_reason, code,
  quote, quote_hash, effective_on, lapses_at, answered_by, answered_at, agreed_hash, withdrawn_by, created_at, decided_at,
  taken_at) ON loan_change TO lending_auditor;
GRANT SELECT ON loan_change_rule, loan_change_approval TO lending_auditor;

-- What doesn't agree with the bank, and what came of it.
GRANT SELECT ON break_case, statement_file, reconciliation_item TO lending_api, lending_worker, lending_auditor;
GRANT SELECT ON statement_row, unidentified_receipt TO lending_api, lending_worker;
GRANT SELECT (institution_id, date, sequence, bank_reference, key, direction, amount_fen, balance_after_fen)
  ON statement_row TO lending_auditor;
GRANT SELECT (id, institution_id, bank_date, bank_reference, amount_fen, reason, suggestions, status, claimed_fen,
  returned_fen, capital_fen, loan_id, fee_id, settled_at, created_at) ON unidentified_receipt TO lending_auditor;
GRANT INSERT ON statement_file, statement_row TO lending_worker;
GRANT INSERT, UPDATE (reason, status, claimed_fen, returned_fen, capital_fen, loan_id, fee_id, settled_at)
  ON unidentified_receipt TO lending_worker;
GRANT INSERT, UPDATE (outcome, books_fen, break_id, receipt_id, resolved_at) ON reconciliation_item TO lending_worker;
GRANT INSERT, UPDATE (status, resolution, resolved_at) ON break_case TO lending_worker;

-- What the workers see of processes, and what people do about them.
GRANT SELECT ON failing_step TO lending_api, lending_worker;
GRANT INSERT, UPDATE (run_id, attempts, seen_at), DELETE ON failing_step TO lending_worker;
GRANT SELECT ON process_act TO lending_api, lending_worker, lending_auditor;
GRANT INSERT, UPDATE (status, code, decided_by, decided_at, decision_reason, history_length, accepted_at) ON process_act
  TO lending_api;
GRANT UPDATE (status, code, history_length, accepted_at, moved_at) ON process_act TO lending_worker;
GRANT SELECT ON process_history TO lending_api, lending_worker;
GRANT INSERT, UPDATE (status, history_cipher, events, kept_at) ON process_history TO lending_worker;
GRANT SELECT, INSERT ON process_check TO lending_api, lending_worker;
GRANT UPDATE (kind, after_id, should_run, missing, revived, begun, given, finished_at) ON process_check
  TO lending_worker;

GRANT SELECT ON case_actor TO lending_worker, lending_api;
GRANT UPDATE (handled_at) ON bank_notice TO lending_worker;
-- Only a start sets the clock; the workers note how far they have lived.
GRANT UPDATE (last_seen_ms) ON clock_segment TO lending_worker;
GRANT EXECUTE ON FUNCTION business_ms_at, real_now_ms, business_now, business_at, business_today
  TO lending_worker, lending_api, lending_auditor;
GRANT INSERT ON day_close TO lending_worker;
GRANT SELECT, INSERT, UPDATE (event_count, refolded_at) ON loan_refold TO lending_worker;
GRANT UPDATE (applied_at) ON calendar_override TO lending_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON loan_wake TO lending_worker;
GRANT EXECUTE ON FUNCTION post_loan_events, post_entry, close_day_batch,
  except_loan_of_day, watch_debtors TO lending_worker;
GRANT EXECUTE ON FUNCTION first_open_day TO lending_worker, lending_api;
GRANT EXECUTE ON FUNCTION account_totals, compare_sub_ledger TO lending_worker, lending_api, lending_auditor;

-- The auditor reads what was decided, ordered, posted and done; no sign-in data, no personal data.
GRANT SELECT ON institution, product, application, facility, human_task, decision, loan, instalment, loan_event, payment,
  dispute,
  account, accounting_period, journal_entry, posting, off_balance_posting, period_balance,
  day_close, day_batch, day_exception, loan_day, risk_floor, audit_record, clock_segment, calendar_override
  TO lending_auditor;
GRANT SELECT (id, facility_id, institution_id, enterprise_id, number, amount_fen, terms, terms_hash, agreed_at)
  ON drawdown TO lending_auditor;
GRANT SELECT (id, institution_id, uscc, name, stage, refusal_code, refusal_reason, refusal_reason_code, risk_grade, locale, stage_since,
  created_at) ON enterprise TO lending_auditor;

-- The queues, when they live here: their tables are made by the queue's own library.
CREATE SCHEMA queue;
GRANT USAGE, CREATE ON SCHEMA queue TO lending_worker, lending_api;
