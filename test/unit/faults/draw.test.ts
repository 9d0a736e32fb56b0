import { behaviourOf, GRID } from '../../../dev/faults/bankFaults';
import { chanceOf } from '../../../dev/faults/chance';
import { drawFaults } from '../../../dev/faults/draw';
import { BEFORE_PAYOUT_MS, drawLives, msOfFaults, msOfMonths } from '../../../dev/faults/lifePlan';
import { planSchema } from '../../../sandbox/bank/schemas';

describe('what a seed brings', () => {
  it('is the same every time, and another for another seed', () => {
    const drawn = (seed: number) => {
      const chance = chanceOf(seed);
      return { lives: drawLives(chance, 30, 175_000), faults: drawFaults(chance, 60, false) };
    };
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
  });

  it('has every kind of fault in it before long, and the queue only where it is a part of its own', () => {
    const kindsOf = (hasQueue: boolean) =>
      drawFaults(chanceOf(1), 600, hasQueue).map((fault) =>
        'part' in fault ? `${fault.kind} ${fault.part}` : fault.kind,
      );
    expect(new Set(kindsOf(true))).toContain('KILL queue');
    expect(kindsOf(false).filter((kind) => kind.endsWith('queue'))).toEqual([]);
    for (const kind of [
      'BANK',
      'POWER',
      'SEVER',
      'CUT',
      'HOLIDAY',
      'BROKEN_FILE',
      'KILL postgres',
      'FREEZE worker',
    ]) {
      expect(kindsOf(false)).toContain(kind);
    }
  });
});

describe('the faults of a wave', () => {
  const spanOf = (speed: number) => msOfFaults(drawLives(chanceOf(1), 50, speed), speed);

  it('come within the months of its loans', () => {
    expect(spanOf(175_000)).toBe(BEFORE_PAYOUT_MS + msOfMonths(6, 175_000));
  });

  it.each([1_000, 20_000, 175_000])('come within a quarter of an hour at %d', (speed) => {
    expect(spanOf(speed)).toBeLessThan(900_000);
  });
});

describe('the grid of the bank', () => {
  const cells = GRID.delaySeconds.flatMap((delaySeconds) =>
    GRID.booked.flatMap((booked) =>
      GRID.answer.flatMap((answer) =>
        GRID.notice.map((notice) => ({ delaySeconds, booked, answer, notice, daysLater: 1 as const })),
      ),
    ),
  );

  it('is understood by the sandbox, cell by cell', () => {
    const chance = chanceOf(3);
    for (const cell of cells) {
      const plan = { behaviours: [behaviourOf(cell, chance)] };
      expect({ cell, parsed: planSchema.safeParse(plan).success }).toEqual({ cell, parsed: true });
    }
  });

  it('moves money in the cells that say so, and in no other', () => {
    const chance = chanceOf(3);
    const movesNothing = ({ kind, booked }: { kind: string; booked?: unknown }) =>
      kind === 'NOT_REACHED' || kind === 'DECLINE' || (kind === 'HTTP_500' && booked === false);
    for (const cell of cells) {
      const isStill = cell.booked === 'NEVER' || cell.answer === 'DECLINE';
      expect({ cell, isStill: movesNothing(behaviourOf(cell, chance)) }).toEqual({ cell, isStill });
    }
  });
});
