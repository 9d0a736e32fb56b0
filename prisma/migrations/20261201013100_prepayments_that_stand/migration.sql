-- A prepayment may stand no longer without being reversed itself: the money that it used bounced, or money of before it
-- by which nothing was due. Whether it does is for the fold (domain/loan/standingPrepayments.ts); what may be gone by
-- such a reversal no longer counts against what later prepayments let fall away.
CREATE FUNCTION has_money_of_before(loan uuid, source text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM loan_event e
    JOIN loan_event r ON r.loan_id = e.loan_id AND r.kind = 'REVERSED' AND r.sequence > e.sequence
    JOIN loan_event m ON m.loan_id = r.loan_id AND m.sequence = (r.payload ->> 'reverses')::integer
    WHERE e.loan_id = loan AND e.kind = 'PREPAID' AND e.business_key = source AND m.sequence < e.sequence)
$$;
CREATE OR REPLACE FUNCTION judge_prepaid_fee() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  f fee;
  asked_fen bigint;
  prepaid_on date;
BEGIN
  SELECT * INTO f FROM fee WHERE id = NEW.fee_id FOR SHARE;
  SELECT NEW.amount_fen + coalesce(sum(q.amount_fen), 0) INTO asked_fen FROM fee_request q
    WHERE q.fee_id = NEW.fee_id AND q.kind = 'PREPAYMENT' AND q.source <> NEW.source
      AND standing_prepayment(f.loan_id, q.source) IS NOT NULL AND has_money_of_before(f.loan_id, q.source);
  prepaid_on := standing_prepayment(f.loan_id, NEW.source);
  IF NOT coalesce(f.kind IN ('LOAN_SERVICE', 'PERIODIC') AND asked_fen <= f.price_fen - f.points_used
      AND CASE WHEN f.period ~ 'Q' THEN to_char(prepaid_on, 'YYYY-"Q"Q') <= f.period
        WHEN f.period ~ '-' THEN to_char(prepaid_on, 'YYYY-MM') <= f.period ELSE f.period = 'PROJECT' END, false) THEN
    RAISE EXCEPTION 'request %: % lets no % of the fee fall away', NEW.id, NEW.source, NEW.amount_fen
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

ALTER TABLE break_case DROP CONSTRAINT break_case_kind_check;
ALTER TABLE break_case ADD CONSTRAINT break_case_kind_check CHECK (kind IN ('LONG', 'SHORT', 'DUPLICATE', 'AMOUNT_DIFF',
  'BALANCE', 'FILE', 'TRANSFER', 'IN_TRANSIT', 'NOTICE_AMOUNT', 'NOT_BOOKABLE', 'BOOKED_ASIDE', 'FEE_RELIEF',
  'REFERENCE_USED', 'REFOLD', 'DAY_EXCEPTION', 'PROCESS', 'CONDUCT'));
