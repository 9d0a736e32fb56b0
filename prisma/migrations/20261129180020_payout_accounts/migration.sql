-- Money goes out to accounts that are known: back to where it came from, or to the customer's own; and the customer's
-- own is another one only by a change that was proved and approved. A payout goes to the account that was agreed
-- (judge_payout).

-- Accounts of a customer: the own one, and those from which money came on a loan.
CREATE FUNCTION is_account_of(payout payment) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM enterprise WHERE id = payout.enterprise_id AND bank_account_index = payout.credit_account_index)
    OR payout.purpose = 'REFUND' AND (
      EXISTS (SELECT FROM payment p WHERE p.subject_type = 'LOAN' AND p.subject_id = payout.subject_id
        AND p.purpose IN ('COLLECTION', 'REPAYMENT', 'PREPAYMENT') AND p.status = 'SUCCEEDED'
        AND p.debit_account_index = payout.credit_account_index)
      OR EXISTS (SELECT FROM unidentified_receipt r WHERE r.loan_id = payout.subject_id
        AND r.payer_index = payout.credit_account_index)
      OR EXISTS (SELECT FROM statement_row s JOIN loan_event e ON e.loan_id = payout.subject_id
          AND e.business_key = 'loan/' || e.loan_id || '/transfer/' || s.date || '/' || s.bank_reference
        WHERE s.institution_id = payout.institution_id AND s.direction = 'CREDIT'
          AND s.payer_index = payout.credit_account_index))
$$;

CREATE FUNCTION judge_payout_account() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.purpose = 'RECEIPT_RETURN' AND NOT EXISTS (SELECT FROM unidentified_receipt
      WHERE id = NEW.subject_id AND payer_index = NEW.credit_account_index)
    OR NEW.purpose <> 'RECEIPT_RETURN' AND NOT is_account_of(NEW) THEN
    RAISE EXCEPTION 'payment %: the account is not that of whom it is owed to', NEW.key USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_payout_account BEFORE INSERT ON payment FOR EACH ROW
  WHEN (NEW.purpose IN ('REFUND', 'FEE_REFUND', 'RECEIPT_RETURN')) EXECUTE FUNCTION judge_payout_account();
ALTER TABLE payment ENABLE ALWAYS TRIGGER judge_payout_account;

CREATE FUNCTION guard_own_account() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- Keys are changed by the owner, and what is erased is nobody's.
  IF is_owner() OR is_erased(NEW.id) AND NEW.bank_account_index = '' OR EXISTS (SELECT FROM loan_change c JOIN loan l ON l.id = c.loan_id WHERE l.enterprise_id = NEW.id
      AND c.kind = 'BIND_ACCOUNT' AND c.status = 'APPROVED' AND c.payload ->> 'index' = NEW.bank_account_index) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'enterprise %: nobody has approved another account', OLD.id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER guard_own_account BEFORE UPDATE ON enterprise FOR EACH ROW
  WHEN (NEW.bank_account_index IS DISTINCT FROM OLD.bank_account_index
    OR NEW.bank_account_cipher IS DISTINCT FROM OLD.bank_account_cipher)
  EXECUTE FUNCTION guard_own_account();
ALTER TABLE enterprise ENABLE ALWAYS TRIGGER guard_own_account;
