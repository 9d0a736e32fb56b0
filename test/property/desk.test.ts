import fc from 'fast-check';
import type { Delegation } from '../../domain/approval/delegation';
import {
  type DecidableTask,
  type DecidingActor,
  type DecisionHistory,
  mayDecide,
} from '../../domain/approval/mayDecide';
import { mayGive, mayGiveBack, mayTakeOver } from '../../domain/approval/mayGive';
import type { CaseAct } from '../../domain/approval/separation';
import { isoDate } from '../../domain/calendar/isoDate';
import { fen } from '../../domain/money/fen';

const ON = isoDate('2026-03-05');
const PEOPLE = ['amy', 'bob', 'cat', 'dan', 'eve'] as const;
type Person = (typeof PEOPLE)[number];
const ADMIN: DecidingActor = { userId: 'ada', roles: ['admin'], institutionId: 'bank-a' };

/** The tasks of a case, one after the other: two different people approve. */
const STEPS = [
  { step: 'REVIEW', role: 'reviewer' },
  { step: 'APPROVE', role: 'approver' },
  { step: 'APPROVE', role: 'approver' },
  { step: 'RELEASE', role: 'finance' },
] as const;
const ROLES = ['reviewer', 'approver', 'finance'] as const;

/** What people of an institution do about a case, in any order. */
interface Desk {
  readonly roles: Readonly<Record<Person, readonly (typeof ROLES)[number][]>>;
  readonly gone: Set<Person>;
  readonly recused: Set<Person>;
  readonly delegations: Delegation[];
  readonly acts: CaseAct[];
  claimedBy: string | null;
  isOverdue: boolean;
}

const anyPerson = fc.constantFrom(...PEOPLE);
const anyAct = fc.record({
  what: fc.constantFrom('claim', 'giveBack', 'give', 'takeOver', 'lend', 'recuse', 'leave', 'wait', 'decide'),
  by: anyPerson,
  to: anyPerson,
  maximumFen: fc.constantFrom(fen(500), fen(1_000)),
});
type Act = typeof anyAct extends fc.Arbitrary<infer One> ? One : never;
const anyRoles = fc.subarray([...ROLES], { minLength: 1 });
const anyDesk: fc.Arbitrary<Desk> = fc
  .record({ amy: anyRoles, bob: anyRoles, cat: anyRoles, dan: anyRoles, eve: anyRoles })
  .map((roles) => ({
    ...{ roles, gone: new Set<Person>(), recused: new Set<Person>(), delegations: [], acts: [] },
    ...{ claimedBy: null, isOverdue: false },
  }));

const taskOf = ({ acts, claimedBy }: Desk): DecidableTask => ({
  ...(STEPS[acts.length] ?? STEPS[0]),
  institutionId: 'bank-a',
  status: claimedBy === null ? 'OPEN' : 'CLAIMED',
  claimedBy,
  amountFen: fen(1_000),
});

const actorOf = ({ roles, gone, delegations }: Desk, person: Person): DecidingActor => ({
  userId: person,
  roles: roles[person],
  institutionId: 'bank-a',
  isInactive: gone.has(person),
  delegations: delegations.filter(({ deputyId }) => deputyId === person),
});

const historyOf = ({ acts, recused }: Desk): DecisionHistory => ({ acts, recusedUserIds: [...recused] });

/** Does what is allowed; what is refused changes nothing. */
function act(desk: Desk, { what, by, to, maximumFen }: Act): void {
  const task = taskOf(desk);
  const [actor, history] = [actorOf(desk, by), historyOf(desk)];
  switch (what) {
    case 'claim':
      if (mayDecide(task, actor, history, ON).ok) desk.claimedBy = by;
      break;
    case 'giveBack':
      if (!desk.gone.has(by) && mayGiveBack(task, actor).ok) desk.claimedBy = null;
      break;
    case 'give':
      if (mayGive(task, ADMIN, actorOf(desk, to), history, ON).ok) desk.claimedBy = to;
      break;
    case 'takeOver': {
      const isHolderAway = PEOPLE.some((person) => person === desk.claimedBy && desk.gone.has(person));
      if (mayTakeOver(task, actor, history, ON, { isOverdue: desk.isOverdue, isHolderAway }).ok) {
        desk.claimedBy = by;
      }
      break;
    }
    case 'lend':
      if (by !== to) desk.delegations.push(lentBy(desk, by, to, maximumFen));
      break;
    case 'recuse':
      desk.recused.add(by);
      break;
    case 'leave':
      desk.gone.add(by);
      break;
    case 'wait':
      desk.isOverdue = true;
      break;
    case 'decide':
      decide(desk, by);
  }
}

function lentBy({ roles }: Desk, by: Person, to: Person, maximumFen: Delegation['maximumFen']): Delegation {
  return {
    principalId: by,
    deputyId: to,
    roles: roles[by],
    from: ON,
    until: ON,
    maximumFen,
    revokedOn: null,
  };
}

function decide(desk: Desk, by: Person): void {
  const task = taskOf(desk);
  const verdict = mayDecide(task, actorOf(desk, by), historyOf(desk), ON);
  if (!verdict.ok || desk.acts.length === STEPS.length) return;
  const { onBehalfOf } = verdict.value;
  desk.acts.push({ step: task.step, userId: by, ...(onBehalfOf === null ? {} : { onBehalfOf }) });
  desk.claimedBy = null;
  desk.isOverdue = false;
}

const peopleOf = ({ userId, onBehalfOf }: CaseAct): readonly string[] =>
  onBehalfOf === undefined ? [userId] : [userId, onBehalfOf];

it('nobody takes two steps of a case, by whichever hands, in whatever order people act', () => {
  fc.assert(
    fc.property(anyDesk, fc.array(anyAct, { maxLength: 60 }), (desk, acts) => {
      for (const one of acts) act(desk, one);
      const people = desk.acts.flatMap(peopleOf);
      expect(new Set(people).size).toBe(people.length);
      for (const { onBehalfOf, userId, step } of desk.acts) {
        const { role } = STEPS.find((each) => each.step === step) ?? STEPS[0];
        const holder = PEOPLE.find((person) => person === (onBehalfOf ?? userId));
        expect(holder !== undefined && desk.roles[holder].includes(role)).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

it('a task that somebody may decide is decided, whoever has it: an admin gives it, or gives it back', () => {
  fc.assert(
    fc.property(anyDesk, fc.array(anyAct, { maxLength: 60 }), (desk, acts) => {
      for (const one of acts) act(desk, one);
      if (desk.acts.length === STEPS.length) return;
      const free = { ...taskOf(desk), status: 'OPEN', claimedBy: null } as const;
      const able = PEOPLE.find((person) => mayDecide(free, actorOf(desk, person), historyOf(desk), ON).ok);
      fc.pre(able !== undefined);
      const before = desk.acts.length;
      expect(mayGive(taskOf(desk), ADMIN, actorOf(desk, able as Person), historyOf(desk), ON).ok).toBe(true);
      if (desk.claimedBy !== null) expect(mayGiveBack(taskOf(desk), ADMIN).ok).toBe(true);
      desk.claimedBy = null;
      decide(desk, able as Person);
      expect(desk.acts.length).toBe(before + 1);
    }),
    { numRuns: 1_000 },
  );
});
