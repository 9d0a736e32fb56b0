import { type OperationId, operationIds, routes } from '../../../contracts/http';
import { SIGN_IN_ACTION } from '../../../gateways/database/queries/audit';

/** Requests that change nothing although they are POSTs. */
const READS: readonly OperationId[] = ['quote'];

/** What each mutating operation is called in the audit trail. */
const ACTIONS: Readonly<Partial<Record<OperationId, string>>> = {
  signIn: SIGN_IN_ACTION,
  signOut: 'session.signOut',
  registerEnterprise: 'enterprise.register',
  activateEnterprise: 'enterprise.activate',
  apply: 'application.apply',
  supplyInformation: 'application.supplyInformation',
  acceptOffer: 'application.acceptOffer',
  declineOffer: 'application.declineOffer',
  withdrawApplication: 'application.withdraw',
  claimTask: 'task.claim',
  decideTask: 'task.decide',
  repay: 'loan.repay',
  prepay: 'loan.prepay',
  requestLoanChange: 'loan.requestChange',
  decideLoanChange: 'loan.decideChange',
  receiveBankNotice: 'bank.notice',
  declareDay: 'calendar.declare',
  encodePayloads: 'payloads.encode',
  decodePayloads: 'payloads.decode',
};

/** Operations whose handler writes its own record, because the next request looks at it. */
const RECORDED_BY_HANDLER: readonly OperationId[] = ['signIn'];

/** The action that an operation is recorded as; null when it changes nothing. */
export function auditedAs(operation: OperationId): string | null {
  return ACTIONS[operation] ?? null;
}

/** The action that routing records when the operation is over; null when there is nothing left to record. */
export function recordedAfterwards(operation: OperationId): string | null {
  return RECORDED_BY_HANDLER.includes(operation) ? null : auditedAs(operation);
}

/** Mutating operations that would leave no trace; a test holds this to none. */
export function unaudited(): readonly OperationId[] {
  return operationIds.filter(
    (id) => routes[id].method !== 'get' && !READS.includes(id) && auditedAs(id) === null,
  );
}
