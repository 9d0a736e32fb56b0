import type { DecidableTask, DecidingActor, DecisionHistory } from '../../../domain/approval/mayDecide';
import { mayGive, mayGiveBack, mayTakeOver } from '../../../domain/approval/mayGive';
import { isoDate } from '../../../domain/calendar/isoDate';

const TODAY = isoDate('2026-03-05');

const task: DecidableTask = {
  step: 'REVIEW',
  role: 'reviewer',
  institutionId: 'bank-a',
  status: 'CLAIMED',
  claimedBy: 'who is away',
  amountFen: null,
};
const person = (userId: string, role: DecidingActor['roles'][number], institutionId = 'bank-a') => ({
  userId,
  roles: [role],
  institutionId,
});
const admin = person('ada', 'admin');

function give(giver: DecidingActor, to: DecidingActor, changes: Partial<DecidableTask> = {}) {
  const history: DecisionHistory = { acts: [{ step: 'APPLY', userId: 'amy' }] };
  const verdict = mayGive({ ...task, ...changes }, giver, to, history, TODAY);
  return verdict.ok ? 'OK' : [verdict.refusal.code, verdict.refusal.detail?.because];
}

it('an admin gives a task, claimed or not, to a person who may decide it', () => {
  expect(give(admin, person('rob', 'reviewer'))).toBe('OK');
  expect(give(admin, person('rob', 'reviewer'), { status: 'OPEN', claimedBy: null })).toBe('OK');
});

it.each<[string, DecidingActor, DecidingActor, Partial<DecidableTask>, unknown]>([
  ['nobody else gives', person('rita', 'risk'), person('rob', 'reviewer'), {}, ['NOT_YOUR_ROLE', undefined]],
  [
    'an admin of another institution does not',
    person('eve', 'admin', 'bank-b'),
    person('rob', 'reviewer'),
    {},
    ['NOT_YOUR_INSTITUTION', undefined],
  ],
  [
    'not to a person of another role',
    admin,
    person('fay', 'finance'),
    {},
    ['NOT_FOR_THIS_PERSON', 'NOT_YOUR_ROLE'],
  ],
  [
    'not to one of another institution',
    admin,
    person('bob', 'reviewer', 'bank-b'),
    {},
    ['NOT_FOR_THIS_PERSON', 'NOT_YOUR_INSTITUTION'],
  ],
  [
    'not to one who took another step of the case',
    admin,
    person('amy', 'reviewer'),
    {},
    ['NOT_FOR_THIS_PERSON', 'SAME_PERSON_AS_APPLICANT'],
  ],
  [
    'not once it is over',
    admin,
    person('rob', 'reviewer'),
    { status: 'DONE' },
    ['NOT_FOR_THIS_PERSON', 'ALREADY_DECIDED'],
  ],
])('%s', (_, giver, to, changes, refused) => {
  expect(give(giver, to, changes)).toEqual(refused);
});

it.each<[string, DecidingActor, Partial<DecidableTask>, string]>([
  ['who has it', person('who is away', 'reviewer'), {}, 'OK'],
  ['an admin, for somebody who is gone', admin, {}, 'OK'],
  ['not another one of the role', person('rob', 'reviewer'), {}, 'CLAIMED_BY_ANOTHER'],
  ['not an admin of another institution', person('eve', 'admin', 'bank-b'), {}, 'NOT_YOUR_INSTITUTION'],
  ['not what nobody has', admin, { status: 'OPEN', claimedBy: null }, 'NOT_CLAIMED'],
  ['not what is decided', admin, { status: 'DONE' }, 'ALREADY_DECIDED'],
  ['not what is cancelled', admin, { status: 'CANCELLED' }, 'TASK_CANCELLED'],
])('gives a task back: %s', (_, actor, changes, code) => {
  const verdict = mayGiveBack({ ...task, ...changes }, actor);
  expect(verdict.ok ? 'OK' : verdict.refusal.code).toBe(code);
});

const there = { isOverdue: false, isHolderAway: false };
const rob = person('rob', 'reviewer');

it.each<[string, DecidingActor, typeof there, Partial<DecidableTask>, string]>([
  ['while who has it is there and in time, not', rob, there, {}, 'CLAIMED_BY_ANOTHER'],
  ['once it is overdue', rob, { ...there, isOverdue: true }, {}, 'OK'],
  ['while who has it is away', rob, { ...there, isHolderAway: true }, {}, 'OK'],
  ['what nobody has, as a claim', rob, there, { status: 'OPEN', claimedBy: null }, 'OK'],
  ['not by another role', person('fay', 'finance'), { ...there, isOverdue: true }, {}, 'NOT_YOUR_ROLE'],
  [
    'not by who took another step of the case',
    person('amy', 'reviewer'),
    { ...there, isOverdue: true },
    {},
    'SAME_PERSON_AS_APPLICANT',
  ],
])('takes a task over: %s', (_, actor, holding, changes, code) => {
  const history: DecisionHistory = { acts: [{ step: 'APPLY', userId: 'amy' }] };
  const verdict = mayTakeOver({ ...task, ...changes }, actor, history, TODAY, holding);
  expect(verdict.ok ? 'OK' : verdict.refusal.code).toBe(code);
});
