import type { PaymentView } from '../../gateways/database/payments';
import type { AnswerOf } from '../kernel/routing/call';

/** An order as people see it. */
export function presentPayment(row: PaymentView): AnswerOf<'getPayment'> {
  const { subjectType, subjectId, mandateType, mandateId, enterprise, ...payment } = row;
  return {
    ...payment,
    enterpriseId: enterprise?.id ?? null,
    enterpriseName: enterprise?.name ?? null,
    subject: { type: subjectType, id: subjectId },
    mandate: { type: mandateType, id: mandateId },
  };
}
