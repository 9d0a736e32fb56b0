import { findPayment, listPayments } from '../../gateways/database/payments';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY, BOOKS, MEMBERS, orMachine } from '../kernel/security/policy';
import { found, scopeOfCall } from '../kernel/security/scope';
import { receiveNotice } from './notice';
import { presentPayment } from './present';
import { paymentStory } from './story';

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
  getPaymentStory: { who: BOOKS, do: paymentStory },
  receiveBankNotice: { who: ANYBODY, audit: 'bank.notice', limit: 'notice', do: receiveNotice },
} satisfies SomeOperations;
