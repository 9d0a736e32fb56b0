import fc from 'fast-check';
import type { Delegation } from '../../domain/approval/delegation';
import { type Colleague, leastLoaded } from '../../domain/approval/leastLoaded';
import { type DecidableTask, type DecisionHistory, mayDecide } from '../../domain/approval/mayDecide';
import { isoDate } from '../../domain/calendar/isoDate';
import { fen } from '../../domain/money/fen';

const ON = isoDate('2026-03-05');
const PEOPLE = ['amy', 'bob', 'cat', 'dan'] as const;
const TASK: DecidableTask = {
  ...{ step: 'APPROVE', role: 'approver', institutionId: 'bank-a', status: 'OPEN' },
  ...{ claimedBy: null, amountFen: fen(1_000) },
};

const anyLoan: fc.Arbitrary<Delegation> = fc
  .record({
    principalId: fc.constantFrom(...PEOPLE),
    deputyId: fc.constantFrom(...PEOPLE),
    until: fc.constantFrom(isoDate('2026-03-04'), isoDate('2026-03-09')),
    maximumFen: fc.constantFrom(fen(500), fen(1_000)),
    revokedOn: fc.constantFrom(null, ON),
  })
  .map((lent) => ({ ...lent, roles: ['approver'], from: isoDate('2026-03-01') }));

const anyOffice = fc.record({
  lent: fc.array(anyLoan, { maxLength: 4 }),
  people: fc.tuple(
    ...PEOPLE.map((userId) =>
      fc.record({
        userId: fc.constant(userId),
        roles: fc.constantFrom(
          ['approver'] as const,
          ['reviewer'] as const,
          ['approver', 'finance'] as const,
        ),
        institutionId: fc.constantFrom('bank-a', 'bank-a', 'bank-b'),
        isAway: fc.boolean(),
        held: fc.nat({ max: 3 }),
      }),
    ),
  ),
  history: fc.record({
    acts: fc.array(
      fc.record({ step: fc.constantFrom('APPLY', 'REVIEW', 'APPROVE'), userId: fc.constantFrom(...PEOPLE) }),
      { maxLength: 3 },
    ),
    recusedUserIds: fc.subarray([...PEOPLE], { maxLength: 2 }),
  }),
});

/** A random office: who is there, what each lent whom, and what was done on the case before. */
const everyOffice = (
  holds: (people: readonly Colleague[], history: DecisionHistory, chosen: Colleague | null) => void,
) =>
  fc.assert(
    fc.property(anyOffice, ({ lent, people, history }) => {
      const colleagues = people.map((person) => ({
        ...person,
        delegations: lent.filter(({ deputyId }) => deputyId === person.userId),
      }));
      holds(colleagues, history, leastLoaded(TASK, colleagues, history, ON));
    }),
    { numRuns: 2_000 },
  );

const standing = (person: Colleague, history: DecisionHistory) => mayDecide(TASK, person, history, ON);

describe('a task that is given by itself', () => {
  it('goes to nobody whom the rule of deciding bars, or who is away', () => {
    everyOffice((_, history, chosen) => {
      if (chosen === null) return;
      expect(standing(chosen, history).ok).toBe(true);
      expect(chosen.isAway).toBe(false);
    });
  });

  it('goes to a deputy only while the principal is away', () => {
    everyOffice((people, history, chosen) => {
      const verdict = chosen && standing(chosen, history);
      const principal = verdict?.ok ? verdict.value.onBehalfOf : null;
      if (principal === null) return;
      expect(people.find(({ userId }) => userId === principal)?.isAway).toBe(true);
    });
  });

  it('goes to nobody who has more than another one who is there and may by an own role', () => {
    everyOffice((people, history, chosen) => {
      const free = people.filter((person) => {
        const verdict = standing(person, history);
        return !person.isAway && verdict.ok && verdict.value.onBehalfOf === null;
      });
      if (free.length > 0) expect(chosen).not.toBeNull();
      for (const { held } of free) expect(chosen?.held).toBeLessThanOrEqual(held);
    });
  });

  it('goes to the same one whatever the order of the people', () => {
    everyOffice((people, history, chosen) => {
      expect(leastLoaded(TASK, people.toReversed(), history, ON)?.userId).toBe(chosen?.userId);
    });
  });
});
