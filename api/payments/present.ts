import type { PaymentView } from '../../gateways/database/payments';
import type { AnswerOf } from '../kernel/routing/call';

/** An order as people see it. */
export function presentPayment(row: PaymentView): AnswerOf<'getPayment'> {
  const { subjectType, subjectId, mandateType, mandateId, ...payment } = row;
  return {
    ...payment,
    subject: { type: subjectType, id: subjectId },
    mandate: { type: mandateType, id: mandateId },
  };
}
