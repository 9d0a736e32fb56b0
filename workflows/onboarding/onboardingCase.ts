import { condition, setHandler } from '@temporalio/workflow';
import type { MessageOf } from '../../contracts/activities';
import type { GivenValues, MessageKind } from '../../contracts/messages';
import type { PersonsAct } from '../../contracts/people';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  activateUpdate,
  type Decided,
  type OnboardingInput,
  type OnboardingStage,
  type OnboardingView,
  onboardingQuery,
  withdrawFileUpdate,
} from '../../contracts/workflows';
import type { TaskKind } from '../../domain/approval/tasks';
import { Case } from '../case/case';
import { CaseEnds } from '../case/caseEnds';
import type { Question } from '../case/question';
import { BusinessTime } from '../shared/businessTime';
import { demand } from '../shared/refusals';

const WITHDRAWN = () => new CaseEnds<OnboardingStage>('REFUSED', { code: 'FILE_WITHDRAWN', reason: '' });

/** What one onboarding knows besides what every case does: whether the link was opened. */
export class OnboardingCase extends Case<OnboardingStage> {
  refusal: OnboardingView['refusal'] = null;
  private isActivated = false;
  private isWithdrawn = false;

  constructor(readonly input: OnboardingInput) {
    const { enterpriseId, institutionId } = input;
    super(
      { caseType: 'ONBOARDING', caseId: enterpriseId, institutionId, enterpriseId },
      new BusinessTime(input),
      STAGE_TEXTS.ONBOARDING,
      { stage: 'AWAITING_ACTIVATION' },
    );
    setHandler(onboardingQuery, () => this.view());
    setHandler(activateUpdate, () => this.activate(), {
      validator: (act) => this.judgeActivation(act),
      description: '企业点击激活链接 · The enterprise opened its activation link',
    });
    setHandler(withdrawFileUpdate, () => this.withdraw(), {
      validator: (act) => this.judgeWithdrawal(act),
      description: '企业撤回资料共享授权 · The enterprise takes its file back',
    });
  }

  readonly hasActivated = (): boolean => this.isActivated;

  override view(): OnboardingView {
    return { ...super.view(), refusal: this.refusal };
  }

  mail<Kind extends MessageKind>(kind: Kind, values: GivenValues<Kind>): MessageOf<Kind> {
    const dedupeKey = `onboarding/${this.input.enterpriseId}/${kind}`;
    return { dedupeKey, channel: 'EMAIL', kind, values };
  }

  /**
   * Asks a person. Of a decision and a withdrawal at one moment the withdrawal counts.
   * @throws CaseEnds when its people take the file back meanwhile
   */
  async decide<Kind extends TaskKind>(
    kind: Kind,
    question: Question<OnboardingStage>,
  ): Promise<Decided<Kind>> {
    const overBecause = () => (this.isWithdrawn ? 'WITHDRAWN' : null);
    const decision = await this.ask(kind, { ...question, overBecause });
    if (decision === null) throw WITHDRAWN();
    return decision;
  }

  /** @throws CaseEnds when its people have taken the file back while the platform worked */
  leaveIfWithdrawn(): void {
    if (this.isWithdrawn) throw WITHDRAWN();
  }

  private judgeWithdrawal({ proof: { actor } }: PersonsAct): void {
    demand(actor.enterpriseId === this.input.enterpriseId, 'NOT_YOUR_CASE');
    const { stage } = this;
    const isOpen = stage === 'CHECKING' || stage === 'IN_REVIEW';
    demand(this.input.isBrought === true && isOpen && !this.isWithdrawn, 'NOT_IN_STAGE', { stage });
  }

  private async withdraw(): Promise<OnboardingView> {
    this.isWithdrawn = true;
    this.personActed();
    await condition(() => this.stage === 'REFUSED' && this.isWritten);
    return this.view();
  }

  private judgeActivation({ proof: { actor } }: PersonsAct): void {
    demand(actor.enterpriseId === this.input.enterpriseId, 'NOT_YOUR_CASE');
    demand(this.stage !== 'EXPIRED', 'ACTIVATION_EXPIRED');
    demand(this.stage === 'AWAITING_ACTIVATION' && !this.isActivated, 'ALREADY_ACTIVATED');
  }

  private async activate(): Promise<OnboardingView> {
    this.isActivated = true;
    this.personActed();
    await condition(() => this.stage !== 'AWAITING_ACTIVATION');
    return this.view();
  }
}
