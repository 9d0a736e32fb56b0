import type { Client } from '@temporalio/client';
import type { EnterpriseId, InstitutionId, PaymentId } from '../contracts/ids';
import type { DisputeInput, TimeInput } from '../contracts/workflows';
import type { CaseKind, RunningCase } from '../gateways/database/agreement';
import { readOpenAppeals } from '../gateways/database/appeals';
import { readOpenBreaks } from '../gateways/database/breaks';
import type { Database } from '../gateways/database/client';
import { readCollectionsToBegin } from '../gateways/database/collection';
import { type OpenDispute, readOpenDisputes } from '../gateways/database/disputes';
import { readFeesToBegin } from '../gateways/database/fees';
import { readWaitingChanges } from '../gateways/database/loanChanges';
import { readLoansToBegin } from '../gateways/database/lostCases';
import { readOrders } from '../gateways/database/payments';
import { readOpenMatters } from '../gateways/database/postLoanMatters';
import { readOpenReceipts } from '../gateways/database/receipts';
import {
  appealInput,
  loanChangeInput,
  startAppeal,
  startBreak,
  startDispute,
  startLoanChange,
  startPayment,
  startPostLoan,
  startReceipt,
  wakeCollection,
  wakeFee,
  wakeLoan,
} from '../gateways/temporal/starts';
import { breakInput, receiptInput } from './differences';
import { postLoanInput } from './postLoan';

interface Parts {
  readonly prisma: Database['prisma'];
  readonly sql: Database['sql'];
  readonly client: Client;
}

type Ids = readonly string[];
type Begin = (parts: Parts, ids: Ids, time: TimeInput) => Promise<unknown>;

/**
 * How a process begins anew from its rows, of the kinds that can: a loan from its books, what is paid stays paid, and
 * orders that it sent before are followed by key; an order from its row; what people are asked about from its row. An
 * onboarding and an application can't: what people have decided on them would be asked of them again.
 */
const BEGIN: Readonly<Partial<Record<CaseKind, Begin>>> = {
  loan: async ({ prisma, client }, ids, time) => {
    const loans = await readLoansToBegin(prisma, ids);
    await Promise.all(loans.map((loan) => wakeLoan(client, loan, time, 'PROCESS_GONE')));
  },
  appeal: async ({ sql, client }, ids, time) => {
    const appeals = await readOpenAppeals(sql, ids);
    await Promise.all(appeals.map((appeal) => startAppeal(client, appealInput(appeal, time), 'ANEW')));
  },
  loanChange: async ({ sql, client }, ids, time) => {
    const changes = await readWaitingChanges(sql, ids);
    await Promise.all(
      changes.map((change) => startLoanChange(client, loanChangeInput(change, time), 'ANEW')),
    );
  },
  collection: async ({ sql, client }, ids, time) => {
    const loans = await readCollectionsToBegin(sql, ids);
    await Promise.all(loans.map((loan) => wakeCollection(client, loan, time, 'PROCESS_GONE')));
  },
  payment: async ({ prisma, client }, ids, time) => {
    const orders = await readOrders(prisma, ids);
    await Promise.all(orders.map((order) => startPayment(client, { ...time, ...order })));
  },
  dispute: async ({ sql, client }, ids, time) => {
    const disputes = await readOpenDisputes(sql, ids);
    await Promise.all(disputes.map((dispute) => startDispute(client, disputeInput(dispute, time), 'ANEW')));
  },
  receipt: async ({ sql, client }, ids, time) => {
    const receipts = await readOpenReceipts(sql, ids);
    await Promise.all(receipts.map((receipt) => startReceipt(client, receiptInput(receipt, time), 'ANEW')));
  },
  fee: async ({ sql, client }, ids, time) => {
    const fees = await readFeesToBegin(sql, ids);
    await Promise.all(fees.map((fee) => wakeFee(client, fee, time, 'PROCESS_GONE')));
  },
  postLoan: async ({ prisma, client }, ids, time) => {
    const matters = await readOpenMatters(prisma, ids);
    await Promise.all(matters.map((matter) => startPostLoan(client, postLoanInput(matter, time), 'ANEW')));
  },
  break: async ({ sql, client }, ids, time) => {
    const breaks = await readOpenBreaks(sql, ids);
    await Promise.all(breaks.map((found) => startBreak(client, breakInput(found, time), 'ANEW')));
  },
};

/** Whether a process of the kind can begin anew from its rows. */
export const canBeginAnew = ({ kind }: RunningCase): boolean => BEGIN[kind] !== undefined;

/** Begins the processes of open cases anew, all of those whose kind can; one question a kind for what they begin with. */
export async function beginAnew(parts: Parts, cases: readonly RunningCase[], time: TimeInput): Promise<void> {
  for (const [kind, begin] of Object.entries(BEGIN)) {
    const ids = cases.filter((each) => each.kind === kind).map(({ id }) => id);
    if (ids.length > 0) await begin(parts, ids, time);
  }
}

/** What the process of a dispute begins with. */
export function disputeInput(dispute: OpenDispute, time: TimeInput): DisputeInput {
  return {
    ...time,
    ...dispute,
    paymentId: dispute.paymentId as PaymentId,
    institutionId: dispute.institutionId as InstitutionId,
    enterpriseId: dispute.enterpriseId as EnterpriseId | null,
  };
}
