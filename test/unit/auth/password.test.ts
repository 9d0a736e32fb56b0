import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { checkPassword } from '../../../gateways/auth/password';

const { password: rules } = parametersAt(PARAMETERS_BEGIN).security;
const refusalOf = (password: string, personal: readonly string[] = []) => {
  const checked = checkPassword(password, rules, personal);
  return checked.ok ? null : checked.refusal;
};

test('a password has twelve characters at least', () => {
  expect(refusalOf('Abcdefgh-12')).toEqual({
    code: 'PASSWORD_TOO_SHORT',
    field: 'password',
    detail: { minimum: 12 },
  });
  expect(refusalOf('Abcdefgh-123')).toBeNull();
  // Characters, not code units.
  expect(refusalOf('Abcdefgh1😀😀')).toMatchObject({ code: 'PASSWORD_TOO_SHORT' });
});

test('a password is of three kinds of characters at least', () => {
  expect(refusalOf('abcdefgh1234')).toMatchObject({ code: 'PASSWORD_TOO_SIMPLE', detail: { minimum: 3 } });
  expect(refusalOf('abcdefgh-1234')).toBeNull();
});

test('a password does not hold what a guesser would try first', () => {
  expect(refusalOf('Zhonghua-2026!', ['zhonghua'])).toMatchObject({ code: 'PASSWORD_CONTAINS_NAME' });
  expect(refusalOf('Zhonghua-2026!', ['zho'])).toBeNull();
});
