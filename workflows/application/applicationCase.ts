import { condition, setHandler } from '@temporalio/workflow';
import type { MessageOf, OfferRefusal } from '../../contracts/activities';
import { type LoanId, loanIdOf, type UserId } from '../../contracts/ids';
import type { GivenValues, MessageKind } from '../../contracts/messages';
import type { PersonsAct } from '../../contracts/people';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  type ApplicationInput,
  type ApplicationStage,
  type ApplicationView,
  acceptOfferUpdate,
  applicationQuery,
  changeTermsUpdate,
  type Decided,
  declineOfferUpdate,
  type OfferSigned,
  supplyInformationUpdate,
  type WantedTerms,
  withdrawUpdate,
} from '../../contracts/workflows';
import type { SittingOutcome } from '../../domain/approval/committee';
import type { TaskKind } from '../../domain/approval/tasks';
import { Case } from '../case/case';
import { CaseEnds } from '../case/caseEnds';
import type { Question } from '../case/question';
import { BusinessTime } from '../shared/businessTime';
import { demand, refusalFailure } from '../shared/refusals';

type AnswerKind = 'SUPPLIED' | 'ACCEPTED' | 'CHANGED' | 'DECLINED' | 'WITHDRAWN';

/** What an applicant answers. */
interface ApplicantAnswer {
  readonly kind: AnswerKind;
  readonly by: UserId;
  /** Where others are wanted than were offered. */
  readonly wanted?: WantedTerms;
  /** With what an offer is accepted. */
  readonly signed?: OfferSigned;
  /** Why it is not taken after all. */
  refusedBy?: OfferRefusal;
}

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

/** What one application knows besides what every case does: what the applicant answered. */
export class ApplicationCase extends Case<ApplicationStage> {
  readonly loanId: LoanId;
  missing: readonly string[] = [];
  refusal: ApplicationView['refusal'] = null;
  /** What it is about by now. */
  amountFen: number;
  /** The applicant has accepted an offer. */
  isAgreed = false;
  private answer: ApplicantAnswer | null = null;

  constructor(readonly input: ApplicationInput) {
    const { applicationId, institutionId, enterpriseId, applicantId, amountFen, appealGranted } = input;
    const reviewed =
      appealGranted === undefined ? [] : [{ step: 'REVIEW', userId: appealGranted.by } as const];
    super(
      { caseType: 'APPLICATION', caseId: applicationId, institutionId, enterpriseId },
      new BusinessTime(input),
      STAGE_TEXTS.APPLICATION,
      { stage: 'CHECKING', amountFen },
      [{ step: 'APPLY', userId: applicantId }, ...reviewed],
    );
    this.loanId = loanIdOf(applicationId);
    this.amountFen = input.amountFen;
    setHandler(applicationQuery, () => this.view());
    this.listen();
  }

  override view(): ApplicationView {
    return {
      ...super.view(),
      missing: this.missing,
      refusal: this.refusal,
      loanId: this.stage === 'DISBURSED' ? this.loanId : null,
    };
  }

  mail<Kind extends MessageKind>(kind: Kind, values: GivenValues<Kind>): MessageOf<Kind> {
    const occasion = `${kind}/${this.since}`;
    return {
      dedupeKey: `application/${this.input.applicationId}/${occasion}`,
      channel: 'EMAIL',
      kind,
      values,
    };
  }

  /** The application was received; the same message however often it is checked. */
  acknowledgement(): MessageOf<'APPLICATION_RECEIVED'> {
    const { applicationId, amountFen } = this.input;
    return {
      dedupeKey: `application/${applicationId}/APPLICATION_RECEIVED`,
      channel: 'EMAIL',
      kind: 'APPLICATION_RECEIVED',
      values: { amountFen },
    };
  }

  /**
   * Asks a person, with the stage to which that belongs. Of a decision and a withdrawal at one moment the withdrawal
   * counts: no money goes to whoever wants none.
   * @throws CaseEnds when the applicant withdraws meanwhile
   */
  async decide<Kind extends TaskKind>(
    kind: Kind,
    question: Question<ApplicationStage>,
  ): Promise<Decided<Kind>> {
    const overBecause = () => (this.hasWithdrawn() ? 'WITHDRAWN' : null);
    const decision = await this.ask(kind, { ...question, overBecause });
    if (decision === null) throw new CaseEnds<ApplicationStage>('WITHDRAWN', null);
    return decision;
  }

