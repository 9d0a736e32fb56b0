-- What the screens ask for in one round trip each, found without reading all rows.

-- How long cases have been in their stages lately.
CREATE INDEX audit_record_stage ON audit_record (institution_id, case_type, id) WHERE action = 'STAGE_ENTERED';
