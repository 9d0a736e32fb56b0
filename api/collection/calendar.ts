import type { ContactWay } from '../../contracts/collection';
import type { Answer, collectionView } from '../../contracts/http';
import { type TextKey, textOf } from '../../contracts/texts/texts';
import type { BusinessCalendar } from '../../domain/calendar/businessCalendar';
import { businessDate } from '../../domain/calendar/clock';
import { addDays, type IsoDate } from '../../domain/calendar/isoDate';
import { leftAfterHeldFen, sightOf } from '../../domain/loan/heldMoney';
import { asOwed, overdueFenOf, unpaidOf } from '../../domain/loan/owed';
import type { InstalmentState } from '../../domain/loan/state';
import { isInteractive } from '../../domain/overdue/actionClasses';
import { type Arrears, arrearsOn } from '../../domain/overdue/arrears';
import { isHeld } from '../../domain/overdue/holds';
import { judgePromise, leastPromiseFen, promiseHold } from '../../domain/overdue/promises';
import type { LadderAction, LadderStep } from '../../domain/parameters/collection';
import { parametersAt } from '../../domain/parameters/parametersAt';
import type { CollectionStory } from '../../gateways/database/collectionViews';
import type { LoanRecord, LoanRow } from '../../gateways/database/loans';
import { presentContact, presentHold, presentPromise } from './present';

/** What the borrower is told of: what reaches it, and what changes what it may do or owes. */
const TOLD: readonly TextKey<'toldSteps'>[] = [
  'REMIND',
  'NOTIFY_OVERDUE',
  'CALL_BY_SERVICE',
  'CALL_BY_COLLECTOR',
  'SEND_COLLECTION_LETTER',
  'VISIT_OR_INTERVIEW',
  'STOP_LIMIT_INCREASE',
  'FREEZE_LIMIT',
  'DECLARE_ACCELERATION',
  'SEND_LAWYER_LETTER',
  'LITIGATE',
  'START_PENALTY',
  'AUTO_DEBIT',
];

type Calendar = Answer<typeof collectionView>;
type Entry = Calendar['next'][number];

/** Of a rung that the ladder of today has no more. */
const NO_TEXT = { zh: '', en: '' };

interface Known {
  readonly loan: LoanRow;
  readonly record: LoanRecord;
  readonly calendar: BusinessCalendar;
  readonly story: CollectionStory;
  readonly nowMs: number;
  readonly callsOfDay: number;
  readonly isStaff: boolean;
}

