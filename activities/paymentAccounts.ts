import { isMoneyOut, type PaymentOrder } from '../contracts/workflows';
import { type Borrower, readBorrower } from '../gateways/database/enterprises';
import { readAgreedAccount } from '../gateways/database/facilities';
import { readLastPayer } from '../gateways/database/lastPayer';
import type { PaymentAccounts } from '../gateways/database/payments';
import { readPayerAccount } from '../gateways/database/receipts';
import { readInstitutionAccount } from '../gateways/database/reconciliation';
import type { ActivityDeps } from './deps';
import { impossible } from './loanBooks';

type Parts = Pick<ActivityDeps, 'prisma' | 'sql' | 'cipher'>;

/**
 * The accounts of an order, read once: its row keeps them, whatever becomes of the account of its enterprise.
 * @throws ApplicationFailure ImpossibleState for a subject that no account is known for
 */
export async function accountsOf(parts: Parts, order: PaymentOrder): Promise<PaymentAccounts> {
  if (order.subject.type === 'RECEIPT') return await accountsOfReturn(parts, order, order.subject.id);
  if (order.enterpriseId === null) throw impossible(`${order.key}: nobody's account is known`);
  const borrower = await readBorrower(parts.prisma, parts.cipher, order.enterpriseId);
  const lender = borrower.institution.bankAccountNo;
  const customer = await customerAccount(parts, order, borrower);
  return isMoneyOut(order) ? { debit: lender, credit: customer } : { debit: customer, credit: lender };
}

/** Money that nobody claimed goes back to where the bank says that it came from. */
async function accountsOfReturn(
  { prisma, cipher }: Parts,
  { institutionId, key }: PaymentOrder,
  receiptId: string,
): Promise<PaymentAccounts> {
  const payer = await readPayerAccount(prisma, cipher, receiptId);
  if (payer === null) throw impossible(`${key}: the payer's account is not known`);
  return { debit: await readInstitutionAccount(prisma, institutionId), credit: payer };
}

/**
 * A loan is paid out to the account that was agreed, whatever became of the borrower's since; what was paid too much
 * goes back to where it came from.
 */
async function customerAccount(
  parts: Parts,
  { purpose, subject }: PaymentOrder,
  { bankAccountNo }: Borrower,
): Promise<string> {
  if (purpose === 'REFUND') return (await readLastPayer(parts, subject.id)) ?? bankAccountNo;
  if (purpose !== 'DISBURSEMENT') return bankAccountNo;
  return (await readAgreedAccount(parts.prisma, parts.cipher, subject.id)).accountNo;
}
