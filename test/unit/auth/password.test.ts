import { DEMO_PASSWORD } from '../../../demo/people';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { checkPassword, wordsOfName } from '../../../gateways/auth/password';

const { kyc, security } = parametersAt(PARAMETERS_BEGIN);
const { password: rules } = security;
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
  expect(refusalOf('Quay-Lant-12')).toBeNull();
  // Characters, not code units.
  expect(refusalOf('Abcdefgh1😀😀')).toMatchObject({ code: 'PASSWORD_TOO_SHORT' });
});

test('a password is of whatever characters somebody likes', () => {
  for (const password of ['quaylanternmossfig', '灯塔旧船苔藓港湾夜雨听风眠', '8340 2957 1163 4870']) {
    expect([password, refusalOf(password)]).toEqual([password, null]);
  }
});

test('a password does not hold a name, in characters or in pinyin, nor a word of the house', () => {
  const words = [
    ...wordsOfName('王芳', kyc.screening),
    ...wordsOfName('杭州青禾食品有限公司', kyc.screening),
  ];
  expect(words).toEqual(['王芳', 'WANGFANG', '杭州青禾食品', 'HANGZHOUQINGHESHIPIN']);
  for (const password of ['Zk王芳-8347-Quay', 'Wangfang-Quay-58', 'ＷangＦang-Quay-58', 'Lending-Quay-58!']) {
    expect(refusalOf(password, words)).toMatchObject({ code: 'PASSWORD_CONTAINS_NAME' });
  }
  // Too short to be more than an accident.
  expect(refusalOf('Zhong-Quay-5831', ['zho'])).toBeNull();
});

test('a password that many people have, or that varies one, is refused', () => {
  for (const password of ['Qwerty123456!', 'Aa123456789!', 'Iloveyou1234', 'Aaaaaaaaaa1!', 'Abcdefgh-123']) {
    expect([password, refusalOf(password)]).toEqual([
      password,
      { code: 'PASSWORD_GUESSABLE', field: 'password' },
    ]);
  }
  expect(refusalOf('Quay-Lantern-4712')).toBeNull();
});

test('the password of the demo is one that people of an enterprise may have', () => {
  expect(refusalOf(DEMO_PASSWORD, ['owner', 'company', 'example', 'JIANGNAN', 'BEICHEN'])).toBeNull();
});
