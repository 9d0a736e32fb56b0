-- Money that is held for a borrower goes back by an order of its own before the loan closes.
ALTER TABLE payment DROP CONSTRAINT payment_purpose_check;
ALTER TABLE payment ADD CONSTRAINT payment_purpose_check
  CHECK (purpose IN ('DISBURSEMENT', 'COLLECTION', 'REPAYMENT', 'PREPAYMENT', 'REFUND'));
