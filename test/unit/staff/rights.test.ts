import fc from 'fast-check';
import { STAFF_ROLES } from '../../../domain/approval/roles';
import {
  judgeStaffDecision,
  judgeStaffWish,
  judgeSuspension,
  mayHold,
  type StaffMember,
  teamOf,
} from '../../../domain/staff/rights';

const li: StaffMember = { userId: 'li', roles: ['reviewer'], isSuspended: false };
const codeOf = (
  result: ReturnType<typeof judgeStaffWish | typeof judgeStaffDecision | typeof judgeSuspension>,
) => (result.ok ? 'accepted' : result.refusal.code);

describe('what may be asked for about somebody', () => {
  test.each([
    [{ kind: 'GRANT', role: 'approver' }, li, 'accepted'],
    [{ kind: 'GRANT', role: 'reviewer' }, li, 'RIGHT_HELD'],
    [{ kind: 'GRANT', role: 'admin' }, li, 'ROLE_STANDS_ALONE'],
    [{ kind: 'GRANT', role: 'reviewer' }, { ...li, roles: ['auditor'] }, 'ROLE_STANDS_ALONE'],
    [{ kind: 'TAKE', role: 'reviewer' }, li, 'accepted'],
    [{ kind: 'TAKE', role: 'finance' }, li, 'RIGHT_NOT_HELD'],
    [{ kind: 'LEAVE' }, li, 'accepted'],
    [{ kind: 'FORGET_FACTORS' }, li, 'accepted'],
    [{ kind: 'REINSTATE' }, li, 'NOT_SUSPENDED'],
    [{ kind: 'REINSTATE' }, { ...li, isSuspended: true }, 'accepted'],
  ] as const)('%j of %j: %s', (wish, about, expected) => {
    expect(codeOf(judgeStaffWish(wish, about, 'feng'))).toBe(expected);
    expect(codeOf(judgeStaffWish(wish, about, about.userId))).toBe('OWN_RIGHTS');
  });
});

test('managers are a tree of those who work here', () => {
  const managerOf = new Map([
    ['li', 'wang'],
    ['wang', 'zhao'],
    ['chen', 'zhao'],
  ]);
  const managers = { staff: ['li', 'wang', 'zhao', 'chen'], managerOf };
  const judge = (userId: string, managerId: string | null) =>
    codeOf(judgeStaffWish({ kind: 'SET_MANAGER', managerId }, { ...li, userId }, 'feng', managers));
  expect(judge('li', 'zhao')).toBe('accepted');
  expect(judge('li', null)).toBe('accepted');
  expect(judge('zhao', null)).toBe('MANAGER_SAME');
  expect(judge('li', 'wang')).toBe('MANAGER_SAME');
  expect(judge('zhao', 'li')).toBe('MANAGER_IN_TEAM');
  expect(judge('zhao', 'zhao')).toBe('MANAGER_IN_TEAM');
  expect(judge('li', 'nobody')).toBe('MANAGER_UNKNOWN');
  expect(teamOf('zhao', managerOf)).toEqual(['li', 'wang', 'chen']);
  expect(teamOf('li', managerOf)).toEqual([]);
});

test('a change is decided once, by another person than who asked, and never by whom it is about', () => {
  const change = { userId: 'li', requestedBy: 'feng', isDecided: false };
  expect(codeOf(judgeStaffDecision(change, 'chu'))).toBe('accepted');
  expect(codeOf(judgeStaffDecision(change, 'feng'))).toBe('SAME_PERSON_AS_REQUESTER');
  expect(codeOf(judgeStaffDecision(change, 'li'))).toBe('OWN_RIGHTS');
  expect(codeOf(judgeStaffDecision({ ...change, isDecided: true }, 'chu'))).toBe('ALREADY_DECIDED');
  expect(codeOf(judgeStaffDecision({ ...change, userId: null }, 'chu'))).toBe('accepted');
});

test('one person suspends another, nobody themselves, nobody twice', () => {
  expect(codeOf(judgeSuspension(li, 'feng'))).toBe('accepted');
  expect(codeOf(judgeSuspension(li, 'li'))).toBe('OWN_RIGHTS');
  expect(codeOf(judgeSuspension({ ...li, isSuspended: true }, 'feng'))).toBe('ALREADY_SUSPENDED');
});

test('whoever gives rights, and whoever audits, does nothing else, in whatever order the rights come', () => {
  const role = fc.constantFrom(...STAFF_ROLES);
  fc.assert(
    fc.property(role, role, (one, other) => {
      const isAlone = [one, other].some((each) => each === 'admin' || each === 'auditor');
      expect(mayHold(one, [other])).toBe(one === other || !isAlone);
      expect(mayHold(one, [other])).toBe(mayHold(other, [one]));
    }),
  );
});
