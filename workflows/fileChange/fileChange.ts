import { condition, setHandler } from '@temporalio/workflow';
import type { MessageOf } from '../../contracts/activities';
import type { GivenValues, MessageChannel, MessageKind } from '../../contracts/messages';
import type { PersonsAct } from '../../contracts/people';
import type { TaskReason } from '../../contracts/tasks';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  type FileChangeInput,
  type FileChangeStage,
  type FileChangeView,
  fileChangeQuery,
  OPEN_FILE_CHANGE,
  stopFileChangeUpdate,
} from '../../contracts/workflows';
import { FILE_CHANGE_RULES } from '../../domain/kyc/fileChange';
import { Case } from '../case/case';
import { CaseEnds, refusalOf } from '../case/caseEnds';
import { BusinessTime, isoInstant } from '../shared/businessTime';
import { demand } from '../shared/refusals';

const MS_PER_HOUR = 3_600_000;
type Asked = 'REVIEW_FILE_CHANGE' | 'CONFIRM_FILE_CHANGE';

/**
 * What an enterprise was registered with changes: it is looked at by as many people as its kind asks for, everybody of
 * the enterprise is told where it opens the enterprise to somebody else, and then it is done. It ends DONE, REFUSED
 * (with the reason) or STOPPED by whoever is entitled to.
 */
export async function fileChange(input: FileChangeInput): Promise<FileChangeView> {
  const begun = new FileChangeCase(input);
  await begun.live(fromWishToFile, end, givenUp);
  return begun.view();
}

async function fromWishToFile(change: FileChangeCase): Promise<void> {
  const { changeId, kind } = change.input;
  const { isReviewed, isConfirmed, isWaitedFor } = FILE_CHANGE_RULES[kind];
  const found = await change.activities.checkFileChange({ changeId, asOf: change.time.today() });
  const isListed = found.screening === 'BLOCK' || found.screening === 'REVIEW';
  if (isReviewed) {
    const code = isListed ? 'FILE_CHANGE_LISTED' : 'FILE_CHANGE_ASKED';
    await change.agreed('REVIEW_FILE_CHANGE', 'IN_REVIEW', code, 'REFUSED_BY_REVIEWER');
  }
  // Whom a list may know is looked at by two people, whatever the change.
  if (isConfirmed || isListed) {
    await change.agreed('CONFIRM_FILE_CHANGE', 'IN_CONFIRMATION', 'FILE_CHANGE_REVIEWED', 'REFUSED_BY_RISK');
  }
  if (isWaitedFor) await wait(change);
  await change.activities.applyFileChange({ changeId, asOf: change.time.today() });
  await change.enter('DONE', { waitingFor: null, messages: change.toAll('FILE_CHANGE_DONE', { kind }) });
}

/** Time for those whose file it is: any of them stops it. */
async function wait(change: FileChangeCase): Promise<void> {
  const { changeId, kind, publicUrl } = change.input;
  const untilMs = change.time.nowMs() + change.time.rules.fileChangeWaitHours * MS_PER_HOUR;
  const until = isoInstant(untilMs);
  await change.activities.setFileChangeWait({ changeId, until });
  const values = { kind, until, stopUrl: `${publicUrl}/kyc` };
  await change.enter('WAITING', {
    waitingFor: 'calendar',
    dueAtMs: untilMs,
    messages: change.toAll('FILE_CHANGE_WAITS', values),
  });
  const summary = '等待期 · Time for the enterprise to object';
  await change.time.waitForPerson(untilMs, { summary, until: () => change.isStopped });
  change.leaveIfStopped();
}

async function end(change: FileChangeCase, { stage, refusal }: CaseEnds<FileChangeStage>): Promise<void> {
  change.refusal = refusal;
  const { kind } = change.input;
  const messages =
    refusal === null
      ? change.toAll('FILE_CHANGE_STOPPED', { kind })
      : change.toAll('FILE_CHANGE_REFUSED', { kind, codes: [refusal.code], reason: refusal.reason });
  await change.enter(stage, { waitingFor: null, messages, ...(refusal && { refusal }) });
}

function givenUp(): CaseEnds<FileChangeStage> {
  return new CaseEnds<FileChangeStage>('REFUSED', { code: 'GIVEN_UP', reason: '' });
}

class FileChangeCase extends Case<FileChangeStage> {
  refusal: FileChangeView['refusal'] = null;
  isStopped = false;

  constructor(readonly input: FileChangeInput) {
    const { askedBy, changeId, enterpriseId, institutionId, kind } = input;
    super(
      { caseType: 'FILE_CHANGE', caseId: changeId, institutionId, enterpriseId },
      new BusinessTime(input),
      STAGE_TEXTS.FILE_CHANGE,
      { stage: FILE_CHANGE_RULES[kind].isReviewed ? 'IN_REVIEW' : 'IN_CONFIRMATION' },
      [{ step: 'APPLY', userId: askedBy }],
    );
    setHandler(fileChangeQuery, () => this.view());
    setHandler(stopFileChangeUpdate, () => this.stop(), {
      validator: (act) => this.judgeStop(act),
      description: '停止变更 · Stop the change',
    });
  }

  override view(): FileChangeView {
    return { ...super.view(), refusal: this.refusal };
  }

  /** @throws CaseEnds where a person says no, or the change is stopped meanwhile */
  async agreed(
    kind: Asked,
    stage: FileChangeStage,
    code: TaskReason['code'],
    refusedAs: 'REFUSED_BY_REVIEWER' | 'REFUSED_BY_RISK',
  ): Promise<void> {
    const reason = { code, detail: { kind: this.input.kind, because: this.input.reason } };
    const overBecause = () => (this.isStopped ? 'STOPPED' : null);
    const said = await this.ask(kind, { stage, reason, overBecause });
    if (said === null) throw stopped();
    if (said.decision !== 'APPROVE') {
      throw new CaseEnds<FileChangeStage>('REFUSED', refusalOf(said, refusedAs));
    }
  }

  leaveIfStopped(): void {
    if (this.isStopped) throw stopped();
  }

  /** By mail and by short message, to whoever of the enterprise can be reached. */
  toAll<Kind extends MessageKind>(kind: Kind, values: GivenValues<Kind>): MessageOf<Kind>[] {
    return (['EMAIL', 'SMS'] as const satisfies MessageChannel[]).map((channel) => ({
      dedupeKey: `fileChange/${this.input.changeId}/${kind}/${channel}`,
      ...{ channel, kind, values, isToEverybody: true },
    }));
  }

  private async stop(): Promise<FileChangeView> {
    const { since } = this;
    this.isStopped = true;
    this.personActed();
    await condition(() => this.since !== since && this.isWritten);
    return this.view();
  }

  private judgeStop({ proof: { actor } }: PersonsAct): void {
    const { askedBy, enterpriseId } = this.input;
    demand(actor.enterpriseId === enterpriseId || actor.userId === askedBy, 'NOT_YOUR_CASE');
    const { stage } = this;
    const isOpen = OPEN_FILE_CHANGE.some((each) => each === stage);
    demand(isOpen && !this.isStopped, 'NOT_IN_STAGE', { stage });
  }
}

const stopped = () => new CaseEnds<FileChangeStage>('STOPPED', null);
