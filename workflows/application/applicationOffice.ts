import { condition, setHandler } from '@temporalio/workflow';
import type { MessageToSend } from '../../contracts/activities';
import { type LoanId, loanIdOf } from '../../contracts/ids';
import type { Actor } from '../../contracts/people';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  type ApplicantAct,
  type ApplicationInput,
  type ApplicationStage,
  type ApplicationView,
  acceptOfferUpdate,
  applicationQuery,
  declineOfferUpdate,
  supplyInformationUpdate,
  type TaskDecision,
  withdrawUpdate,
} from '../../contracts/workflows';
import type { CaseAct } from '../../domain/approval/separation';
import type { TaskKind } from '../../domain/approval/tasks';
import { BusinessTime } from '../shared/businessTime';
import { CaseEnds } from '../shared/caseEnds';
import { CaseFile, type StageEntry } from '../shared/caseFile';
import { demand } from '../shared/refusals';
import { type OpenTask, type TaskBeginning, TaskDesk } from '../shared/taskDesk';

type ApplicantAnswer = 'SUPPLIED' | 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN';

/** Until the money is released. */
const WITHDRAWABLE: readonly ApplicationStage[] = [
  'CHECKING',
  'AWAITING_INFORMATION',
  'SCORING',
  'IN_REVIEW',
  'IN_APPROVAL',
  'OFFERED',
  'AWAITING_RELEASE',
];

/** What one application knows: its file, its tasks and what the applicant answered. */
export class ApplicationOffice {
  readonly time: BusinessTime;
  readonly file: CaseFile<ApplicationStage>;
  readonly desk: TaskDesk;
  readonly loanId: LoanId;
  missing: readonly string[] = [];
  refusal: ApplicationView['refusal'] = null;
  private answer: { readonly kind: ApplicantAnswer; readonly actor: Actor } | null = null;

  constructor(readonly input: ApplicationInput) {
    const { applicationId, institutionId, enterpriseId, applicantId } = input;
    const header = { caseType: 'APPLICATION', caseId: applicationId, institutionId, enterpriseId } as const;
    const acts: CaseAct[] = [{ step: 'APPLY', userId: applicantId }];
    this.loanId = loanIdOf(applicationId);
    this.time = new BusinessTime(input);
    this.file = new CaseFile<ApplicationStage>(header, this.time, STAGE_TEXTS.APPLICATION, 'CHECKING');
    this.desk = new TaskDesk(header, this.file, this.time, acts);
    setHandler(applicationQuery, () => this.view());
    this.listen();
  }

  view(): ApplicationView {
    return {
      ...this.file.view(),
      openTasks: this.desk.views(),
      missing: this.missing,
      refusal: this.refusal,
      loanId: this.file.stage === 'DISBURSED' ? this.loanId : null,
    };
  }

  mail(kind: string, values: MessageToSend['values'] = {}): MessageToSend {
    const occasion = `${kind}/${this.file.view().since}`;
    return {
      dedupeKey: `application/${this.input.applicationId}/${occasion}`,
      channel: 'EMAIL',
      kind,
      values,
    };
  }

  /** The application was received; the same message however often it is checked. */
  acknowledgement(): MessageToSend {
    const { applicationId, amountFen } = this.input;
    return {
      dedupeKey: `application/${applicationId}/APPLICATION_RECEIVED`,
      channel: 'EMAIL',
      kind: 'APPLICATION_RECEIVED',
      values: { amountFen },
    };
  }

  /**
   * Opens a task together with the stage it belongs to, and waits for its decision.
   * @throws CaseEnds when the applicant withdraws meanwhile
   */
  async decide(
    stage: ApplicationStage,
    kind: TaskKind,
    beginning: TaskBeginning,
    entry: Partial<StageEntry> = {},
  ): Promise<{ readonly task: OpenTask; readonly decision: TaskDecision }> {
    const task = this.desk.open(kind, beginning);
    await this.file.enter(stage, {
      ...entry,
      waitingFor: task.role,
      dueAtMs: task.dueAtMs,
      open: [this.desk.toOpen(task)],
    });
    const decision = await this.desk.decision(task, this.hasWithdrawn);
    // Both may come at one moment, and both were taken: then no money goes to whoever wants none.
    if (decision === null || this.hasWithdrawn()) throw this.withdrawal(task);
    return { task, decision };
  }

  /**
   * Waits for the applicant.
   * @returns null when the instant came first
   * @throws CaseEnds when the applicant withdraws
   */
  async applicant(untilMs: number, summary: string): Promise<Actor | null> {
    await this.time.waitForPerson(untilMs, { summary, until: () => this.answer !== null });
    const { answer } = this;
    this.answer = null;
    if (answer?.kind === 'WITHDRAWN') throw new CaseEnds<ApplicationStage>('WITHDRAWN', null);
    if (answer?.kind === 'DECLINED') throw new CaseEnds<ApplicationStage>('DECLINED_BY_APPLICANT', null);
    return answer?.actor ?? null;
  }

  /** @throws CaseEnds when the applicant has withdrawn while the platform worked */
  leaveIfWithdrawn(): void {
    if (this.hasWithdrawn()) throw new CaseEnds<ApplicationStage>('WITHDRAWN', null);
  }

  readonly hasWithdrawn = (): boolean => this.answer?.kind === 'WITHDRAWN';

  private withdrawal(task: OpenTask): CaseEnds<ApplicationStage> {
    return new CaseEnds<ApplicationStage>('WITHDRAWN', null, [this.desk.close(task, 'WITHDRAWN')]);
  }

  private listen(): void {
    this.on(
      supplyInformationUpdate,
      'SUPPLIED',
      ['AWAITING_INFORMATION'],
      '企业补充资料 · Information supplied',
    );
    this.on(acceptOfferUpdate, 'ACCEPTED', ['OFFERED'], '企业接受要约 · The applicant accepts the offer');
    this.on(declineOfferUpdate, 'DECLINED', ['OFFERED'], '企业放弃要约 · The applicant declines the offer');
    this.on(withdrawUpdate, 'WITHDRAWN', WITHDRAWABLE, '企业撤回申请 · The applicant withdraws');
  }

  private on(
    update: typeof withdrawUpdate,
    kind: ApplicantAnswer,
    stages: readonly ApplicationStage[],
    description: string,
  ): void {
    setHandler(update, (act) => this.take(kind, act), {
      validator: ({ actor }) => {
        demand(actor.enterpriseId === this.input.enterpriseId, 'NOT_YOUR_CASE');
        const { stage } = this.file;
        demand(!(kind === 'ACCEPTED' && stage === 'EXPIRED'), 'OFFER_EXPIRED');
        demand(stages.includes(stage) && this.answer === null, 'NOT_IN_STAGE', { stage });
      },
      description,
    });
  }

  private async take(kind: ApplicantAnswer, { actor }: ApplicantAct): Promise<ApplicationView> {
    const { since } = this.file.view();
    this.answer = { kind, actor };
    this.time.touchMs();
    this.file.personActed();
    await condition(() => this.file.view().since !== since && this.file.isWritten);
    return this.view();
  }
}
