import {
  type DecidableTask,
  type DecidingActor,
  type DecisionHistory,
  mayDecide,
} from '../../../domain/approval/mayDecide';
import { CASE_STEPS, type CaseAct, type CaseStep } from '../../../domain/approval/separation';

const task = (changes: Partial<DecidableTask> = {}): DecidableTask => ({
  step: 'APPROVE',
  role: 'approver',
  institutionId: 'bank-a',
  status: 'OPEN',
  claimedBy: null,
  ...changes,
});

const actor = (changes: Partial<DecidingActor> = {}): DecidingActor => ({
  userId: 'amy',
  roles: ['approver'],
  institutionId: 'bank-a',
  ...changes,
});

const NOTHING: DecisionHistory = { acts: [] };
const did = (step: CaseStep, userId = 'amy', round?: number): CaseAct =>
  round === undefined ? { step, userId } : { step, userId, round };

function code(ofTask: DecidableTask, ofActor: DecidingActor, history: DecisionHistory = NOTHING) {
  const result = mayDecide(ofTask, ofActor, history);
  return result.ok ? 'OK' : result.refusal.code;
}

describe('who may decide a task', () => {
  it('is anybody of the role in the institution while nobody has claimed it', () => {
    expect(code(task(), actor())).toBe('OK');
    expect(code(task({ status: 'CLAIMED', claimedBy: 'amy' }), actor())).toBe('OK');
  });

  it.each<[string, Partial<DecidableTask>, Partial<DecidingActor>]>([
    ['NOT_YOUR_INSTITUTION', {}, { institutionId: 'bank-b' }],
    ['NOT_YOUR_INSTITUTION', {}, { institutionId: null }],
    ['NOT_YOUR_INSTITUTION', { status: 'DONE' }, { institutionId: 'bank-b', roles: [] }],
    ['NOT_YOUR_ROLE', {}, { roles: ['reviewer', 'admin'] }],
    ['NOT_YOUR_ROLE', { status: 'DONE' }, { roles: [] }],
    ['ALREADY_DECIDED', { status: 'DONE', claimedBy: 'bob' }, {}],
    ['TASK_CANCELLED', { status: 'CANCELLED' }, {}],
    ['CLAIMED_BY_ANOTHER', { status: 'CLAIMED', claimedBy: 'bob' }, {}],
  ])('is refused as %s: %o %o', (refusal, ofTask, ofActor) => {
    expect(code(task(ofTask), actor(ofActor))).toBe(refusal);
  });

  it('is nobody whose deputy used the same authority before', () => {
    const lent: DecisionHistory = { acts: [{ step: 'APPROVE', userId: 'dan', onBehalfOf: 'amy' }] };
    expect(code(task(), actor(), lent)).toBe('SAME_PERSON_AS_APPROVER');
    expect(code(task(), actor({ userId: 'bob', onBehalfOf: 'amy' }), lent)).toBe('SAME_PERSON_AS_APPROVER');
    expect(code(task(), actor({ userId: 'bob' }), lent)).toBe('OK');
  });

  it('is nobody who has stepped back', () => {
    expect(code(task(), actor(), { acts: [did('REVIEW')], recusedUserIds: ['amy'] })).toBe('RECUSED');
    expect(code(task(), actor(), { acts: [], recusedUserIds: ['bob'] })).toBe('OK');
  });

  const PERSON_OF: Readonly<Record<string, string>> = {
    APPLY: 'SAME_PERSON_AS_APPLICANT',
    INVESTIGATE: 'SAME_PERSON_AS_INVESTIGATOR',
    REVIEW: 'SAME_PERSON_AS_REVIEWER',
    APPROVE: 'SAME_PERSON_AS_APPROVER',
    RELEASE: 'SAME_PERSON_AS_RELEASER',
    RESOLVE: 'SAME_PERSON_AS_RESOLVER',
    CONFIRM: 'SAME_PERSON_AS_CONFIRMER',
  };

  it.each<[CaseStep, readonly CaseStep[]]>([
    ['APPLY', []],
    ['INVESTIGATE', ['APPLY', 'INVESTIGATE', 'REVIEW', 'APPROVE', 'RELEASE']],
    ['REVIEW', ['APPLY', 'INVESTIGATE', 'APPROVE', 'RELEASE']],
    ['APPROVE', ['APPLY', 'INVESTIGATE', 'REVIEW', 'APPROVE', 'RELEASE']],
    ['RELEASE', ['APPLY', 'INVESTIGATE', 'REVIEW', 'APPROVE', 'RELEASE']],
    ['RESOLVE', ['APPLY', 'CONFIRM']],
    ['CONFIRM', ['APPLY', 'RESOLVE']],
    ['SERVICE', ['APPLY']],
  ])('is nobody who did another step before: %s after %j', (step, barring) => {
    for (const earlier of CASE_STEPS) {
      const expected = barring.includes(earlier) ? PERSON_OF[earlier] : 'OK';
      expect([earlier, code(task({ step }), actor(), { acts: [did(earlier)] })]).toEqual([earlier, expected]);
      expect(code(task({ step }), actor(), { acts: [did(earlier, 'bob')] })).toBe('OK');
    }
  });

  it('may be the same person again in a new round, yet never another step of an old one', () => {
    expect(code(task({ round: 2 }), actor(), { acts: [did('APPROVE')] })).toBe('OK');
    expect(code(task({ round: 2 }), actor(), { acts: [did('APPROVE', 'amy', 2)] })).toBe(
      'SAME_PERSON_AS_APPROVER',
    );
    expect(code(task({ round: 2 }), actor(), { acts: [did('REVIEW')] })).toBe('SAME_PERSON_AS_REVIEWER');
    expect(code(task({ round: 1 }), actor(), { acts: [did('APPROVE')] })).toBe('SAME_PERSON_AS_APPROVER');
  });

  it('is no deputy of somebody who is barred', () => {
    const deputy = actor({ userId: 'dan', onBehalfOf: 'amy' });
    expect(code(task(), deputy, { acts: [did('REVIEW')] })).toBe('SAME_PERSON_AS_REVIEWER');
    expect(code(task(), deputy, { acts: [], recusedUserIds: ['amy'] })).toBe('RECUSED');
    expect(code(task(), deputy, { acts: [did('REVIEW', 'dan')] })).toBe('SAME_PERSON_AS_REVIEWER');
    expect(code(task(), deputy)).toBe('OK');
  });
});
