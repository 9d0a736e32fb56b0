import { setHandler } from '@temporalio/workflow';
import type { CalledCommittee, CastVote } from '../../contracts/activities';
import type { TaskId, UserId } from '../../contracts/ids';
import type { SittingToOpen } from '../../contracts/tasks';
import { recuseTaskUpdate, type TaskRecusal, type TaskVote, voteTaskUpdate } from '../../contracts/workflows';
import {
  type Ballot,
  mayActInSitting,
  type SittingAct,
  type SittingEvent,
  type SittingState,
  sittingAt,
} from '../../domain/approval/committee';
import { seatOf } from '../../domain/approval/seat';
import { businessDate } from '../../domain/calendar/clock';
import { fen } from '../../domain/money/fen';
import { type BusinessTime, isoInstant } from '../shared/businessTime';
import { demand, orRefuse, refusalFailure } from '../shared/refusals';
import type { CaseRecord } from './caseRecord';
import type { Task } from './task';
import type { Tasks } from './tasks';

const MS_PER_HOUR = 3_600_000;

/** Ballots that say why; the words are kept in the minutes. */
const REASON_FOR: readonly Ballot[] = ['NO', 'VETO'];

/** A committee on one case. Who sits on it was fixed when it was asked. */
export class HeldSitting {
  /** Who sits, who of them has a conflict that is known, and until when they may vote. */
  readonly opened: SittingToOpen;
  private readonly events: SittingEvent[] = [];
  private isTimeUp = false;

  /** @param called the committee as it stands now */
  constructor(
    { chairId, memberIds, rule }: CalledCommittee,
    tasks: Tasks,
    private readonly time: BusinessTime,
  ) {
    const openedAtMs = time.nowMs();
    this.opened = {
      ...{ chairId, memberIds, rule },
      connectedUserIds: tasks.recusedSoFar(),
      makerIds: tasks.makers(),
      openedAt: isoInstant(openedAtMs),
      deadline: isoInstant(openedAtMs + rule.votingHours * MS_PER_HOUR),
    };
  }

  /** Said by the timer of its task, which gives people their real minutes. */
  timeIsUp(): void {
    this.isTimeUp = true;
  }

  state(): SittingState {
    return sittingAt(this.sitting(), this.events, this.atMs());
  }

  /** @throws ApplicationFailure when the person may not */
  judge(act: SittingAct): void {
    orRefuse(mayActInSitting(this.sitting(), this.events, act));
  }

  /** On whose seat somebody votes. */
  seatOf({ ballot, proof }: TaskVote, { amountFen }: Task) {
    const on = businessDate(this.time.actMs());
    const about = { amountFen: amountFen === null ? null : fen(amountFen), on };
    return seatOf(this.sitting(), this.events, proof.actor, { ballot, atMs: this.atMs(), ...about });
  }

  take(event: SittingEvent): void {
    this.events.push(event);
  }

  /** People who left the institution since. */
  deactivate(userIds: readonly UserId[]): void {
    for (const userId of userIds) this.take({ kind: 'DEACTIVATE', userId, atMs: this.atMs() });
  }

  /** By the timer, not by the clock: where it runs fast, people have longer than until the deadline. */
  atMs(): number {
    const deadlineMs = Date.parse(this.opened.deadline);
    return this.isTimeUp ? deadlineMs + 1 : Math.min(this.time.nowMs(), deadlineMs);
  }

  private sitting() {
    return { ...this.opened, recusedUserIds: [], deadlineMs: Date.parse(this.opened.deadline) };
  }
}

/**
 * The votes of committees on the tasks of one case: members vote by update, refused synchronously by the policy in
 * `domain/approval/committee`; each vote is on file before its voter is answered.
 */
export class Sittings {
  constructor(
    private readonly tasks: Tasks,
    private readonly time: BusinessTime,
    private readonly record: CaseRecord,
  ) {
    setHandler(voteTaskUpdate, (vote) => this.vote(vote), {
      validator: (vote) => this.judgeVote(vote),
      description: '贷审会表决 · Vote in the committee',
    });
    setHandler(recuseTaskUpdate, (recusal) => this.recuse(recusal), {
      validator: (recusal) => this.judgeRecusal(recusal),
      description: '回避 · Step back because of a conflict of interest',
    });
  }

  private judgeVote(vote: TaskVote): void {
    const { task, sitting } = this.find(vote.taskId);
    demand(!REASON_FOR.includes(vote.ballot) || vote.reason.trim() !== '', 'REASON_REQUIRED');
    orRefuse(sitting.seatOf(vote, task));
  }

  private judgeRecusal({ reason, taskId, proof: { actor } }: TaskRecusal): void {
    const { sitting } = this.find(taskId);
    demand(reason.trim() !== '', 'REASON_REQUIRED');
    sitting.judge({ kind: 'RECUSE', userId: actor.userId, atMs: sitting.atMs() });
  }

  private async vote(vote: TaskVote): Promise<SittingState> {
    const { ballot, reason, taskId, proof } = vote;
    const { userId: by } = proof.actor;
    const { task, sitting } = this.find(taskId);
    const seat = sitting.seatOf(vote, task);
    const onBehalfOf = seat.ok ? (seat.value.onBehalfOf as UserId | null) : null;
    const whose = onBehalfOf === null ? { userId: by } : { userId: onBehalfOf, deputyId: by };
    sitting.take({ kind: 'VOTE', ...whose, ballot, atMs: sitting.atMs() });
    this.tasks.approved(task, by, onBehalfOf);
    const cast = { by, ballot, reason, ...(onBehalfOf && { onBehalfOf }) };
    return await this.write(task, sitting, cast, 'BALLOT_CAST');
  }

  private async recuse({ reason, taskId, proof: { actor } }: TaskRecusal): Promise<SittingState> {
    const { task, sitting } = this.find(taskId);
    sitting.take({ kind: 'RECUSE', userId: actor.userId, atMs: sitting.atMs() });
    this.tasks.recuse([actor.userId]);
    return await this.write(task, sitting, { by: actor.userId, ballot: 'RECUSE', reason }, 'PERSON_RECUSED');
  }

  /** @returns where the sitting stands once the act is on file */
  private async write(
    { taskId, round }: Task,
    sitting: HeldSitting,
    vote: Omit<CastVote, 'taskId' | 'round'>,
    action: 'BALLOT_CAST' | 'PERSON_RECUSED',
  ): Promise<SittingState> {
    const state = sitting.state();
    this.time.touchMs();
    const recorded = await this.record.write(`vote/${taskId}`, {
      vote: { taskId, round, ...vote },
      audit: { actorId: vote.by, action, outcome: vote.ballot, detail: { taskId } },
    });
    sitting.deactivate(recorded?.inactive ?? []);
    return state;
  }

  private find(taskId: TaskId): { readonly task: Task; readonly sitting: HeldSitting } {
    const task = this.tasks.find(taskId);
    const { sitting } = task;
    if (sitting === null) throw refusalFailure({ code: 'NOT_VOTED_ON' });
    return { task, sitting };
  }
}
