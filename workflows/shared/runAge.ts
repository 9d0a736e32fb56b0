import { workflowInfo } from '@temporalio/workflow';
import { businessDate, instantOf } from '../../domain/calendar/clock';
import { addDays } from '../../domain/calendar/isoDate';

// It shapes the course of a run: a change of it needs `patched`, unlike a change of a deadline.
const DAYS_A_RUN = 90;

/** How long one run of a process of years has been: its history stays short, and programs change under it. */
export class RunAge {
  /** Business instant from which it is long enough, epoch milliseconds. */
  readonly longFromMs: number;
  private readonly begunBy = programNow();

  /** @param begunAtMs business instant at which the run begins, epoch milliseconds */
  constructor(begunAtMs: number) {
    this.longFromMs = instantOf(addDays(businessDate(begunAtMs), DAYS_A_RUN));
  }

  /** A quarter has gone by, the history is long, or another program carries the run by now. */
  isLong(nowMs: number): boolean {
    const { continueAsNewSuggested } = workflowInfo();
    return nowMs >= this.longFromMs || continueAsNewSuggested || programNow() !== this.begunBy;
  }
}

/** The build of the worker that carries the present task out, as the history knows it. */
function programNow(): string | undefined {
  return workflowInfo().currentDeploymentVersion?.buildId;
}
