import { condition, setHandler } from '@temporalio/workflow';
import type { MessageOf } from '../../contracts/activities';
import type { GivenValues, MessageKind } from '../../contracts/messages';
import type { PersonsAct } from '../../contracts/people';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  activateUpdate,
  askToCorrectUpdate,
  type CorrectionAsked,
  type CorrectionHandedIn,
  correctionHandedInSignal,
  type Decided,
  handInCorrectionUpdate,
  type OnboardingInput,
  type OnboardingStage,
  type OnboardingView,
  onboardingQuery,
  withdrawFileUpdate,
} from '../../contracts/workflows';
import type { TaskKind } from '../../domain/approval/tasks';
import { judgeParts } from '../../domain/kyc/fileParts';
import { Case } from '../case/case';
import { CaseEnds } from '../case/caseEnds';
import type { Question, StageEntry } from '../case/question';
import { BusinessTime } from '../shared/businessTime';
import { demand, orRefuse } from '../shared/refusals';
import type { Correction } from './correction';

/** So often its people may take a file back from whoever reviews it: each fills the history, and takes people's time. */
const MOST_OWN_CORRECTIONS = 3;

const WITHDRAWN = () => new CaseEnds<OnboardingStage>('REFUSED', { code: 'FILE_WITHDRAWN', reason: '' });

/** What one onboarding knows besides what every case does: what its people did. */
export class OnboardingCase extends Case<OnboardingStage> {
  refusal: OnboardingView['refusal'] = null;
  private isActivated = false;
  private isWithdrawn = false;
  /** What its people want to put right; null: nothing. */
  private wanted: Correction | null = null;
  private ownCorrections = 0;
  private isHandedIn = false;

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
    setHandler(askToCorrectUpdate, (act) => this.askToCorrect(act), {
      validator: (act) => this.judgeAsking(act),
      description: '企业要求更正资料 · The enterprise asks to correct its file',
    });
    setHandler(handInCorrectionUpdate, () => this.handIn(), {
      validator: (act) => this.judgeHandIn(act),
      description: '企业提交更正 · The enterprise hands its corrections in',
    });
    setHandler(correctionHandedInSignal, (told) => this.handedInBefore(told), {
      description: '更正已提交但未送达 · Corrections were handed in and had not arrived',
    });
  }

  readonly hasActivated = (): boolean => this.isActivated;

  override view(): OnboardingView {
    return { ...super.view(), refusal: this.refusal };
  }

  /** @param occasion which of several times */
  mail<Kind extends MessageKind>(kind: Kind, values: GivenValues<Kind>, occasion = ''): MessageOf<Kind> {
    const dedupeKey = `onboarding/${this.input.enterpriseId}/${kind}${occasion}`;
    return { dedupeKey, channel: 'EMAIL', kind, values };
  }

  /**
   * Asks a person. Of a decision and an act of its people at one moment the act counts.
   * @returns null when its people want to put something right first: see {@link ownCorrection}
   * @throws CaseEnds when they take the file back
   */
  async decide<Kind extends TaskKind>(
    kind: Kind,
    question: Question<OnboardingStage>,
  ): Promise<Decided<Kind> | null> {
    const overBecause = () => {
      if (this.isWithdrawn) return 'WITHDRAWN';
      return this.wanted === null ? null : 'CORRECTED_BY_ENTERPRISE';
    };
    const decision = await this.ask(kind, { ...question, overBecause });
    this.leaveIfWithdrawn();
    return decision;
  }

  /** What its people want to put right; asked once. */
  ownCorrection(): Correction | null {
    const { wanted } = this;
    this.wanted = null;
    return wanted;
  }

  /** Waits for its people to put right what they were asked for. @returns whether they did before the instant */
  async corrected(untilMs: number, summary: string): Promise<boolean> {
    const until = () => this.isHandedIn || this.isWithdrawn;
    await this.time.waitForPerson(untilMs, { summary, until });
    this.leaveIfWithdrawn();
    return this.isHandedIn;
  }

  /** Opens parts anew: what was handed in before is of another time. */
  async openParts(entry: StageEntry): Promise<void> {
    this.isHandedIn = false;
    await this.enter('AWAITING_CORRECTION', entry);
  }

  /** @throws CaseEnds when its people have taken the file back while the platform worked */
  leaveIfWithdrawn(): void {
    if (this.isWithdrawn) throw WITHDRAWN();
  }

  private judgeWithdrawal({ proof: { actor } }: PersonsAct): void {
    demand(actor.enterpriseId === this.input.enterpriseId, 'NOT_YOUR_CASE');
    const { stage } = this;
    const isOpen = stage === 'CHECKING' || stage === 'IN_REVIEW' || stage === 'AWAITING_CORRECTION';
    demand(this.input.isBrought === true && isOpen && !this.isWithdrawn, 'NOT_IN_STAGE', { stage });
  }

  private async withdraw(): Promise<OnboardingView> {
    this.isWithdrawn = true;
    this.personActed();
    await condition(() => this.stage === 'REFUSED' && this.isWritten);
    return this.view();
  }

  private judgeAsking({ parts, proof: { actor } }: CorrectionAsked): void {
    demand(actor.enterpriseId === this.input.enterpriseId, 'NOT_YOUR_CASE');
    const { stage } = this;
    const isFree = this.wanted === null && !this.isWithdrawn;
    demand(stage === 'IN_REVIEW' && isFree, 'NOT_IN_STAGE', { stage });
    orRefuse(judgeParts(parts, 'ENTERPRISE'));
    demand(this.ownCorrections < MOST_OWN_CORRECTIONS, 'TOO_MANY_CORRECTIONS');
  }

  private async askToCorrect({ parts, proof }: CorrectionAsked): Promise<OnboardingView> {
    this.wanted = { parts, by: proof.actor.userId, taskId: null };
    this.ownCorrections += 1;
    this.personActed();
    await condition(() => this.stage !== 'IN_REVIEW' && this.isWritten);
    return this.view();
  }

  private judgeHandIn({ proof: { actor } }: PersonsAct): void {
    demand(actor.enterpriseId === this.input.enterpriseId, 'NOT_YOUR_CASE');
    const { stage } = this;
    // Once more is the same: what is open was stored once.
    demand(stage === 'AWAITING_CORRECTION' && !this.isWithdrawn, 'NOT_IN_STAGE', { stage });
  }

  private async handIn(): Promise<OnboardingView> {
    this.isHandedIn = true;
    this.personActed();
    await condition(() => this.stage !== 'AWAITING_CORRECTION' && this.isWritten);
    return this.view();
  }

  private handedInBefore({ since }: CorrectionHandedIn): void {
    if (this.stage !== 'AWAITING_CORRECTION' || this.view().since !== since || this.isHandedIn) return;
    this.isHandedIn = true;
    this.personActed();
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
