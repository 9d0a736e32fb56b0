import type { DecidableTask, DecidingActor } from '../../../domain/approval/mayDecide';
import { mayGive } from '../../../domain/approval/mayGive';

const task: DecidableTask = {
  step: 'REVIEW',
  role: 'reviewer',
  institutionId: 'bank-a',
  status: 'CLAIMED',
  claimedBy: 'who is away',
};
const person = (userId: string, role: DecidingActor['roles'][number], institutionId = 'bank-a') => ({
  userId,
  roles: [role],
  institutionId,
});
const admin = person('ada', 'admin');

function give(giver: DecidingActor, to: DecidingActor, changes: Partial<DecidableTask> = {}) {
  const verdict = mayGive({ ...task, ...changes }, giver, to, { acts: [{ step: 'APPLY', userId: 'amy' }] });
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
