-- What the screens ask for in one round trip each, found without reading all rows.

-- How long cases have been in their stages lately.
CREATE INDEX audit_record_stage ON audit_record (institution_id, case_type, id) WHERE action = 'STAGE_ENTERED';

-- Single characters and pairs of them: what a part of a name is found by. Names are Chinese, two characters are a
-- search, and an index of threes (pg_trgm) finds none of them.
CREATE FUNCTION grams(words text, shortest integer) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT substr(lower(words), place, long)), '{}')
    FROM generate_series(1, length(words)) place, generate_series(least(shortest, length(words)), 2) long
    WHERE place + long - 1 <= length(words)
$$;
CREATE INDEX enterprise_name ON enterprise USING gin (grams(name, 1));
CREATE INDEX enterprise_uscc ON enterprise (institution_id, uscc text_pattern_ops);
CREATE INDEX application_amount ON application (institution_id, amount_fen);
CREATE INDEX loan_principal ON loan (institution_id, principal_fen);
CREATE INDEX payment_amount ON payment (institution_id, amount_fen);
CREATE INDEX payment_reference ON payment (institution_id, bank_reference text_pattern_ops)
  WHERE bank_reference IS NOT NULL;
CREATE INDEX human_task_title ON human_task (institution_id, case_title text_pattern_ops)
  WHERE status IN ('OPEN', 'CLAIMED');
GRANT EXECUTE ON FUNCTION grams TO lending_api, lending_worker;
