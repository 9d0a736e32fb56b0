import { lookOf } from '../../../activities/collection';
import type {
  CaseChange,
  CollectionFacts,
  OpenCollectionTask,
  RequestedHold,
} from '../../../contracts/activities';
import type { LoanId } from '../../../contracts/ids';
import { businessDate } from '../../../domain/calendar/clock';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { classOf } from '../../../domain/overdue/actionClasses';
import { mayDisturb } from '../../../domain/overdue/contacts';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import type { CollectionState } from '../../../gateways/database/collection';

/** What the database knows of a ladder beside what its process wrote. */
export class LadderWorld {
  readonly requested: RequestedHold[] = [];
  readonly holds: CollectionState['holds'][number][] = [];
  callsOfDay = 0;
  /** The last day whose file of the bank is matched; else each day's is in the morning after it. */
  filesThrough: IsoDate | null = null;
  /** Tasks that an earlier process has left. */
  takenUp: OpenCollectionTask[] = [];
  /** How many events there were when a promise was made. */
  private readonly promisedAfter = new Map<string, number>();

  /** Calls that others make between the next look and what it writes. */
  callsMeanwhile = 0;

  /** What the debtor's turn says of contact that a step makes, as `withheldContact` does. */
  withholds({ collection, at }: CaseChange) {
    const isContact = collection?.settled?.some(
      ({ action, outcome }) => outcome === 'DONE' && classOf(action) === 'CONTACT',
    );
    if (isContact !== true) return null;
    this.callsOfDay += this.callsMeanwhile;
    this.callsMeanwhile = 0;
    const atMs = Date.parse(at);
    const { contactLimits } = parametersAt(businessDate(atMs)).overdue;
    const judged = mayDisturb({ atMs, callsOfDay: this.callsOfDay }, contactLimits);
    return judged.ok ? null : judged.refusal.code;
  }

  /** Whether the last look said that something waits for the outcome of a debit. */
  awaitsDebit(changes: readonly CaseChange[]): boolean {
    const looks = changes.flatMap(({ collection }) => collection?.looked ?? []);
    return looks.at(-1)?.awaitsDebit ?? false;
  }

  note({ collection }: CaseChange, events: number): void {
    const id = collection?.promise?.id;
    if (id !== undefined && !this.promisedAfter.has(id)) this.promisedAfter.set(id, events);
  }

  lookAt(
    loanId: LoanId,
    loan: Parameters<typeof lookOf>[1],
    changes: readonly CaseChange[],
    { isDebiting, ...moment }: Parameters<typeof lookOf>[3] & Pick<CollectionState, 'isDebiting'>,
  ) {
    const today = businessDate(moment.atMs);
    const state = {
      ...ladderState(changes, loanId, this, this.promisedAfter),
      isDebiting,
      bankThrough: this.filesThrough ?? addDays(today, -1),
    };
    return lookOf(loanId, loan, state, moment, parametersAt(today).overdue);
  }
}

/** What stands of the ladder of a loan by all that its processes wrote, as `readCollectionState` reads it. */
function ladderState(
  changes: readonly CaseChange[],
  loanId: string,
  world: Pick<LadderWorld, 'requested' | 'holds' | 'callsOfDay'>,
  promisedAfter: ReadonlyMap<string, number>,
): Omit<CollectionState, 'bankThrough' | 'isDebiting'> {
  const facts = changes
    .filter(({ caseId }) => caseId === loanId)
    .flatMap(({ collection }) => collection ?? []);
  const looked = facts.filter((fact) => fact.looked !== undefined).at(-1);
  const ofEpisode = facts.filter(({ episode }) => episode === looked?.episode);
  const decided = facts.flatMap(({ hold }) => hold ?? []);
  const ended = facts.flatMap(({ promisesEnded = [] }) => promisesEnded);
  const granted = world.requested.filter(({ id }) =>
    decided.some((hold) => hold.id === id && hold.status === 'GRANTED'),
  );
  return {
    enterpriseId: 'enterprise',
    episode:
      looked?.looked === undefined
        ? null
        : {
            ...{ number: looked.episode, stage: looked.looked.stage, curedAt: looked.looked.curedAt },
            ...{ openedOn: isoDate(looked.looked.openedOn), lookedOn: isoDate(looked.looked.lookedOn) },
          },
    reached: ofEpisode.flatMap(({ reached = [] }) => reached.map(({ day }) => day)).sort((a, b) => a - b),
    settled: ofEpisode.flatMap(({ settled = [] }) => settled),
    promises: ofEpisode.flatMap(({ promise }) =>
      promise === undefined
        ? []
        : [
            {
              ...{ id: promise.id, madeAt: promise.madeAt, byDate: isoDate(promise.byDate) },
              amountFen: promise.amountFen as CollectionState['promises'][number]['amountFen'],
              afterSequence: promisedAfter.get(promise.id) ?? 0,
              status: ended.findLast(({ id }) => id === promise.id)?.status ?? 'OPEN',
            },
          ],
    ),
    holds: [
      ...world.holds,
      ...granted.map(({ kind, from, until }) => ({
        ...{ kind, fromDate: isoDate(from), untilDate: isoDate(until) },
      })),
    ],
    requested: world.requested.filter(({ id }) => !decided.some((hold) => hold.id === id)),
    letters: lettersOf(ofEpisode, changes),
    callsOfDay: world.callsOfDay,
  };
}

/** Papers of letters that were sent, of which nobody was asked to post them. */
function lettersOf(facts: readonly CollectionFacts[], changes: readonly CaseChange[]) {
  const told = changes.flatMap(({ open = [] }) => open.map(({ reason }) => reason.detail?.paper));
  return facts
    .flatMap(({ settled = [], episode }) =>
      settled
        .filter(({ action, outcome }) => action === 'SEND_COLLECTION_LETTER' && outcome === 'DONE')
        .map(({ day }) => ({ paperId: `letter/${episode}/${day}`, number: `CS${day}`, date: '2026-03-07' })),
    )
    .filter(({ paperId }) => !told.includes(paperId));
}
