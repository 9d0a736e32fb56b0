import { setHandler } from '@temporalio/workflow';
import type { AnsweredMatter } from '../../contracts/activities';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  type PostLoanInput,
  type PostLoanStage,
  postLoanOverSignal,
  type TaskDecision,
} from '../../contracts/workflows';
import { FACT_OF } from '../../domain/postLoan/factOf';
import { Case } from '../case/case';
import { unlessGivenUp } from '../case/faults';
import { BusinessTime } from '../shared/businessTime';
import { demand } from '../shared/refusals';

/**
 * Something about a borrower that risk looks at after the money was paid out: a warning, or a check that is due. Stays
 * until somebody answers, or until it is over by itself.
 */
export async function postLoan(input: PostLoanInput): Promise<void> {
  const matter = new PostLoanCase(input);
  const settle = async () => matter.settle(await matter.answered());
  // What was answered and could not be written is asked again.
  await unlessGivenUp(settle, settle);
  await matter.finish();
}

class PostLoanCase extends Case<PostLoanStage> {
  private isOver = false;

  constructor(private readonly input: PostLoanInput) {
    const { matterId, institutionId, enterpriseId } = input;
    super(
      { caseType: 'POST_LOAN', caseId: matterId, institutionId, enterpriseId },
      new BusinessTime(input),
      STAGE_TEXTS.POST_LOAN,
      { stage: 'OPEN' },
    );
    setHandler(postLoanOverSignal, () => {
      this.isOver = true;
    });
  }

  /** @returns null when it is over without anybody */
  async answered(): Promise<AnsweredMatter | null> {
    const { dueAtMs, kind, reason } = this.input;
    const overBecause = () => (this.isOver ? 'OVER' : null);
    const question = { stage: 'OPEN', reason, dueAtMs, overBecause } as const;
    const said =
      kind === 'WARNING'
        ? await this.ask('ANSWER_WARNING', question)
        : await this.ask('CHECK_BORROWER', question);
    if (said === null) return null;
    const { decision: outcome, findings = null, proof, reason: note } = said;
    return { outcome, by: proof.actor.userId, note, findings };
  }

  /** A warning that says nothing of the debtor's ability to pay bounds no class. */
  protected override judgeDecision({ decision }: TaskDecision): void {
    const { indicator } = this.input;
    const saysNothing = indicator !== null && FACT_OF[indicator] === null;
    demand(decision !== 'RECLASSIFY' || !saysNothing, 'DECISION_NOT_OFFERED', { decision });
  }

  async settle(answer: AnsweredMatter | null): Promise<void> {
    const { matterId } = this.input;
    await this.enter('SETTLED', {
      waitingFor: null,
      write: (change, by) => by.settlePostLoan({ matterId, answer, change }),
    });
  }
}
