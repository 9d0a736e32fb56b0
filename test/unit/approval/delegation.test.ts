import {
  checkDelegation,
  type Delegation,
  type DelegationPeople,
  isInForce,
  LENDABLE_ROLES,
} from '../../../domain/approval/delegation';
import type { DecidableTask, DecisionHistory } from '../../../domain/approval/mayDecide';
import { presentDecider } from '../../../domain/approval/presentDecider';
import { ROLES } from '../../../domain/approval/roles';
import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const parameters = parametersAt(PARAMETERS_BEGIN).approval;
const today = isoDate('2026-03-01');

const delegation = (changes: Partial<Delegation> = {}): Delegation => ({
  principalId: 'amy',
  deputyId: 'dan',
  roles: ['approver'],
  from: isoDate('2026-03-01'),
  until: isoDate('2026-03-10'),
  maximumFen: fen(1_000),
  revokedOn: null,
  ...changes,
});

const people: DelegationPeople = {
  ownRoles: ['approver', 'risk'],
  isDeputyActive: true,
  deputyRoles: ['reviewer'],
};

describe('granting a delegation', () => {
  it.each([{}, { until: isoDate('2026-03-01') }, { until: isoDate('2026-03-30') }, { maximumFen: fen(1) }])(
    'is allowed for own roles, dated and bounded: %o',
    (changes) => {
      expect(checkDelegation(delegation(changes), people, parameters, today).ok).toBe(true);
    },
  );

  it.each<[string, string, Partial<Delegation>, Partial<DelegationPeople>]>([
    ['DELEGATION_TO_SELF', 'deputyId', { deputyId: 'amy', roles: [] }, {}],
    ['NO_AUTHORITIES', 'roles', { roles: [], until: isoDate('2026-02-28') }, {}],
    ['AUTHORITY_NOT_HELD', 'roles', { roles: ['approver', 'finance'], until: isoDate('2026-02-28') }, {}],
    ['DELEGATION_ENDS_BEFORE_START', 'until', { until: isoDate('2026-02-28') }, { isDeputyActive: false }],
    ['DELEGATION_TOO_LONG', 'until', { until: isoDate('2026-03-31') }, { isDeputyActive: false }],
    ['DEPUTY_INACTIVE', 'deputyId', { maximumFen: fen(0) }, { isDeputyActive: false }],
    ['ROLE_STANDS_ALONE', 'deputyId', { maximumFen: fen(0) }, { deputyRoles: ['auditor'] }],
    ['ROLE_STANDS_ALONE', 'deputyId', {}, { deputyRoles: ['admin'] }],
    ['AMOUNT_NOT_POSITIVE', 'maximumFen', { maximumFen: fen(0) }, {}],
    ['AMOUNT_NOT_POSITIVE', 'maximumFen', { maximumFen: fen(-1) }, {}],
  ])('is refused as %s, before what comes after it: %o', (code, field, changes, ofPeople) => {
    expect(checkDelegation(delegation(changes), { ...people, ...ofPeople }, parameters, today)).toMatchObject(
      {
        refusal: { code, field },
      },
    );
  });

  it('tells the longest time', () => {
    const long = delegation({ until: isoDate('2026-03-31') });
    expect(checkDelegation(long, people, parameters, today)).toMatchObject({
      refusal: { detail: { maximumDelegationDays: 30 } },
    });
  });

  it('is of days that are to come, or of today', () => {
    const granted = (on: string) => checkDelegation(delegation(), people, parameters, isoDate(on));
    expect(granted('2026-03-10').ok).toBe(true);
    expect(granted('2026-03-11')).toMatchObject({ refusal: { code: 'DELEGATION_IS_OVER', field: 'until' } });
  });

  it('never lends what holds the duties apart', () => {
    expect(ROLES.filter((role) => !LENDABLE_ROLES.some((lendable) => lendable === role))).toEqual([
      'applicant',
      'committee_chair',
      'admin',
      'auditor',
      'operator',
    ]);
  });
});

it.each<[boolean, string, Partial<Delegation>]>([
  [true, '2026-03-01', {}],
  [true, '2026-03-10', {}],
  [false, '2026-02-28', {}],
  [false, '2026-03-11', {}],
  [false, '2026-03-05', { revokedOn: isoDate('2026-03-05') }],
  [true, '2026-03-05', { revokedOn: isoDate('2026-03-06') }],
])('a delegation is in force: %s on %s %o', (isHeld, on, changes) => {
  expect(isInForce(delegation(changes), isoDate(on))).toBe(isHeld);
});

describe('who decides when a person may be absent', () => {
  const all = [
    delegation(),
    delegation({ deputyId: 'eve' }),
    delegation({ principalId: 'bob', deputyId: 'zoe' }),
  ];
  const task: DecidableTask = {
    step: 'APPROVE',
    role: 'approver',
    institutionId: 'bank-a',
    status: 'OPEN',
    claimedBy: null,
    amountFen: fen(1_000),
  };
  const decider = (
    absent: readonly string[],
    history: DecisionHistory = { acts: [] },
    changes: Partial<DecidableTask> = {},
    on = '2026-03-05',
  ) => presentDecider('amy', absent, all, { task: { ...task, ...changes }, history, on: isoDate(on) });

  it.each<[readonly string[], string | null]>([
    [[], 'amy'],
    [['dan'], 'amy'],
    [['amy'], 'dan'],
    [['amy', 'dan'], 'eve'],
    [['amy', 'dan', 'eve'], null],
  ])('with %j away it is %s', (absent, userId) => {
    const onBehalfOf = absent.includes('amy') ? 'amy' : null;
    expect(decider(absent)).toEqual(userId === null ? null : { userId, onBehalfOf });
  });

  it('is the next deputy when the first may not', () => {
    expect(decider(['amy'], { acts: [{ step: 'REVIEW', userId: 'dan' }] })?.userId).toBe('eve');
  });

  it('is nobody for what was not lent, or not so far, or not any more', () => {
    expect(decider(['amy'], { acts: [] }, { role: 'risk' })).toBeNull();
    expect(decider(['amy'], { acts: [] }, { amountFen: fen(1_001) })).toBeNull();
    expect(decider(['amy'], { acts: [] }, {}, '2026-03-11')).toBeNull();
    expect(decider(['amy'], { acts: [{ step: 'REVIEW', userId: 'amy' }] })).toBeNull();
  });
});
