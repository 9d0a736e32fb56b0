import { condition } from '@temporalio/workflow';
import type { TimeInput } from '../../../contracts/workflows';
import { realMsUntil } from '../../../domain/calendar/clock';
import { BusinessTime as TodaysTime, type Wait } from '../../../workflows/shared/businessTime';
import { timesAsLong } from './otherDeadlines';

export { isoInstant } from '../../../workflows/shared/businessTime';

/** A program with longer deadlines that looks again how long to wait when its timer has fired: what must not be. */
export class BusinessTime extends TodaysTime {
  constructor(input: TimeInput, livedToMs?: number) {
    super({ ...input, rules: timesAsLong(3, input.rules) }, livedToMs);
  }

  override async wait(untilMs: number, { summary, until = () => false }: Wait): Promise<'DUE' | 'WOKEN'> {
    while (!until()) {
      const realMs = realMsUntil(this.input().clock, untilMs, Date.now());
      if (realMs <= 0) {
        this.liveTo(untilMs);
        return 'DUE';
      }
      await condition(until, realMs, { summary });
    }
    return 'WOKEN';
  }
}
