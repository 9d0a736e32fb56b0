import { condition, setHandler } from '@temporalio/workflow';
import type { MessageOf } from '../../contracts/activities';
import type { GivenValues, MessageKind } from '../../contracts/messages';
import type { PersonsAct } from '../../contracts/people';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  activateUpdate,
  type OnboardingInput,
  type OnboardingStage,
  type OnboardingView,
  onboardingQuery,
} from '../../contracts/workflows';
import { Case } from '../case/case';
import { BusinessTime } from '../shared/businessTime';
import { demand } from '../shared/refusals';

/** What one onboarding knows besides what every case does: whether the link was opened. */
export class OnboardingCase extends Case<OnboardingStage> {
  refusal: OnboardingView['refusal'] = null;
  private isActivated = false;

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
  }

  readonly hasActivated = (): boolean => this.isActivated;

  override view(): OnboardingView {
    return { ...super.view(), refusal: this.refusal };
  }

  mail<Kind extends MessageKind>(kind: Kind, values: GivenValues<Kind>): MessageOf<Kind> {
    const dedupeKey = `onboarding/${this.input.enterpriseId}/${kind}`;
    return { dedupeKey, channel: 'EMAIL', kind, values };
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
