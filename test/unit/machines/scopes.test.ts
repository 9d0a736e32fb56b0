import { securityRules } from '../../../api/kernel/security/rules';
import { grantedScopes, MACHINE_SCOPES } from '../../../domain/machines/scopes';
import { machineSecretHash, newMachineSecret } from '../../../gateways/auth/machineSecret';

describe('the scopes of a token', () => {
  const has = ['loans:read', 'books:read'] as const;

  it.each([
    [null, has],
    ['loans:read', ['loans:read']],
    ['  books:read   loans:read books:read ', has],
  ])('asked for by %j are those of the machine', (asked, granted) => {
    expect(grantedScopes(has, asked)).toEqual(granted);
  });

  it.each(['', ' ', 'payments:read', 'loans:read payments:read', 'loans:write', 'LOANS:READ', 'loans'])(
    'asked for by %j are none: there is no such, or the machine has it not',
    (asked) => {
      expect(grantedScopes(has, asked)).toBeNull();
    },
  );

  it('open nothing but reading', () => {
    for (const scope of MACHINE_SCOPES) expect(scope).toMatch(/^[a-z]+:read$/);
  });
});

test('a token lasts a quarter of an hour at most, and its key outlives it', () => {
  const { keyDays, overlapDays, secretDays, tokenMinutes } = securityRules().machines;
  expect(tokenMinutes).toBeLessThanOrEqual(15);
  expect(keyDays).toBeGreaterThanOrEqual(1);
  expect(overlapDays).toBeLessThan(secretDays);
});

test('a secret has 256 bits, and is kept as a hash', () => {
  const [one, other] = [newMachineSecret(), newMachineSecret()];
  expect(Buffer.from(one, 'base64url')).toHaveLength(32);
  expect(one).not.toBe(other);
  expect(machineSecretHash(one)).toMatch(/^[0-9a-f]{64}$/);
});