/** One calendar for whoever collects and for whoever owes: what happened, and what comes if nothing is paid. */
export function presentCalendar(known: Known): Calendar {
  const { loan, record, calendar, story, nowMs, callsOfDay, isStaff } = known;
  const today = businessDate(nowMs);
  const { ladder, contactLimits, holdDays } = parametersAt(today).overdue;
  const { latest } = sightOf(record, today, calendar);
  const unpaid = unpaidOf(asOwed(latest));
  // What was written off is claimed without rungs, debits or reminders.
  const climbs = latest.status !== 'WRITTEN_OFF';
  const arrears = arrearsOf(unpaid, today);
  const last = story.episodes.at(-1);
  const episode = last === undefined || last.curedAt !== null ? null : last;
  const seen = (actions: readonly LadderAction[]) => actions.filter((action) => isStaff || isTold(action));
  const entry = (rung: LadderStep, on: IsoDate, instalment: number | null): Entry => ({
    ...{ on, day: rung.day, instalment, ...(isStaff && { stage: rung.stage ?? null }) },
    ...{ text: isStaff ? rung.text : toldText(rung.actions), actions: seen(rung.actions) },
  });
  const isShown = ({ actions }: Pick<Entry, 'actions'>): boolean => isStaff || actions.length > 0;
  const rungOf = (day: number) => ladder.find((rung) => rung.day === day);
  const endedOf = (number: number, day: number, outcome: 'DONE' | 'NOT_APPLICABLE') =>
    story.actions.filter((end) => end.episode === number && end.day === day && end.outcome === outcome);
  // People were asked to call or visit: it is done once somebody did, before the next such rung was reached.
  const wasMade = (number: number, day: number, reachedOn: IsoDate, action: LadderAction): boolean => {
    const channel = channelOf(action);
    const next = story.rungs.find(
      (rung) =>
        rung.episode === number &&
        rung.day > day &&
        rungOf(rung.day)?.actions.some((other) => channelOf(other) === channel),
    );
    return story.contacts.some((contact) => {
      const on = businessDate(Date.parse(contact.at));
      const isInTime = on >= reachedOn && (next === undefined || on < next.reachedOn);
      return contact.episode === number && contact.channel === channel && isInTime;
    });
  };
  const doneOf = (number: number, day: number, reachedOn: IsoDate) =>
    endedOf(number, day, 'DONE')
      .map(({ action }) => action)
      .filter((action) => channelOf(action) === null || wasMade(number, day, reachedOn, action));
  const reached = story.rungs.filter((rung) => rung.episode === episode?.number).map(({ day }) => day);
  const ahead =
    arrears === null || !climbs ? [] : ladder.filter(({ day }) => day >= 1 && !reached.includes(day));
  const next = [
    ...(arrears === null
      ? []
      : ahead.map((rung) => entry(rung, laterOf(today, addDays(arrears.dueDate, rung.day)), null))),
    ...beforeDue(climbs ? unpaid : [], latest.suspenseFen, ladder, today).map(({ rung, on, number }) =>
      entry(rung, on, number),
    ),
  ];
  const overdueFen = overdueFenOf(unpaid, today);
  return {
    ...{
      loanId: loan.id,
      enterpriseId: loan.enterpriseId,
      enterpriseName: loan.enterprise.name,
      asOf: today,
    },
    ...{ episode: episode?.number ?? null, ...(isStaff && { stage: episode?.stage ?? null }) },
    ...{ daysPastDue: arrears?.daysPastDue ?? 0, anchorDate: arrears?.dueDate ?? null },
    overdueFen,
    episodes: story.episodes.map(({ number, openedOn, curedAt, stage }) => ({
      number,
      openedOn,
      curedAt,
      ...(isStaff && { stage }),
    })),
    past: story.rungs
      .map(({ episode: number, day, reachedOn, stage }) => {
        const rung = rungOf(day) ?? { day, actions: [], channels: [], text: NO_TEXT };
        const done = doneOf(number, day, reachedOn);
        // The borrower knows who called, and reads of no call that nobody made.
        const actions = rung.actions.filter(
          (action) => isStaff || !isInteractive(action) || done.includes(action),
        );
        return {
          ...entry({ ...rung, actions }, reachedOn, null),
          ...{ episode: number, ...(isStaff && { stage }) },
          done: seen(done),
          // Work of the house is none of the borrower's.
          notApplicable: endedOf(number, day, 'NOT_APPLICABLE').flatMap(({ action, why }) =>
            isStaff && why !== null ? [{ action, why }] : [],
          ),
        };
      })
      .filter(isShown),
    next: next
      .filter(isShown)
      .sort((left, right) => (left.on < right.on ? -1 : left.on > right.on ? 1 : left.day - right.day)),
    promises: story.promises.map((promise) => presentPromise(promise, isStaff)),
    holds: story.holds
      .filter(({ kind }) => isStaff || kind === 'HARDSHIP')
      .map((hold) => presentHold(hold, isStaff)),
    contacts: isStaff ? story.contacts.map(presentContact) : [],
    ...promising(story, {
      ...{ madeAtMs: nowMs, isOverdue: episode !== null && arrears !== null },
      // What was written off is claimed in whole: any part of it is welcome.
      overdueFen: climbs ? overdueFen : 0,
    }),
    holdDays,
    isContactHeld: isHeld('CONTACT', holdsOf(story, today), today),
    ...(isStaff && { awaitsDebit: episode?.awaitsDebit ?? false }),
    callsLeftToday: Math.max(0, contactLimits.maximumCallsPerDebtorPerDay - callsOfDay),
  };
}

