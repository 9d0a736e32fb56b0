import fc from 'fast-check';
import { instantOf } from '../../domain/calendar/clock';
import { addDays, daysBetween, type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import type { Arrears } from '../../domain/overdue/arrears';
import type { Hold } from '../../domain/overdue/holds';
import { type Episode, type Look, lookAtLadder, nextLookOn } from '../../domain/overdue/ladder';
import { PARAMETERS_BEGIN, parametersAt } from '../../domain/parameters/parametersAt';

const { ladder } = parametersAt(PARAMETERS_BEGIN).overdue;
const FIRST = isoDate('2026-01-01');
const DAYS = 500;

/** From a day on the oldest unpaid instalment is one that was due so many days before it. */
interface Move {
  readonly onDay: number;
  readonly daysBefore: number;
}

interface Life {
  readonly moves: readonly Move[];
  readonly holds: readonly Hold[];
}

function arrearsOn({ moves }: Life, day: number): Arrears | null {
  const move = moves.filter(({ onDay }) => onDay <= day).at(-1);
  if (move === undefined) return null;
  const dueDate = addDays(FIRST, move.onDay - move.daysBefore);
  const daysPastDue = daysBetween(dueDate, addDays(FIRST, day));
  return daysPastDue < 1 ? null : { dueDate, collectionDate: dueDate, daysPastDue };
}

interface Found {
  readonly on: IsoDate;
  readonly reached: readonly number[];
  readonly due: Look['due'];
  readonly superseded: Look['superseded'];
}

/** Looks every day, or only on those that the rule names and those on which the anchor moves. */
function live(life: Life, isAwake: (day: number, next: IsoDate | null) => boolean): Found[] {
  let episode: Episode | null = null;
  let next: IsoDate | null = FIRST;
  const found: Found[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    const on = addDays(FIRST, day);
    if (!isAwake(day, next)) continue;
    const arrears = arrearsOn(life, day);
    const atMs = instantOf(on, '09:00');
    const sight = { atMs, arrears, holds: life.holds, contactFromMs: atMs, isDebiting: false };
    const look = lookAtLadder(episode, sight, ladder);
    if (look === null || arrears === null) {
      next = addDays(on, 1);
      continue;
    }
    episode = look.episode;
    const { due, superseded } = look;
    const reached = look.reached.map((rung) => rung.day);
    if (reached.length + due.length + superseded.length > 0) found.push({ on, reached, due, superseded });
    next = nextLookOn(episode, { arrears, holds: life.holds }, ladder, addDays(on, 1));
  }
  return found;
}

const lives = fc.record({
  moves: fc
    .array(
      fc.record({ onDay: fc.integer({ min: 0, max: 300 }), daysBefore: fc.integer({ min: 1, max: 120 }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    .map((moves) => moves.sort((left, right) => left.onDay - right.onDay)),
  holds: fc.array(
    fc.record({
      kind: fc.constantFrom('PROMISE', 'HARDSHIP', 'FREEZE'),
      from: fc.integer({ min: 0, max: 300 }).map((day) => addDays(FIRST, day)),
      until: fc.integer({ min: 300, max: 400 }).map((day) => addDays(FIRST, day)),
    }),
    { maxLength: 3 },
  ),
});

test('a process that sleeps until the day that the rule names does what one does that looks every day', () => {
  fc.assert(
    fc.property(lives, (life) => {
      const moveDays = life.moves.map(({ onDay }) => onDay);
      const daily = live(life, () => true);
      const asleep = live(
        life,
        (day, next) => moveDays.includes(day) || (next !== null && addDays(FIRST, day) >= next),
      );
      expect(asleep).toEqual(daily);
    }),
  );
});

test('whatever the anchor does, each rung is reached once and in order, and each action ends once', () => {
  fc.assert(
    fc.property(lives, (life) => {
      const found = live(life, () => true);
      const reached = found.flatMap((each) => each.reached);
      expect(reached).toEqual([...new Set(reached)].sort((left, right) => left - right));
      const ended = found.flatMap(({ due, superseded }) => [...due, ...superseded]);
      expect(new Set(ended.map(({ day, action }) => `${day}/${action}`)).size).toBe(ended.length);
    }),
  );
});
