import { findPayment, listPayments, type PaymentView } from '../../gateways/database/payments';
import type { AnswerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY, MEMBERS, orMachine } from '../kernel/security/policy';
import { found, scopeOfCall } from '../kernel/security/scope';
import { receiveNotice } from './notice';

const READERS = orMachine('payments:read', MEMBERS);

/** Orders at the bank, and what the bank says of them. */
export const paymentOperations = {
  listPayments: {
    who: READERS,
    do: async ({ prisma }, call) => {
      const page = await listPayments(prisma, scopeOfCall(call), call.query, call.query);
      return { ...page, items: page.items.map(presentPayment) };
    },
  },
  getPayment: {
    who: READERS,
    do: async ({ prisma }, call) =>
      presentPayment(found(await findPayment(prisma, scopeOfCall(call), call.params.paymentId))),
  },
  receiveBankNotice: { who: ANYBODY, audit: 'bank.notice', limit: 'notice', do: receiveNotice },
} satisfies SomeOperations;

export function presentPayment(row: PaymentView): AnswerOf<'getPayment'> {
  const { subjectType, subjectId, mandateType, mandateId, ...payment } = row;
  return {
    ...payment,
    subject: { type: subjectType, id: subjectId },
    mandate: { type: mandateType, id: mandateId },
  };
}
