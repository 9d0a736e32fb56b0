import { setHandler } from '@temporalio/workflow';
import { workflowIds } from '../../contracts/ids';
import type { LoanChangeStatus } from '../../contracts/loanChanges';
import type { TaskReason } from '../../contracts/tasks';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  type LoanChangeInput,
  type LoanChangeStage,
  type LoanChangeView,
  loanChangeQuery,
  lookAgainSignal,
} from '../../contracts/workflows';
import type { Role } from '../../domain/approval/roles';
import { Case } from '../case/case';
import { BusinessTime, isoInstant } from '../shared/businessTime';
import { tellToLook } from '../shared/tell';

/**
 * What somebody wants changed about a loan is put to those whose approval it needs, one after the other, each another
 * person. One no is enough; whoever asked may withdraw it meanwhile. What is approved is offered to the borrower where
 * the contract changes, else the loan takes it.
 */
export async function loanChange(input: LoanChangeInput): Promise<LoanChangeView> {
  const change = new ChangeCase(input);
  await change.untilGivenUp(async () => {
    const stage = await decided(change);
    await change.enter(stage, { waitingFor: null });
  });
  return change.view();
}

async function decided(change: ChangeCase): Promise<LoanChangeStage> {
  const { approvals, loanId } = change.input;
  for (const role of approvals) {
    const { status } = await change.put(role);
    if (status === 'REJECTED' || status === 'WITHDRAWN') return status;
    if (status === 'APPROVED') await tellToLook(workflowIds.loan(loanId), 'CHANGE_APPROVED');
  }
  return 'APPROVED';
}

class ChangeCase extends Case<LoanChangeStage> {
  private isWithdrawn = false;

  constructor(readonly input: LoanChangeInput) {
    const { changeId, enterpriseId, institutionId, amountFen, requestedBy } = input;
    super(
      { caseType: 'LOAN_CHANGE', caseId: changeId, institutionId, enterpriseId },
      new BusinessTime(input),
      STAGE_TEXTS.LOAN_CHANGE,
      { stage: 'IN_APPROVAL', amountFen },
      requestedBy === null ? [] : [{ step: 'APPLY', userId: requestedBy }],
    );
    setHandler(loanChangeQuery, () => this.view());
    setHandler(
      lookAgainSignal,
      () => {
        this.isWithdrawn = true;
      },
      { description: '提请人已撤回 · Whoever asked has withdrawn it' },
    );
  }

  /** Asks somebody of a role, and writes what was said. @returns how the change stands after it */
  async put(role: Role): Promise<{ readonly status: LoanChangeStatus }> {
    const said = await this.ask('APPROVE_LOAN_CHANGE', {
      ...{ role, reason: this.reason() },
      stage: 'IN_APPROVAL',
      overBecause: () => (this.isWithdrawn ? 'WITHDRAWN' : null),
    });
    if (said === null) return { status: 'WITHDRAWN' };
    const { decision, reason } = said;
    const decidedBy = said.proof.actor.userId;
    const audit = { actorId: decidedBy, action: 'LOAN_CHANGE_DECIDED', outcome: decision } as const;
    await this.record('decided', { audit });
    const { changeId } = this.input;
    const at = isoInstant(this.time.touchMs());
    return await this.activities.decideLoanChange({ changeId, role, decision, decidedBy, reason, at });
  }

  private reason(): TaskReason {
    const { kind, loanId, reason: because } = this.input;
    return { code: 'LOAN_CHANGE_ASKED', detail: { kind, loan: loanId, because } };
  }
}
