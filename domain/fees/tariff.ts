import { addDays, type IsoDate } from '../calendar/isoDate';
import { accept, type Result, refuse } from '../result';

/** A version of a price list, as one customer was told of it. */
export interface TariffVersion {
  readonly version: string;
  readonly effectiveFrom: IsoDate;
  /** The day on which the customer was sent notice of it; null: never. */
  readonly noticeOn: IsoDate | null;
  /** Nothing in it is dearer for this customer: it needs neither notice nor consent. */
  readonly favourable?: boolean | undefined;
}

/** What a customer said to a version; one may change one's mind until the deadline. */
export interface TariffAnswer {
  readonly version: string;
  readonly on: IsoDate;
  readonly answer: 'CONSENT' | 'REFUSE';
}

export const TARIFF_STATUSES = [
  'APPLIES',
  /** All is well, or consent may still come. */
  'NOT_YET',
  'NOT_NOTIFIED',
  'NO_CONSENT',
  'REFUSED',
  'CONSENT_TOO_LATE',
] as const;
export type TariffStatus = (typeof TARIFF_STATUSES)[number];

/** How a later version stands with a customer. */
export interface TariffStanding {
  readonly version: string;
  readonly status: TariffStatus;
  /** From when it counts for this customer, if it does; null without notice. */
  readonly appliesFrom: IsoDate | null;
}

/** What a customer has signed and said. */
export interface TariffCase {
  readonly versions: readonly TariffVersion[];
  readonly answers: readonly TariffAnswer[];
  readonly signedOn: IsoDate;
}

/**
 * Which version of a price list counts for a customer on a day. They agreed to the one in force when they signed; a
 * later one counts only after notice and with consent by its deadline, else the old one stands. Each is judged by
 * itself: whoever refused the second and agreed to the third goes from the first to the third. House design.
 * @param on what comes after it is not known yet
 * @param noticeDays how long before it counts a notice must be sent
 */
export function tariffOn(
  { versions, answers, signedOn }: TariffCase,
  on: IsoDate,
  noticeDays: number,
): Result<{ readonly applies: string; readonly versions: readonly TariffStanding[] }, 'NO_TARIFF'> {
  const inOrder = versions.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const signed = inOrder.findLast(({ effectiveFrom }) => effectiveFrom <= signedOn);
  if (signed === undefined) return refuse('NO_TARIFF', 'signedOn', { date: signedOn });
  const known = inOrder
    .filter(({ effectiveFrom }) => effectiveFrom > signed.effectiveFrom)
    .map((version) => ({ ...version, noticeOn: knownOn(version.noticeOn, on) }))
    .filter(({ effectiveFrom, noticeOn }) => effectiveFrom <= on || noticeOn !== null);
  const heard = answers.filter((answer) => answer.on <= on);
  const standings = known.map((version) => standingOf(version, heard, on, noticeDays));
  const applies = standings.findLast(({ status }) => status === 'APPLIES')?.version ?? signed.version;
  return accept({ applies, versions: standings });
}

function knownOn(noticeOn: IsoDate | null, on: IsoDate): IsoDate | null {
  return noticeOn !== null && noticeOn <= on ? noticeOn : null;
}

function standingOf(
  { version, effectiveFrom, noticeOn, favourable = false }: TariffVersion,
  answers: readonly TariffAnswer[],
  on: IsoDate,
  noticeDays: number,
): TariffStanding {
  if (favourable) {
    return { version, status: on < effectiveFrom ? 'NOT_YET' : 'APPLIES', appliesFrom: effectiveFrom };
  }
  if (noticeOn === null) return { version, status: 'NOT_NOTIFIED', appliesFrom: null };
  const earliest = addDays(noticeOn, noticeDays);
  const appliesFrom = earliest > effectiveFrom ? earliest : effectiveFrom;
  if (on < appliesFrom) return { version, status: 'NOT_YET', appliesFrom };
  const own = answers.filter((answer) => answer.version === version && answer.on >= noticeOn);
  return { version, status: answered(own, appliesFrom), appliesFrom };
}

/** What the answers come to once the deadline is over: it was the day before the version counts. */
function answered(answers: readonly TariffAnswer[], appliesFrom: IsoDate): TariffStatus {
  const inTime = answers.filter((answer) => answer.on < appliesFrom);
  const last = inTime.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).at(-1);
  if (last !== undefined) return last.answer === 'CONSENT' ? 'APPLIES' : 'REFUSED';
  return answers.some(({ answer }) => answer === 'CONSENT') ? 'CONSENT_TOO_LATE' : 'NO_CONSENT';
}
