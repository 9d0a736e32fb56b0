import { setHandler } from '@temporalio/workflow';
import { workflowIds } from '../../contracts/ids';
import type { GivenValues, MessageKind } from '../../contracts/messages';
import { amountBandOf, searchAttributes } from '../../contracts/searchAttributes';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  type AppealInput,
  type AppealStage,
  type AppealView,
  type ApplicationInput,
  appealQuery,
} from '../../contracts/workflows';
import { Case } from '../case/case';
import { CaseEnds, type Refused, refusalOf } from '../case/caseEnds';
import { beginAgain } from '../shared/beginOnce';
import { BusinessTime, isoInstant } from '../shared/businessTime';

/**
 * A refused applicant asks for another look, and gets it from a reviewer who had no part in the refusal: the refusal
 * stands, or the application begins anew. An answer that is late is said to be.
 */
export async function appeal(input: AppealInput): Promise<AppealView> {
  const begun = new AppealCase(input);
  await begun.live(fromAppealToAnswer, end, stands);
  return begun.view();
}

async function fromAppealToAnswer(appeal: AppealCase): Promise<void> {
  const { input } = appeal;
  const answerBy = isoInstant(input.answerByMs);
  const { decision } = await appeal.askBeside('DECIDE_APPEAL', {
    stage: 'IN_REVIEW',
    reason: { code: 'APPEALED', detail: { code: input.refusalCode, answerBy, because: input.reason } },
    messages: [appeal.mail('APPEAL_RECEIVED', { answerBy })],
  });
  await tellWhenLate(appeal, decision);
  const decided = await decision;
  if (decided?.decision !== 'GRANT') throw stands(decided);
  await appeal.enter('GRANTED', { waitingFor: null, messages: [appeal.mail('APPEAL_GRANTED', {})] });
  await beginAnew(input, { by: decided.proof.actor.userId, reason: decided.reason });
}

/** Waits for the answer, and for no longer than was promised. */
async function tellWhenLate(appeal: AppealCase, decision: Promise<unknown>): Promise<void> {
  let isAnswered = false;
  void decision.then(() => {
    isAnswered = true;
  });
  const summary = '申诉答复期限 · The appeal should be answered';
  const came = await appeal.time.waitForPerson(appeal.input.answerByMs, { summary, until: () => isAnswered });
  if (came === 'WOKEN') return;
  await appeal.record('late', {
    messages: [appeal.mail('APPEAL_DELAYED', {})],
    audit: { actorId: null, action: 'APPEAL_LATE', outcome: 'TOLD' },
  });
}

/** From the check on, with what the applicant has handed in; what kept it before is an exception that people decide. */
async function beginAnew(
  { applicationId, institutionId, enterpriseId, applicantId, amountFen, ...rest }: AppealInput,
  appealGranted: NonNullable<ApplicationInput['appealGranted']>,
): Promise<void> {
  const { clock, humanMinutesFloor, rules, publicUrl } = rest;
  const input: ApplicationInput = {
    ...{ clock, humanMinutesFloor, rules, publicUrl },
    ...{ applicationId, institutionId, enterpriseId, applicantId, amountFen, appealGranted },
  };
  const band = { key: searchAttributes.amountBand, value: amountBandOf(amountFen) };
  await beginAgain('application', workflowIds.application(applicationId), input, [band]);
}

/** The refusal stands. @param said by whoever decided; nobody when the platform could not go on */
function stands(said: Refused | null = null): CaseEnds<AppealStage> {
  const code = 'APPEAL_UPHELD';
  return new CaseEnds<AppealStage>('UPHELD', said === null ? { code, reason: '' } : refusalOf(said, code));
}

async function end(appeal: AppealCase, { stage, refusal }: CaseEnds<AppealStage>): Promise<void> {
  appeal.refusal = refusal;
  const { reason = '', reasonCode } = refusal ?? {};
  const codes = [reasonCode ?? 'APPEAL_UPHELD'];
  const messages = [appeal.mail('APPEAL_UPHELD', { codes, reason })];
  await appeal.enter(stage, { waitingFor: null, messages, ...(refusal && { refusal }) });
}

class AppealCase extends Case<AppealStage> {
  refusal: AppealView['refusal'] = null;

  constructor(readonly input: AppealInput) {
    const { applicationId, institutionId, enterpriseId, applicantId, amountFen } = input;
    super(
      { caseType: 'APPEAL', caseId: applicationId, institutionId, enterpriseId },
      new BusinessTime(input),
      STAGE_TEXTS.APPEAL,
      { stage: 'IN_REVIEW', amountFen },
      [{ step: 'APPLY', userId: applicantId }],
    );
    setHandler(appealQuery, () => this.view());
  }

  override view(): AppealView {
    return { ...super.view(), refusal: this.refusal };
  }

  mail<Kind extends MessageKind>(kind: Kind, values: GivenValues<Kind>) {
    const dedupeKey = `appeal/${this.input.applicationId}/${kind}`;
    return { dedupeKey, channel: 'EMAIL', kind, values } as const;
  }
}
