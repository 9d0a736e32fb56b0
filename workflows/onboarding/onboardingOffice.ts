import { condition, setHandler } from '@temporalio/workflow';
import type { MessageToSend } from '../../contracts/activities';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  activateUpdate,
  type OnboardingInput,
  type OnboardingStage,
  type OnboardingView,
  onboardingQuery,
} from '../../contracts/workflows';
import { BusinessTime } from '../shared/businessTime';
import { CaseFile } from '../shared/caseFile';
import { demand } from '../shared/refusals';
import { TaskDesk } from '../shared/taskDesk';

/** What one onboarding knows: its file, its tasks and whether the link was opened. */
export class OnboardingOffice {
  readonly time: BusinessTime;
  readonly file: CaseFile<OnboardingStage>;
  readonly desk: TaskDesk;
  refusal: OnboardingView['refusal'] = null;
  private isActivated = false;

  constructor(readonly input: OnboardingInput) {
    const { enterpriseId, institutionId } = input;
    const header = { caseType: 'ONBOARDING', caseId: enterpriseId, institutionId, enterpriseId } as const;
    this.time = new BusinessTime(input);
    this.file = new CaseFile<OnboardingStage>(
      header,
      this.time,
      STAGE_TEXTS.ONBOARDING,
      'AWAITING_ACTIVATION',
    );
    this.desk = new TaskDesk(header, this.file, this.time, []);
    setHandler(onboardingQuery, () => this.view());
    setHandler(activateUpdate, () => this.activate(), {
      validator: () => this.judgeActivation(),
      description: '企业点击激活链接 · The enterprise opened its activation link',
    });
  }

  readonly hasActivated = (): boolean => this.isActivated;

  view(): OnboardingView {
    return { ...this.file.view(), openTasks: this.desk.views(), refusal: this.refusal };
  }

  mail(kind: string, values: MessageToSend['values'] = {}): MessageToSend {
    const dedupeKey = `onboarding/${this.input.enterpriseId}/${kind}`;
    return { dedupeKey, channel: 'EMAIL', kind, values };
  }

  private judgeActivation(): void {
    demand(this.file.stage !== 'EXPIRED', 'ACTIVATION_EXPIRED');
    demand(this.file.stage === 'AWAITING_ACTIVATION' && !this.isActivated, 'ALREADY_ACTIVATED');
  }

  private async activate(): Promise<OnboardingView> {
    this.isActivated = true;
    this.time.touchMs();
    this.file.personActed();
    await condition(() => this.file.stage !== 'AWAITING_ACTIVATION');
    return this.view();
  }
}
