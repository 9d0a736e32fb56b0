import { hashesOf, keyOf, sameRequest } from '../../../api/kernel/routing/idempotency';
import { routes } from '../../../contracts/http';

const KEY = '0198c1f0-0000-7000-8000-0000000000aa';

const SECRET = 'a secret of the platform';

test('the order of fields does not matter, their values do', () => {
  const hash = (asked: unknown) => hashesOf(asked, SECRET)[0];
  expect(hash({ a: 1, b: { c: [1, 2], d: null } })).toBe(hash({ b: { d: null, c: [1, 2] }, a: 1 }));
  expect(hash({ a: 1 })).not.toBe(hash({ a: 2 }));
  expect(hash([1, 2])).not.toBe(hash([2, 1]));
});

test('what is kept of a request can be guessed by nobody without the secret', () => {
  const asked = [null, { password: 'Demo-Lending-2026' }];
  expect(hashesOf(asked, 'another secret')).not.toEqual(hashesOf(asked, SECRET));
});

test('what moves money needs a key, and a sensible one', () => {
  expect(() => keyOf(undefined, routes.repay)).toThrow('IDEMPOTENCY_KEY_MISSING');
  for (const wrong of ['short', 'with space inside', `${'x'.repeat(129)}`, "1' OR '1'='1"]) {
    expect(() => keyOf(wrong, routes.repay)).toThrow('IDEMPOTENCY_KEY_INVALID');
  }
  expect(keyOf(KEY, routes.repay)).toBe(KEY);
  expect(keyOf(undefined, routes.withdrawApplication)).toBeNull();
  expect(keyOf(KEY, routes.getLoan)).toBeNull();
});

test('a key belongs to its first request', () => {
  const request = { actorId: 'u', key: KEY, operation: 'repay', requestHash: 'h', subjectId: KEY };
  const kept = {
    operation: 'repay',
    requestHash: 'h',
    subjectId: KEY,
    status: null,
    answer: null,
    isFirst: false,
  };
  expect(() => sameRequest(kept, request, ['h'])).not.toThrow();
  expect(() => sameRequest({ ...kept, requestHash: 'other' }, request, ['h'])).toThrow(
    'IDEMPOTENCY_KEY_REUSED',
  );
  expect(() => sameRequest({ ...kept, operation: 'prepay' }, request, ['h'])).toThrow(
    'IDEMPOTENCY_KEY_REUSED',
  );
});

test('every route that makes something or moves money requires a key', () => {
  const required = Object.entries(routes).flatMap(([id, { idempotency }]) =>
    idempotency === 'required' ? [id] : [],
  );
  expect(required.sort()).toEqual([
    'acceptOffer',
    'actOnProcess',
    'answerTariff',
    'appeal',
    'apply',
    'askForFileChange',
    'askForHold',
    'askToCorrect',
    'changeTerms',
    'disputeFee',
    'grantDelegation',
    'handInCorrections',
    'invitePerson',
    'openEmergencyAccess',
    'prepay',
    'promise',
    'quoteFee',
    'quoteSettlement',
    'recordConnection',
    'recordContact',
    'recoverAccess',
    'registerEnterprise',
    'registerOwnEnterprise',
    'repay',
    'reportFeeBounce',
    'requestFeeRelief',
    'requestLedgerChange',
    'requestLoanChange',
    'requestRules',
    'requestStaffChange',
    'sayAbsent',
    'sendInvitation',
    'suspendStaff',
    'takeFileTo',
  ]);
});

test('a request is known again that was kept under an older secret', () => {
  const asked = [{ a: 1 }, { b: 2 }];

  const [older, newer] = ['o'.repeat(32), 'n'.repeat(32)];
  const request = { actorId: 'u', key: KEY, operation: 'repay', requestHash: 'h', subjectId: KEY };
  const [requestHash] = hashesOf(asked, older);
  const was = { operation: 'repay', requestHash, subjectId: KEY, status: null, answer: null, isFirst: false };
  expect(() => sameRequest(was, request, hashesOf(asked, `${newer},${older}`))).not.toThrow();
  expect(() => sameRequest(was, request, hashesOf(asked, newer))).toThrow();
  expect(() => sameRequest(was, request, hashesOf([{ a: 2 }], `${newer},${older}`))).toThrow();
});
