import { setHandler } from '@temporalio/workflow';
import { type LoanId, moneyKeys, workflowIds } from '../../contracts/ids';
import type { TaskReason } from '../../contracts/tasks';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import { type Decided, type ReceiptInput, receiptClaimedSignal } from '../../contracts/workflows';
import { Case } from '../case/case';
import { unlessGivenUp } from '../case/faults';
import { BusinessTime, isoInstant } from '../shared/businessTime';
import { payUntilKnown } from '../shared/pay';
import { tellToLook } from '../shared/tell';

type Stage = 'OPEN' | 'TO_CONFIRM' | 'RETURNING' | 'SETTLED';

/**
 * Money that came in and that nobody ordered: until a person says whose it is. It goes onto a loan, to the owners, or
 * back to who paid it; what can't be done so is asked again.
 */
export async function receipt(input: ReceiptInput): Promise<void> {
  const receipt = new ReceiptCase(input);
  let reason: TaskReason | null = receipt.reasonOf(`RECEIPT_${input.reason}`);
  while (reason !== null) {
    const decision = await receipt.ask('IDENTIFY_RECEIPT', {
      ...{ stage: 'OPEN', reason },
      overBecause: () => (receipt.isClaimed ? 'CLAIMED' : null),
    });
    if (decision === null) break;
    reason = await unlessGivenUp<TaskReason | null>(
      () => carryOut(receipt, decision),
      async () => receipt.reasonOf('RECEIPT_REFUSED', { because: 'GIVEN_UP' }),
    );
  }
  await receipt.enter('SETTLED', { waitingFor: null });
  await receipt.finish();
}

/** @returns why it could not be done; null when it is */
async function carryOut(
  receipt: ReceiptCase,
  decision: Decided<'IDENTIFY_RECEIPT'>,
): Promise<TaskReason | null> {
  switch (decision.decision) {
    case 'BOOK_ON_LOAN':
      return await receipt.bookOnLoan(decision.loanId as LoanId);
    case 'MATCH_ENTRY':
      return await receipt.matchEntry(decision.loanId as LoanId);
    case 'REPAY_CLAIM':
      return await receipt.repayClaim(decision.loanId as LoanId);
    case 'BOOK_AS_CAPITAL':
      return await receipt.bookAsCapital();
    case 'RETURN':
      return await receipt.giveBack(decision.reason);
  }
}

class ReceiptCase extends Case<Stage> {
  private orders = 0;
  /** It pays a fee, and is nobody's any more. */
  isClaimed = false;

  constructor(private readonly input: ReceiptInput) {
    const { receiptId, institutionId, amountFen } = input;
    super(
      { caseType: 'RECEIPT', caseId: receiptId, institutionId, enterpriseId: null },
      new BusinessTime(input),
      STAGE_TEXTS.RECEIPT,
      { stage: 'OPEN', amountFen },
    );
    setHandler(
      receiptClaimedSignal,
      () => {
        this.isClaimed = true;
      },
      { description: '款项已有归属 · It is known whose the money is' },
    );
  }

  reasonOf(code: TaskReason['code'], more: TaskReason['detail'] = {}): TaskReason {
    const { amountFen, bankDate: date, bankReference, suggestions, takenFrom } = this.input;
    const suggested = suggestions.map(({ loanId, loanNo }) => (loanNo === '' ? loanId : loanNo));
    const loans = takenFrom ?? suggested.join(', ');
    return { code, detail: { amountFen, date, bankReference, loans, ...more } };
  }

  async bookOnLoan(loanId: LoanId): Promise<TaskReason | null> {
    const { receiptId } = this.input;
    const claimed = await this.activities.claimReceipt({ receiptId, loanId, at: this.now() });
    if (!claimed.ok) return this.reasonOf('RECEIPT_REFUSED', { because: claimed.code });
    // One whose process is over has nothing to look at.
    await tellToLook(workflowIds.loan(loanId), claimed.businessKey);
    return null;
  }

  /** The loan has it already; its process has nothing to look at. */
  async matchEntry(loanId: LoanId): Promise<TaskReason | null> {
    const { receiptId } = this.input;
    const matched = await this.activities.matchEntry({ receiptId, loanId, at: this.now() });
    return matched.ok ? null : this.reasonOf('RECEIPT_REFUSED', { because: matched.code });
  }

  /** It is on no loan, so that no process has anything to look at. */
  async repayClaim(loanId: LoanId): Promise<TaskReason | null> {
    const { receiptId } = this.input;
    const repaid = await this.activities.repayClaim({ receiptId, loanId, at: this.now() });
    return repaid.ok ? null : this.reasonOf('RECEIPT_REFUSED', { because: repaid.code });
  }

  async bookAsCapital(): Promise<TaskReason | null> {
    const booked = await this.activities.bookCapital({ receiptId: this.input.receiptId, at: this.now() });
    return booked.ok ? null : this.reasonOf('RECEIPT_REFUSED', { because: booked.code });
  }

  /** Asked for by one person, agreed by another, paid like every other money. */
  async giveBack(because: string): Promise<TaskReason | null> {
    const { receiptId, institutionId, amountFen } = this.input;
    const { isKnown } = await this.activities.findReturnAccount({ receiptId });
    if (!isKnown) return this.reasonOf('RECEIPT_REFUSED', { because: 'PAYER_ACCOUNT_UNKNOWN' });
    const agreed = await this.ask('CONFIRM_RETURN', {
      stage: 'TO_CONFIRM',
      reason: this.reasonOf('RECEIPT_TO_RETURN', { because }),
    });
    if (agreed.decision !== 'CONFIRM') return this.reasonOf('RECEIPT_DISAGREED', { because: agreed.reason });
    await this.enter('RETURNING', { waitingFor: 'bank' });
    this.orders += 1;
    const { outcome, resolvedAtMs } = await payUntilKnown(
      {
        key: moneyKeys.returnReceipt(receiptId, this.orders),
        institutionId,
        enterpriseId: null,
        subject: { type: 'RECEIPT', id: receiptId },
        mandate: { type: 'RETURN', id: agreed.taskId },
        purpose: 'RECEIPT_RETURN',
        amountFen,
        decidedAtMs: this.time.touchMs(),
      },
      this,
    );
    this.time.liveTo(resolvedAtMs);
    return outcome.status === 'SUCCEEDED'
      ? null
      : this.reasonOf('RECEIPT_REFUSED', { because: outcome.code });
  }

  private now(): string {
    return isoInstant(this.time.touchMs());
  }
}
