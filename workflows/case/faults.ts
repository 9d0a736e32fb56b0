import { ApplicationFailure, condition } from '@temporalio/workflow';
import type { RefusalCode } from '../../contracts/refusals';
import type { TaskReason } from '../../contracts/tasks';
import { ACTIVITY_TEXTS, oneLine } from '../../contracts/texts/processTexts';
import type { Decided } from '../../contracts/workflows';
import type { TaskKind } from '../../domain/approval/tasks';
import { type ActivityName, faultOf, type StepFault } from '../shared/activities';
import { refusalFailure } from '../shared/refusals';
import type { OverBecause } from './tasks';

type FaultTask = Extract<TaskKind, 'RESOLVE_FAULT' | 'CONFIRM_GIVE_UP'>;

/** Asks a person; null when the case is over. */
type AskPerson = <Kind extends FaultTask>(
  kind: Kind,
  question: { readonly round: number; readonly reason: TaskReason; readonly overBecause: OverBecause },
) => Promise<Decided<Kind> | null>;

const GIVEN_UP: RefusalCode = 'GIVEN_UP';

/**
 * The steps of a case that no repetition cures. The case doesn't end by them: an admin is asked, and the step is done
 * again when they say so, under the keys that it had. What one admin gives up a second one confirms.
 */
export class Faults {
  private readonly steps: ActivityName[] = [];
  private rounds = 0;
  private isOver = false;

  /** @param changed is told when one begins or ends */
  constructor(
    private readonly ask: AskPerson,
    private readonly changed: () => void,
  ) {}

  /** The first of the steps that wait for their cure; null when none does. */
  get failedStep(): ActivityName | null {
    return this.steps[0] ?? null;
  }

  /**
   * Does a step until it is done.
   * @throws the refusal GIVEN_UP once two people have given it up
   */
  async untilDone<Value>(step: () => Promise<Value>): Promise<Value> {
    for (;;) {
      try {
        return await step();
      } catch (failure) {
        const fault = faultOf(failure);
        if (fault === null) throw failure;
        await this.untilCured(fault);
      }
    }
  }

  /** The case is over: nobody needs to cure any more what it no longer waits for. */
  async end(): Promise<void> {
    this.isOver = true;
    await condition(() => this.steps.length === 0);
  }

  private async untilCured(fault: StepFault): Promise<void> {
    this.steps.push(fault.step);
    try {
      if (!(await this.isTriedAgain(fault))) throw refusalFailure({ code: GIVEN_UP });
    } finally {
      this.steps.splice(this.steps.indexOf(fault.step), 1);
      this.changed();
    }
  }

  /** @returns false when it is given up, or the case is over */
  private async isTriedAgain({ step, why }: StepFault): Promise<boolean> {
    const named = { step: oneLine(ACTIVITY_TEXTS[step]), why };
    let reason: TaskReason = { code: 'STEP_FAILED', detail: named };
    for (;;) {
      this.rounds += 1;
      const asked = { round: this.rounds, overBecause: () => (this.isOver ? 'CASE_OVER' : null) };
      const said = await this.ask('RESOLVE_FAULT', { ...asked, reason });
      if (said?.decision !== 'GIVE_UP') return said !== null;
      const because = said.reason;
      const toConfirm = { ...named, because, fault: said.taskId };
      const second = await this.ask('CONFIRM_GIVE_UP', {
        ...asked,
        reason: { code: 'GIVE_UP_WANTED', detail: toConfirm },
      });
      if (second?.decision !== 'DISAGREE') return false;
      reason = { code: 'GIVE_UP_DISAGREED', detail: { ...named, because: second.reason } };
    }
  }
}

/** Does work; once a step of it is given up, the other in its place, as often as it takes. */
export async function unlessGivenUp<Value>(
  work: () => Promise<Value>,
  instead: () => Promise<Value>,
): Promise<Value> {
  for (let next = work; ; next = instead) {
    try {
      return await next();
    } catch (failure) {
      if (!isGivenUp(failure)) throw failure;
    }
  }
}

/** Whether two people gave a step up. */
export function isGivenUp(failure: unknown): boolean {
  return failure instanceof ApplicationFailure && failure.type === GIVEN_UP;
}
