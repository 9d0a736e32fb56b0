import { sleep } from '@temporalio/workflow';
import type { CaseChange, Recorded } from '../../contracts/activities';
import type { AllActivities } from '../../contracts/activityOptions';
import type { TaskClosed } from '../../contracts/tasks';
import { activities, faultOf } from '../shared/activities';
import { type BusinessTime, isoInstant } from '../shared/businessTime';
import { Ordinals, stableId } from '../shared/stableId';

/** What a case is about. */
export type CaseHeader = Pick<CaseChange, 'caseType' | 'caseId' | 'institutionId' | 'enterpriseId'>;

/** What is written of one step, without what all steps of the case have in common. */
export type RecordEntry = Omit<CaseChange, keyof CaseHeader | 'changeKey' | 'at'>;

/** Writes a step together with facts of its own, by one of the activities. */
export type OwnWrite = (change: CaseChange, by: AllActivities) => Promise<unknown>;

/** What could not be written is written again after so long, real milliseconds. */
const WRITE_AGAIN_MS = 60_000;

/**
 * What the database holds of a case: one transaction for each step, in the order in which they were taken.
 *
 * A step of the platform is written by a local activity, before Temporal has kept its task: should that task be
 * lost, it is executed again and writes the same under the same names. What people are to decide, and what
 * follows from their acts, is written by an ordinary activity: it is in the history before anybody sees it. Else
 * people would decide what the process doesn't know yet, or a lost act would stand in the database for ever.
 */
export class CaseRecord {
  private hasPersonActed = false;
  private pending = 0;
  private last: Promise<unknown> = Promise.resolve();
  private readonly names = new Ordinals();

  constructor(
    private readonly header: CaseHeader,
    private readonly time: BusinessTime,
  ) {}

  /** Whether everything so far is in the database. */
  get isWritten(): boolean {
    return this.pending === 0;
  }

  /** A person did something: what is written next follows from it, and waits until Temporal has kept the act. */
  personActed(): void {
    this.hasPersonActed = true;
  }

  /**
   * @param name says what the step is, for its key
   * @returns what the database knows and the process may not; null unless the step is about open tasks
   */
  async write(name: string, entry: RecordEntry, own?: OwnWrite): Promise<Recorded | null> {
    const change = this.changeOf(name, entry);
    const isHuman = this.hasPersonActed || isAboutPeople(change);
    this.hasPersonActed = false;
    this.pending += 1;
    try {
      return await this.inTurn(async () => {
        if (own === undefined) return await carryOut(change, isHuman);
        await own(change, activities);
        return null;
      });
    } finally {
      this.pending -= 1;
    }
  }

  private changeOf(name: string, entry: RecordEntry): CaseChange {
    const nth = this.names.next(`${name}/${entry.audit.actorId}`);
    return {
      ...this.header,
      changeKey: `${name}/${stableId(`change/${nth}`)}`,
      at: isoInstant(this.time.nowMs()),
      ...entry,
    };
  }

  /** A step that failed for good is its own caller's: those after it are written all the same. */
  private inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }
}

/** Nobody can be asked about a fault before this is written: it is tried again for ever. */
async function carryOut(change: CaseChange, isHuman: boolean): Promise<Recorded | null> {
  for (;;) {
    try {
      return await (isHuman ? activities.recordHumanStep(change) : activities.recordChange(change));
    } catch (failure) {
      if (faultOf(failure) === null) throw failure;
    }
    await sleep(WRITE_AGAIN_MS, {
      summary: '登记失败，稍后再试 · It could not be written: tried again later',
    });
  }
}

/** Shows people what to decide, or says what one of them decided. */
function isAboutPeople({ open, recheck, vote, close = [] }: CaseChange): boolean {
  const isShown = open !== undefined || recheck !== undefined;
  return isShown || vote !== undefined || close.some(({ decided }) => decided !== undefined);
}

/** What decisions add to the step that follows from them. */
export function endedBy(
  close: readonly TaskClosed[],
  { audit }: RecordEntry,
): Partial<Pick<RecordEntry, 'close' | 'audit'>> {
  const [first] = close;
  return first === undefined ? {} : { close, audit: { ...audit, actorId: first.by } };
}
