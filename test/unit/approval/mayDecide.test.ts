import type { Delegation } from '../../../domain/approval/delegation';
import {
  type DecidableTask,
  type DecidingActor,
  type DecisionHistory,
  mayDecide,
} from '../../../domain/approval/mayDecide';
import { CASE_STEPS, type CaseAct, type CaseStep } from '../../../domain/approval/separation';
import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';

const task = (changes: Partial<DecidableTask> = {}): DecidableTask => ({
  step: 'APPROVE',
  role: 'approver',
  institutionId: 'bank-a',
  status: 'OPEN',
  claimedBy: null,
  amountFen: fen(1_000),
  ...changes,
});

const TODAY = isoDate('2026-03-05');

const actor = (changes: Partial<DecidingActor> = {}): DecidingActor => ({
  userId: 'amy',
  roles: ['approver'],
  institutionId: 'bank-a',
  ...changes,
});

const NOTHING: DecisionHistory = { acts: [] };
const did = (step: CaseStep, userId = 'amy', round?: number): CaseAct =>
  round === undefined ? { step, userId } : { step, userId, round };

/** A delegation of `amy` to `dan` that is in force. */
const lent = (changes: Partial<Delegation> = {}): Delegation => ({
  principalId: 'amy',
  deputyId: 'dan',
  roles: ['approver'],
  from: isoDate('2026-03-01'),
  until: isoDate('2026-03-10'),
  maximumFen: fen(1_000),
  revokedOn: null,
  ...changes,
});

/** Somebody who has only what was lent. */
const deputy = (...delegations: readonly Delegation[]) => actor({ userId: 'dan', roles: [], delegations });

function code(ofTask: DecidableTask, ofActor: DecidingActor, history: DecisionHistory = NOTHING, on = TODAY) {
  const result = mayDecide(ofTask, ofActor, history, on);
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
    ['USER_INACTIVE', { status: 'DONE' }, { isInactive: true, roles: [] }],
    ['ALREADY_DECIDED', { status: 'DONE', claimedBy: 'bob' }, {}],
    ['TASK_CANCELLED', { status: 'CANCELLED' }, {}],
    ['CLAIMED_BY_ANOTHER', { status: 'CLAIMED', claimedBy: 'bob' }, {}],
  ])('is refused as %s: %o %o', (refusal, ofTask, ofActor) => {
    expect(code(task(ofTask), actor(ofActor))).toBe(refusal);
  });

  it('is nobody whose deputy used the same authority before', () => {
    const spent: DecisionHistory = { acts: [{ step: 'APPROVE', userId: 'dan', onBehalfOf: 'amy' }] };
    expect(code(task(), actor(), spent)).toBe('SAME_PERSON_AS_APPROVER');
    const other = actor({ userId: 'bob', roles: [], delegations: [lent({ deputyId: 'bob' })] });
    expect(code(task(), other, spent)).toBe('SAME_PERSON_AS_APPROVER');
    expect(code(task(), actor({ userId: 'bob' }), spent)).toBe('OK');
  });

  it('is nobody who has stepped back', () => {
    expect(code(task(), actor(), { acts: [did('APPROVE')], recusedUserIds: ['amy'] })).toBe('RECUSED');
    expect(code(task(), actor(), { acts: [did('REVIEW')], recusedUserIds: ['amy'] })).toBe(
      'SAME_PERSON_AS_REVIEWER',
    );
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
    const dan = deputy(lent());
    expect(code(task(), dan, { acts: [did('REVIEW')] })).toBe('SAME_PERSON_AS_REVIEWER');
    expect(code(task(), dan, { acts: [], recusedUserIds: ['amy'] })).toBe('RECUSED');
    expect(code(task(), dan, { acts: [did('REVIEW', 'dan')] })).toBe('SAME_PERSON_AS_REVIEWER');
    expect(code(task(), dan, { acts: [did('REVIEW', 'bob')] })).toBe('OK');
  });
});

describe('a deputy', () => {
  it('decides for the first principal whom nothing bars, and by an own role first', () => {
    const [first, second] = [lent(), lent({ principalId: 'bob' })];
    const standing = (dan: DecidingActor, history = NOTHING) => mayDecide(task(), dan, history, TODAY);
    expect(standing(deputy(first, second))).toEqual({ ok: true, value: { onBehalfOf: 'amy' } });
    expect(standing(deputy(first, second), { acts: [did('REVIEW')] })).toEqual({
      ok: true,
      value: { onBehalfOf: 'bob' },
    });
    expect(standing({ ...deputy(first), roles: ['approver'] })).toEqual({
      ok: true,
      value: { onBehalfOf: null },
    });
  });

  it.each<[string, Partial<Delegation>, string]>([
    ['OK', {}, '2026-03-01'],
    ['OK', {}, '2026-03-10'],
    ['DELEGATION_NOT_IN_FORCE', {}, '2026-03-11'],
    ['DELEGATION_NOT_IN_FORCE', {}, '2026-02-28'],
    ['DELEGATION_NOT_IN_FORCE', { revokedOn: TODAY }, '2026-03-05'],
    ['NOT_YOUR_ROLE', { roles: ['finance'] }, '2026-03-05'],
    ['DELEGATION_AMOUNT', { maximumFen: fen(999) }, '2026-03-05'],
  ])('%s by %o on %s', (refusal, changes, on) => {
    expect(code(task(), deputy(lent(changes)), NOTHING, isoDate(on))).toBe(refusal);
  });

  it('is not bounded where a task is about no amount', () => {
    expect(code(task({ amountFen: null }), deputy(lent({ maximumFen: fen(1) })))).toBe('OK');
  });

  it('is told why by the first delegation that is in force', () => {
    const [over, small] = [lent({ until: isoDate('2026-03-04') }), lent({ maximumFen: fen(1) })];
    const barred = lent({ principalId: 'bob' });
    expect(code(task(), deputy(over, small, barred), { acts: [did('REVIEW', 'bob')] })).toBe(
      'DELEGATION_AMOUNT',
    );
    expect(code(task(), deputy(over, barred, small), { acts: [did('REVIEW', 'bob')] })).toBe(
      'SAME_PERSON_AS_REVIEWER',
    );
  });
});