  /**
   * Has the committee vote as it stands now, with the stage to which that belongs.
   * @throws CaseEnds when the applicant withdraws meanwhile
   */
  async vote(question: Question<ApplicationStage>): Promise<SittingOutcome> {
    const { institutionId } = this.input;
    const called = await this.activities.callCommittee({ institutionId, asOf: this.time.today() });
    const overBecause = () => (this.hasWithdrawn() ? 'WITHDRAWN' : null);
    const outcome = await this.convene(called, { ...question, overBecause });
    if (outcome === null) throw new CaseEnds<ApplicationStage>('WITHDRAWN', null);
    return outcome;
  }

  /**
   * Waits for the applicant.
   * @returns null when the instant came first
   * @throws CaseEnds when the applicant withdraws
   */
  async applicant(untilMs: number, summary: string): Promise<ApplicantAnswer | null> {
    await this.time.waitForPerson(untilMs, { summary, until: () => this.answer !== null });
    const { answer } = this;
    this.answer = null;
    if (answer?.kind === 'WITHDRAWN') throw new CaseEnds<ApplicationStage>('WITHDRAWN', null);
    if (answer?.kind === 'DECLINED') throw new CaseEnds<ApplicationStage>('DECLINED_BY_APPLICANT', null);
    return answer;
  }

  /** @throws CaseEnds when the applicant has withdrawn while the platform worked */
  leaveIfWithdrawn(): void {
    if (this.hasWithdrawn()) throw new CaseEnds<ApplicationStage>('WITHDRAWN', null);
  }

  private hasWithdrawn(): boolean {
    return this.answer?.kind === 'WITHDRAWN';
  }

  private listen(): void {
    this.on(
      supplyInformationUpdate,
      'SUPPLIED',
      ['AWAITING_INFORMATION'],
      '企业补充资料 · Information supplied',
    );
    setHandler(
      acceptOfferUpdate,
      ({ proof, pointsUsed, shownSha256 }) => {
        const signed = {
          ...(pointsUsed === undefined ? {} : { pointsUsed }),
          ...(shownSha256 === undefined ? {} : { shownSha256 }),
        };
        return this.take({ kind: 'ACCEPTED', by: proof.actor.userId, signed });
      },
      {
        validator: (act) => this.judge('ACCEPTED', ['OFFERED'], act),
        description: '企业接受要约 · The applicant accepts the offer',
      },
    );
    setHandler(
      changeTermsUpdate,
      ({ amountFen, termMonths, method, proof }) =>
        this.take({ kind: 'CHANGED', by: proof.actor.userId, wanted: { amountFen, termMonths, method } }),
      {
        validator: (act) => this.judge('CHANGED', ['OFFERED'], act),
        description: '企业要求变更条件 · The applicant wants other terms',
      },
    );
    this.on(declineOfferUpdate, 'DECLINED', ['OFFERED'], '企业放弃要约 · The applicant declines the offer');
    this.on(withdrawUpdate, 'WITHDRAWN', WITHDRAWABLE, '企业撤回申请 · The applicant withdraws');
  }

  private on(
    update: typeof withdrawUpdate,
    kind: AnswerKind,
    stages: readonly ApplicationStage[],
    description: string,
  ): void {
    setHandler(update, ({ proof }) => this.take({ kind, by: proof.actor.userId }), {
      validator: (act) => this.judge(kind, stages, act),
      description,
    });
  }

  private judge(
    kind: AnswerKind,
    stages: readonly ApplicationStage[],
    { proof: { actor } }: PersonsAct,
  ): void {
    demand(actor.enterpriseId === this.input.enterpriseId, 'NOT_YOUR_CASE');
    const { stage } = this;
    const isAboutOffer = kind === 'ACCEPTED' || kind === 'CHANGED';
    demand(!(isAboutOffer && stage === 'EXPIRED'), 'OFFER_EXPIRED');
    demand(stages.includes(stage) && this.answer === null, 'NOT_IN_STAGE', { stage });
  }

  private async take(answer: ApplicantAnswer): Promise<ApplicationView> {
    const { since } = this;
    this.answer = answer;
    this.personActed();
    await condition(() => answer.refusedBy !== undefined || (this.since !== since && this.isWritten));
    if (answer.refusedBy !== undefined) throw refusalFailure({ code: answer.refusedBy });
    return this.view();
  }
}
