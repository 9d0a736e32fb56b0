import { findPayment, listPayments } from '../../gateways/database/payments';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY, SIGNED_IN } from '../kernel/security/policy';
import { found, scopeOfCall } from '../kernel/security/scope';
import { receiveNotice } from './notice';

/** Orders at the bank, and what the bank says of them. */
export const paymentOperations = {
  listPayments: {
    who: SIGNED_IN,
    do: ({ sql }, call) => listPayments(sql, scopeOfCall(call), call.query, call.query),
  },
  getPayment: {
    who: SIGNED_IN,
    do: async ({ sql }, call) => found(await findPayment(sql, scopeOfCall(call), call.params.paymentId)),
  },
  receiveBankNotice: { who: ANYBODY, audit: 'bank.notice', do: receiveNotice },
} satisfies SomeOperations;
