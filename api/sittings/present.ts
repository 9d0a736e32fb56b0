import { type Locale, textOf } from '../../contracts/texts/texts';
import {
  type Sitting,
  type SittingEvent,
  type SittingState,
  sittingAt,
} from '../../domain/approval/committee';
import { dateAndTime } from '../../domain/calendar/clock';
import type { CastRow, SeatRow, SittingRow } from '../../gateways/database/sittings';
import type { AnswerOf } from '../kernel/routing/call';

/**
 * Where a sitting stands: by the same fold as in its process, unless it is over and its process has said.
 * @param nowMs business instant
 */
export function stateOf(row: SittingRow, nowMs: number): SittingState {
  const deadlineMs = Date.parse(row.closesAt);
  // Its process says when the time is up: it gives people their real minutes.
  const atMs = row.isOver ? deadlineMs + 1 : Math.min(nowMs, deadlineMs);
  return sittingAt(sittingOf(row), eventsOf(row), atMs);
}

function sittingOf(row: SittingRow): Sitting {
  return {
    chairId: row.chairId,
    memberIds: row.memberIds,
    recusedUserIds: [],
    connectedUserIds: row.connectedIds,
    makerIds: row.makerIds,
    deadlineMs: Date.parse(row.closesAt),
    rule: {
      quorum: row.quorum,
      majorityNumerator: row.majorityNumerator,
      majorityDenominator: row.majorityDenominator,
    },
  };
}

function eventsOf({ casts }: SittingRow): SittingEvent[] {
  return casts.map(({ ballot, userId, deputy }) => {
    if (ballot === 'RECUSE') return { kind: 'RECUSE', userId, atMs: 0 };
    return { kind: 'VOTE', userId, ...(deputy !== null && { deputyId: deputy.id }), ballot, atMs: 0 };
  });
}

/** A committee on a case with its minutes. */
export function presentSitting(row: SittingRow, state: SittingState, locale: Locale): AnswerOf<'getSitting'> {
  const { taskId, caseType, caseId, caseTitle, openedAt, closesAt, quorum } = row;
  const majority = `${row.majorityNumerator}/${row.majorityDenominator}`;
  return {
    ...{ taskId, caseType, caseId, caseTitle, openedAt, deadline: closesAt, quorum, majority, ...state },
    seats: row.seats.map((seat) => ({
      person: seat,
      isChair: seat.id === row.chairId,
      conflict: conflictOf(row, seat),
      cast: castOf(row, seat),
    })),
    minutes: minutesOf(row, state, locale),
  };
}

function conflictOf({ connectedIds, makerIds }: SittingRow, { id }: SeatRow) {
  if (connectedIds.includes(id)) return 'CONNECTED';
  return makerIds.includes(id) ? 'MAKER' : null;
}

function castOf({ casts }: SittingRow, { id }: SeatRow): Omit<CastRow, 'userId'> | null {
  const cast = casts.findLast((each) => each.userId === id);
  if (cast === undefined) return null;
  const { userId: _seat, ...said } = cast;
  return said;
}

/** The record of a sitting as people read it: who was called, who said what, what came of it. */
function minutesOf(row: SittingRow, state: SittingState, locale: Locale): string {
  const { openedAt, quorum, caseTitle, seats, majorityNumerator, majorityDenominator } = row;
  const { yes, no, abstain, outcome } = state;
  const head = textOf(locale, 'minutes', 'HEAD', {
    title: caseTitle,
    openedAt: dateAndTime(Date.parse(openedAt)),
    seats: seats.length,
    ...{ quorum, majority: `${majorityNumerator}/${majorityDenominator}` },
  });
  const words = seats.map((seat) => lineOf(row, seat, locale));
  const end = textOf(locale, 'minutes', row.isOver ? 'RESULT' : 'SO_FAR', {
    ...{ yes, no, abstain, present: yes + no + abstain },
    outcome: textOf(locale, 'minutes', outcome),
  });
  return [head, ...words, end].join('\n');
}

function lineOf(row: SittingRow, seat: SeatRow, locale: Locale): string {
  const isChair = seat.id === row.chairId;
  const name = isChair ? textOf(locale, 'minutes', 'CHAIR', { name: seat.name }) : seat.name;
  return textOf(locale, 'minutes', 'SEAT', { name, said: saidBy(row, seat, locale) });
}

function saidBy(row: SittingRow, seat: SeatRow, locale: Locale): string {
  const conflict = conflictOf(row, seat);
  if (conflict !== null) return textOf(locale, 'minutes', conflict);
  const cast = castOf(row, seat);
  if (cast === null) return textOf(locale, 'minutes', 'ABSENT');
  const said = textOf(locale, 'minutes', cast.ballot);
  const { deputy } = cast;
  const word = deputy === null ? said : textOf(locale, 'minutes', 'BY_DEPUTY', { said, deputy: deputy.name });
  return cast.reason === '' ? word : `${word} (${cast.reason})`;
}
