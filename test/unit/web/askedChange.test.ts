import { bodyOf, CHANGE_STATES, moodOf } from '../../../web/apply/features/changes/askedChange';

const typed = { kind: 'EXTEND', months: '6', accountNo: '' } as const;

test('a change is quoted by its own fields', () => {
  expect(bodyOf(typed)).toEqual({ kind: 'EXTEND', months: 6, isSecured: false, hasSecurityConsent: false });
  expect(bodyOf({ ...typed, kind: 'RESCHEDULE', months: '１８' })).toEqual({
    kind: 'RESCHEDULE',
    termMonths: 18,
  });
  expect(bodyOf({ ...typed, kind: 'BIND_ACCOUNT', accountNo: ' 3301 0401 6000 ' })).toEqual({
    kind: 'BIND_ACCOUNT',
    bankAccountNo: '330104016000',
  });
});

test('and not before they can be read', () => {
  expect(bodyOf({ ...typed, months: '' })).toBeNull();
  expect(bodyOf({ ...typed, months: 'six' })).toBeNull();
  expect(bodyOf({ ...typed, kind: 'BIND_ACCOUNT' })).toBeNull();
});

test('what waits for the borrower asks to be answered', () => {
  expect([
    moodOf({ status: 'OFFERED' }),
    moodOf({ status: 'APPLIED' }),
    moodOf({ status: 'LAPSED' }),
  ]).toEqual(['DO', 'GOOD', 'BAD']);
});

test('what staff withdrew is not said to be withdrawn by the borrower', () => {
  expect(CHANGE_STATES.WITHDRAWN).toEqual(['已撤回', 'Withdrawn']);
});
