import type { Account, Behaviour, Payment, PaymentOrder } from './model';

/** Codes of the card networks that this bank uses. */
export const CODE = {
  success: '00',
  unknownAccount: '14',
  insufficientFunds: '51',
  notPermitted: '57',
  processing: '09',
  fault: '96',
  /** The payer had the key closed before the order came. */
  closed: 'CLOSED',
} as const;

/** Numbers that can be opened by paying in to them: ordinary ones, and never those that begin with 000. */
const ORDINARY_ACCOUNT = /^(?!000)[0-9]{8,32}$/;

/** Whether money for an account that the book does not know opens it (another customer of this bank). */
export function opensLazily(no: string): boolean {
  return ORDINARY_ACCOUNT.test(no);
}

/**
 * The code that the bank gives an order: what is planned, else what its accounts say.
 * @returns `00` when the order can be booked
 */
export function decideCode(
  order: PaymentOrder,
  debit: Account | undefined,
  credit: Account | undefined,
  behaviour: Behaviour | undefined,
): string {
  if (behaviour?.kind === 'DECLINE') return behaviour.code ?? CODE.fault;
  if (order.debitAccount === order.creditAccount) return CODE.notPermitted;
  if (debit === undefined) return CODE.unknownAccount;
  if (credit === undefined && !opensLazily(order.creditAccount)) return CODE.unknownAccount;
  return debit.balanceFen < order.amountFen ? CODE.insufficientFunds : CODE.success;
}

/** Whether an order that came again asks for the same. */
export function isSameOrder(left: PaymentOrder, right: PaymentOrder): boolean {
  return (
    left.kind === right.kind &&
    left.debitAccount === right.debitAccount &&
    left.creditAccount === right.creditAccount &&
    left.amountFen === right.amountFen &&
    left.valueDate === right.valueDate &&
    left.memo === right.memo
  );
}

/** How a payment is told to the payer: the truth, or "processing" while a plan conceals it. */
export function presentPayment(payment: Payment): Readonly<Record<string, unknown>> {
  const { order } = payment;
  const concealed = payment.concealedInquiries > 0;
  return {
    key: order.key,
    status: concealed ? 'PROCESSING' : payment.status,
    code: concealed ? CODE.processing : payment.code,
    ...(concealed || payment.status === 'FAILED' ? {} : { bankReference: payment.bankReference }),
    amountFen: order.amountFen,
    valueDate: payment.bookedOn,
  };
}

/** How a key is told that was closed before anything was taken under it. */
export function presentClosed(key: string): Readonly<Record<string, unknown>> {
  return { key, status: 'FAILED', code: CODE.closed };
}
