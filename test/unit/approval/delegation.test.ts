import {
  checkDelegation,
  type DelegatedCase,
  type Delegation,
  isInForce,
  presentDecider,
  principalsOf,
} from '../../../domain/approval/delegation';
import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const parameters = parametersAt(PARAMETERS_BEGIN).approval;

const delegation = (changes: Partial<Delegation> = {}): Delegation => ({
  principalId: 'amy',
  deputyId: 'dan',
  institutionId: 'bank-a',
  roles: ['approver'],
  from: isoDate('2026-03-01'),
  until: isoDate('2026-03-10'),
  maximumFen: fen(1_000),
  revokedOn: null,
  ...changes,
});

const on = (changes: Partial<DelegatedCase> = {}): DelegatedCase => ({
  institutionId: 'bank-a',
  role: 'approver',
  amountFen: fen(1_000),
  date: isoDate('2026-03-05'),
  ...changes,
});

describe('granting a delegation', () => {
  it('is allowed for own roles, dated and bounded', () => {
    expect(checkDelegation(delegation(), ['approver', 'risk'], parameters).ok).toBe(true);
    expect(checkDelegation(delegation({ until: isoDate('2026-03-01') }), ['approver'], parameters).ok).toBe(
      true,
    );
    expect(checkDelegation(delegation({ until: isoDate('2026-03-30') }), ['approver'], parameters).ok).toBe(
      true,
    );
  });

  it.each<[string, string, Partial<Delegation> | object]>([
    ['DELEGATION_TO_SELF', 'deputyId', { deputyId: 'amy' }],
    ['NO_ROLES', 'roles', { roles: [] }],
    ['ROLE_NOT_HELD', 'roles', { roles: ['approver', 'finance'] }],
    ['ROLE_NOT_LENDABLE', 'roles', { roles: ['admin'] }],
    ['ROLE_NOT_LENDABLE', 'roles', { roles: ['auditor'] }],
    ['ROLE_NOT_LENDABLE', 'roles', { roles: ['approver', 'applicant'] }],
    ['DELEGATION_ENDS_BEFORE_START', 'until', { until: isoDate('2026-02-28') }],
    ['DELEGATION_TOO_LONG', 'until', { until: isoDate('2026-03-31') }],
    ['NOT_A_DATE', 'from', { from: '2026-02-30' }],
    ['NOT_A_DATE', 'until', { until: '2026-03-1' }],
    ['NOT_A_DATE', 'until', { until: '2026-13-01' }],
    ['NEGATIVE', 'maximumFen', { maximumFen: -1 }],
    ['NOT_A_NUMBER', 'maximumFen', { maximumFen: null }],
  ])('is refused as %s: %o %o', (code, field, changes) => {
    const roles = ['approver', 'admin', 'auditor', 'applicant'] as const;
    expect(checkDelegation(delegation(changes), roles, parameters)).toMatchObject({
      refusal: { code, field },
    });
  });

  it('tells the longest time', () => {
    expect(
      checkDelegation(delegation({ until: isoDate('2026-03-31') }), ['approver'], parameters),
    ).toMatchObject({
      refusal: { detail: { maximumDelegationDays: 30 } },
    });
  });
});

describe('a delegation in force', () => {
  it.each<[boolean, Partial<Delegation>, Partial<DelegatedCase>]>([
    [true, {}, {}],
    [true, {}, { date: isoDate('2026-03-01') }],
    [true, {}, { date: isoDate('2026-03-10') }],
    [false, {}, { date: isoDate('2026-02-28') }],
    [false, {}, { date: isoDate('2026-03-11') }],
    [false, {}, { amountFen: fen(1_001) }],
    [false, {}, { institutionId: 'bank-b' }],
    [false, {}, { role: 'finance' }],
    [false, { revokedOn: isoDate('2026-03-05') }, {}],
    [true, { revokedOn: isoDate('2026-03-06') }, {}],
  ])('%s: %o %o', (isHeld, changes, ofCase) => {
    expect(isInForce(delegation(changes), on(ofCase))).toBe(isHeld);
  });

  it('names for whom a deputy acts', () => {
    const all = [
      delegation(),
      delegation({ principalId: 'bob', maximumFen: fen(1) }),
      delegation({ deputyId: 'eve' }),
    ];
    expect(principalsOf('dan', all, on())).toEqual(['amy']);
    expect(principalsOf('dan', all, on({ amountFen: fen(1) }))).toEqual(['amy', 'bob']);
    expect(principalsOf('amy', all, on())).toEqual([]);
  });
});

describe('who decides when a person may be absent', () => {
  const all = [
    delegation(),
    delegation({ deputyId: 'eve' }),
    delegation({ principalId: 'bob', deputyId: 'zoe' }),
  ];

  it.each<[readonly string[], string | null]>([
    [[], 'amy'],
    [['dan'], 'amy'],
    [['amy'], 'dan'],
    [['amy', 'dan'], 'eve'],
    [['amy', 'dan', 'eve'], null],
  ])('with %j away it is %s', (absent, decider) => {
    expect(presentDecider('amy', absent, all, on())).toBe(decider);
  });

  it('is nobody once the delegation is over', () => {
    expect(presentDecider('amy', ['amy'], all, on({ date: isoDate('2026-04-01') }))).toBeNull();
  });
});
