import { type ReplayError, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { RecordedHistory } from '../../workflow/support/histories';
import { dataConverter } from '../../workflow/support/trust';

/** What histories met when they were replayed, by their names. */
export class Replayed {
  private constructor(private readonly met: ReadonlyMap<string, ReplayError | undefined>) {}

  /** Replays one after the other by one worker: one for each costs ten times the history. */
  static async under(
    workflowBundle: WorkflowBundleOption,
    histories: readonly RecordedHistory[],
  ): Promise<Replayed> {
    const met = new Map<string, ReplayError | undefined>();
    const results = Worker.runReplayHistories({ workflowBundle, dataConverter }, histories);
    // They come in the order of the histories.
    for (const { name } of histories) {
      const { done, value } = await results.next();
      if (done === true) throw new Error(`${name} was not replayed`);
      met.set(name, value.error);
    }
    await results.return?.();
    return new Replayed(met);
  }

  /** @throws what a history met; one that was not replayed is a fault */
  expectGoesOn(name: string): void {
    if (!this.met.has(name)) throw new Error(`${name} was not replayed`);
    const error = this.met.get(name);
    if (error !== undefined) throw error;
  }
}
