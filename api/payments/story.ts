import type { QueryDefinition } from '@temporalio/common';
import { type ApplicationId, type LoanId, type PaymentId, workflowIds } from '../../contracts/ids';
import type { Locale } from '../../contracts/texts/texts';
import { applicationQuery, type CaseView, loanQuery, paymentQuery } from '../../contracts/workflows';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { type PaymentParameters, paymentCodeRule } from '../../domain/parameters/payments';
import { type ComparedPayment, findPayment, listOrdersLike } from '../../gateways/database/payments';
import { askProcess } from '../../gateways/temporal/queries';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { found, scopeOfCall } from '../kernel/security/scope';
import { presentPayment } from './present';

type Story = AnswerOf<'getPaymentStory'>;

/** How money was ordered, order after order, and what comes next. */
export async function paymentStory(parts: Parts, call: Call<'getPaymentStory'>): Promise<Story> {
  const scope = scopeOfCall(call);
  const { prisma } = parts;
  const asked = found(await findPayment(prisma, scope, call.params.paymentId));
  const orders = await listOrdersLike(prisma, scope, asked);
  const { today } = await businessTime(parts);
  const { payments } = parametersAt(today);
  const last = orders.at(-1) ?? null;
  return {
    orders: orders.map((order) => presentOrder(order, payments, call.locale)),
    next: last === null ? null : await nextOf(parts, last),
  };
}

function presentOrder(
  { reconciledOn, reconciledAs, ...order }: ComparedPayment,
  rules: PaymentParameters,
  locale: Locale,
): Story['orders'][number] {
  const isCompared = reconciledOn !== null && reconciledAs !== null;
  return {
    ...presentPayment(order),
    answer: order.code === null ? null : answerOf(order.code, rules, locale),
    inFile: isCompared ? { day: reconciledOn, as: reconciledAs } : null,
  };
}

function answerOf(code: string, rules: PaymentParameters, locale: Locale) {
  const { text, klass } = paymentCodeRule(rules, code);
  return { text: locale === 'en' ? text.en : text.zh, class: klass };
}

const PATIENCE_MS = 1_500;

/** What the process says that the money waits for; left out while it can't be asked, rather than no page at all. */
async function nextOf({ temporal, log }: Parts, last: ComparedPayment): Promise<Story['next']> {
  const carrier = carrierOf(last);
  if (carrier === null) return null;
  try {
    const view = await askProcess(temporal, carrier.workflowId, carrier.query, PATIENCE_MS);
    if (view === null) return null;
    const tasks = view.openTasks.map(({ taskId, kind, dueAt }) => ({ id: taskId, kind, dueAt }));
    return { waitingFor: view.waitingFor, at: view.dueAt, tasks };
  } catch (error) {
    log.warn({ err: error, paymentId: last.id }, 'the process of a payment could not be asked');
    return null;
  }
}

/** Whose process decides what follows, and how it is asked. */
interface Carrier {
  readonly workflowId: string;
  readonly query: QueryDefinition<CaseView<string>>;
}

/** The order's own until its outcome is known, then that of what it is for. */
function carrierOf({ id, status, purpose, subjectId }: ComparedPayment): Carrier | null {
  if (status === 'SUCCEEDED') return null;
  if (status !== 'FAILED') return { workflowId: workflowIds.payment(id as PaymentId), query: paymentQuery };
  switch (purpose) {
    case 'DISBURSEMENT':
      return { workflowId: workflowIds.application(subjectId as ApplicationId), query: applicationQuery };
    case 'COLLECTION':
    case 'REFUND':
      return { workflowId: workflowIds.loan(subjectId as LoanId), query: loanQuery };
    default:
      // What the borrower asked for is over; what is sent back to a stranger has its task in the inbox.
      return null;
  }
}
