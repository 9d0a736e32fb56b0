import type { TimeInput } from '../../../contracts/workflows';
import { BusinessTime as TodaysTime } from '../../../workflows/shared/businessTime';
import { timesAsLong } from './otherDeadlines';

export { isoInstant } from '../../../workflows/shared/businessTime';

/** Stands in for the time of today's program: it waits 3 times as long for people. */
export class BusinessTime extends TodaysTime {
  constructor(input: TimeInput, livedToMs?: number) {
    super({ ...input, rules: timesAsLong(3, input.rules) }, livedToMs);
  }
}
