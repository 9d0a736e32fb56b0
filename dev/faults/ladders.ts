import { OVERDUE_VERSIONS } from '../../domain/parameters/data/collection';
import type { ContactRow, PromiseRow, RungRow } from './books';
import { groupBy } from './groupBy';

/** By the standard itself, whatever our parameters say: GB/T 45251-2025. */
const NIGHT_FROM = '22:00';
const NIGHT_UNTIL = '08:00';
const MOST_CALLS_A_DAY = 3;

/** Days past due that have a rung, in their order. */
const RUNGS = (OVERDUE_VERSIONS.at(-1)?.value.ladder ?? []).map(({ day }) => day).filter((day) => day > 0);

/** Defaults whose rungs are not the lowest ones of the ladder, each once and one after the other. */
export function outOfOrder(rungs: readonly RungRow[]): string[] {
  const byEpisode = groupBy(rungs, ({ episode, loanId }) => `loan ${loanId}, default ${episode}`);
  return [...byEpisode].flatMap(([name, reached]) => {
    const days = reached.map(({ day }) => day);
    const isPrefix = days.every((day, index) => day === RUNGS[index]);
    const isForward = reached.every(
      ({ reachedOn }, index) => index === 0 || reachedOn >= (reached[index - 1]?.reachedOn ?? ''),
    );
    return isPrefix && isForward ? [] : [`${name}: ${days.join(', ')}`];
  });
}

/** Talk and letters by night, and calls beyond those of a day, over all loans of a debtor. */
export function disturbed(contacts: readonly ContactRow[]): string[] {
  const byNight = contacts
    .filter(({ at }) => timeIn(at) >= NIGHT_FROM || timeIn(at) < NIGHT_UNTIL)
    .map(({ at, loanId, what }) => `loan ${loanId}: ${what} at ${at}`);
  const calls = contacts.filter(({ what }) => what === 'PHONE');
  const byDay = groupBy(calls, ({ at, enterpriseId }) => `${enterpriseId} on ${dayIn(at)}`);
  const tooMany = [...byDay]
    .filter(([, made]) => made.length > MOST_CALLS_A_DAY)
    .map(([name, made]) => `${name}: ${made.length} calls`);
  return [...byNight, ...tooMany];
}

/** So long, in real time, somebody may still report a call who did not know of the promise: days of a fast clock. */
const AT_ONCE_MS = 2_000;

/** Talk and letters between the making of a promise and its end. */
export function escalated(contacts: readonly ContactRow[], promises: readonly PromiseRow[]): string[] {
  return promises.flatMap(({ endedAt, loanId, madeAt, writtenAt }) => {
    const knownMs = Date.parse(writtenAt) + AT_ONCE_MS;
    const [fromMs, untilMs] = [Date.parse(madeAt), endedAt === null ? Infinity : Date.parse(endedAt)];
    return contacts
      .filter((contact) => contact.loanId === loanId && Date.parse(contact.writtenAt) > knownMs)
      .filter(({ at }) => fromMs < Date.parse(at) && Date.parse(at) < untilMs)
      .map(({ at, what }) => `loan ${loanId}, promised ${madeAt}: ${what} at ${at}`);
  });
}

/** In Shanghai. */
function shanghai(at: string): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString();
}

const timeIn = (at: string): string => shanghai(at).slice(11, 16);
const dayIn = (at: string): string => shanghai(at).slice(0, 10);
