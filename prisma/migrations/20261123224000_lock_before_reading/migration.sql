-- An event that is being recorded while the end of day begins: the end of day waited for the loan's row and saw
-- it anew, but read the loan's instalments as they had been before (READ COMMITTED looks at what it waited for
-- again, at nothing else), and accrued interest that the event had accrued. So the rows are locked by one
-- statement, and read by the next, which sees all that was committed before it.
CREATE FUNCTION lock_loans_of_day(institution uuid, day date, size integer, after_loan uuid) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM loan l
    WHERE l.institution_id = institution AND l.id > after_loan AND l.start_date <= day
      AND (l.day_closed_through IS NULL OR l.day_closed_through < day)
      AND (l.status IN ('REPAYING', 'OVERDUE', 'SETTLED') OR l.provision_fen <> 0)
    ORDER BY l.id LIMIT size FOR UPDATE;
END $$;
REVOKE EXECUTE ON FUNCTION lock_loans_of_day FROM PUBLIC;

CREATE OR REPLACE FUNCTION close_day_batch(institution uuid, day date, size integer, rates jsonb, non_accrual_after integer)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET jit = off SET work_mem = '32MB' AS $$
DECLARE
  batch_number integer;
  after_loan uuid;
  rate_of_class numeric[] := ARRAY[rates ->> 'NORMAL', rates ->> 'SPECIAL_MENTION', rates ->> 'SUBSTANDARD',
    rates ->> 'DOUBTFUL', rates ->> 'LOSS']::numeric[];
  total record;
  prefix text;
BEGIN
  -- One batch of an institution at a time, so that two workers don't skip each other's loans.
  PERFORM pg_advisory_xact_lock(hashtextextended('close_day|' || institution, 0));
  SELECT coalesce(max(number), 0) + 1 INTO batch_number
    FROM day_batch WHERE institution_id = institution AND business_date = day;
  SELECT last_loan INTO after_loan FROM day_batch
    WHERE institution_id = institution AND business_date = day AND number = batch_number - 1;

  PERFORM lock_loans_of_day(institution, day, size, coalesce(after_loan, '00000000-0000-0000-0000-000000000000'));
  SELECT * INTO total FROM move_loans_of_day(institution, day, size, rate_of_class, non_accrual_after, batch_number,
    coalesce(after_loan, '00000000-0000-0000-0000-000000000000'));
  IF total.loans = 0 AND after_loan IS NOT NULL THEN
    -- The end is reached: loans paid out meanwhile may have smaller ids.
    PERFORM lock_loans_of_day(institution, day, size, '00000000-0000-0000-0000-000000000000');
    SELECT * INTO total FROM move_loans_of_day(institution, day, size, rate_of_class, non_accrual_after, batch_number,
      '00000000-0000-0000-0000-000000000000');
  END IF;
  IF total.loans = 0 THEN
    RETURN 0;
  END IF;

  INSERT INTO day_batch (institution_id, business_date, number, first_loan, last_loan, loans)
    VALUES (institution, day, batch_number, total.first_loan, total.last_loan, total.loans);
  prefix := 'eod/' || institution || '/' || day || '/' || batch_number || '/';
  PERFORM write_entries(institution, NULL, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('businessKey', prefix || event, 'event', event, 'date', day,
        'postings', postings, 'offBalance', memo)), '[]')
      FROM (SELECT event, signed_postings(lines) AS postings, memo FROM (VALUES
        ('ACCRUE_INTEREST', jsonb_build_array(jsonb_build_array('1132', total.interest),
          jsonb_build_array('6011.01', total.vat - total.interest), jsonb_build_array('2221.02', -total.vat)), '[]'),
        ('INTEREST_DUE', jsonb_build_array(jsonb_build_array('2221.02', total.vat_due),
          jsonb_build_array('2221.01', -total.vat_due)), '[]'),
        ('OVERDUE_TRANSFER', jsonb_build_array(jsonb_build_array('1303.02', total.overdue),
          jsonb_build_array('1303.01', -total.overdue)), '[]'),
        ('NON_ACCRUAL_ENTRY', jsonb_build_array(
          jsonb_build_array('6011.01', total.stopped - total.stopped_claim - total.stopped_deferred),
          jsonb_build_array('1221', total.stopped_claim), jsonb_build_array('2221.02', total.stopped_deferred),
          jsonb_build_array('1132', -total.stopped)), CASE total.stopped WHEN 0 THEN '[]' ELSE jsonb_build_array(
            jsonb_build_object('account', 'OB.01', 'direction', 'IN', 'amountFen', total.stopped)) END),
        ('NON_ACCRUAL_PRINCIPAL', jsonb_build_array(
          jsonb_build_array('1303.03', total.impaired_overdue + total.impaired_normal),
          jsonb_build_array('1303.02', -total.impaired_overdue),
          jsonb_build_array('1303.01', -total.impaired_normal)), '[]'),
        ('PROVISION', jsonb_build_array(jsonb_build_array('6702', total.provided),
          jsonb_build_array('1304', -total.provided)), '[]'),
        ('PROVISION_RELEASE', jsonb_build_array(jsonb_build_array('1304', total.released),
          jsonb_build_array('6702', -total.released)), '[]')) AS drafted (event, lines, memo)) AS entry
      WHERE jsonb_array_length(postings) > 0));
  RETURN total.loans;
END $$;