/** The instalments of which the borrower owes something, by all that is booked. */
export function unpaidToday(
  record: LoanRecord,
  today: IsoDate,
  calendar: BusinessCalendar,
): readonly InstalmentState[] {
  return unpaidOf(asOwed(sightOf(record, today, calendar).latest));
}

/** What is past due of instalments of which something is unpaid. */
export function arrearsOf(unpaid: readonly InstalmentState[], today: IsoDate): Arrears | null {
  return arrearsOn(
    unpaid.map((instalment) => ({ ...instalment, isUnpaid: true })),
    today,
  );
}

/** How people talk to the debtor for a step of the ladder; null where nobody does. */
function channelOf(action: LadderAction): ContactWay | null {
  if (!isInteractive(action)) return null;
  return action === 'VISIT_OR_INTERVIEW' ? 'VISIT' : 'PHONE';
}

/** Whether a promise is taken now, and what one may be. */
function promising(
  { episodes, promises }: CollectionStory,
  of: { readonly madeAtMs: number; readonly isOverdue: boolean; readonly overdueFen: number },
): Pick<Calendar, 'mayPromise' | 'promiseDays' | 'leastPromiseFen'> {
  const { madeAtMs, overdueFen } = of;
  const today = businessDate(madeAtMs);
  const limits = parametersAt(today).overdue.promises;
  const last = episodes.at(-1)?.number;
  const judged = judgePromise(
    { madeAtMs, byDate: today, amountFen: overdueFen },
    {
      ...of,
      hasOpenPromise: promises.some(({ status }) => status === 'OPEN'),
      broken: promises.filter(({ status, episode }) => status === 'BROKEN' && episode === last).length,
    },
    limits,
  );
  return {
    mayPromise: judged.ok ? null : judged.refusal.code,
    promiseDays: limits.days,
    leastPromiseFen: leastPromiseFen(overdueFen, limits),
  };
}

/** The borrower's words for a step: those of the house name work that is none of the borrower's. */
function toldText(actions: readonly LadderAction[]): Entry['text'] {
  const told = TOLD.filter((action) => actions.includes(action));
  return {
    zh: told.map((action) => textOf('zh-CN', 'toldSteps', action)).join('；'),
    en: told.map((action) => textOf('en', 'toldSteps', action)).join('. '),
  };
}

const isTold = (action: LadderAction): boolean => TOLD.some((told) => told === action);

function holdsOf({ holds, promises }: CollectionStory, today: IsoDate) {
  const granted = holds.filter(({ status }) => status === 'GRANTED');
  const open = promises.filter(({ status }) => status === 'OPEN');
  return [
    ...granted.map(({ kind, fromDate, untilDate }) => ({ kind, from: fromDate, until: untilDate })),
    ...open.map(({ madeAt, byDate }) => promiseHold({ madeAtMs: Date.parse(madeAt), byDate }, today)),
  ];
}

/** Reminders and debits of the first instalment that is not due yet; none where what is held pays it. */
function beforeDue(
  unpaid: readonly InstalmentState[],
  heldFen: number,
  ladder: readonly LadderStep[],
  today: IsoDate,
) {
  const [next] = unpaid.filter(({ collectionDate }) => collectionDate >= today);
  if (next === undefined || leftAfterHeldFen(unpaid, heldFen, next.number) === 0) return [];
  return ladder
    .filter(({ day }) => day <= 0)
    .map((rung) => ({ rung, on: addDays(next.collectionDate, rung.day), number: next.number }))
    .filter(({ on }) => on >= today);
}

function laterOf(left: IsoDate, right: IsoDate): IsoDate {
  return left > right ? left : right;
}
