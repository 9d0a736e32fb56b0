import { areCheckedAgain, judgeParts } from '../../../domain/kyc/fileParts';

const part = { part: 'NAME', reasonCode: 'D106', words: 'two characters are missing' };
const own = { ...part, reasonCode: null };

test.each([
  ['a part with a number and words', [part], 'REVIEWER', true],
  ['several', [part, { ...part, part: 'PAPERS', reasonCode: 'D403' }], 'REVIEWER', true],
  ['what its people noticed, in words', [own], 'ENTERPRISE', true],
  ['nothing', [], 'REVIEWER', false],
  ['no list', 'NAME', 'REVIEWER', false],
  ['a part twice', [part, part], 'REVIEWER', false],
  ['a part that is none', [{ ...part, part: 'USCC' }], 'REVIEWER', false],
  ['a number of something else', [{ ...part, reasonCode: 'D201' }], 'REVIEWER', false],
  ['a confidential number', [{ ...part, reasonCode: 'D103' }], 'REVIEWER', false],
  ['a reviewer without a number', [own], 'REVIEWER', false],
  ['its people with a number', [part], 'ENTERPRISE', false],
  ['no words', [{ ...part, words: '  ' }], 'REVIEWER', false],
] as const)('%s: %j by %s', (_name, parts, by, ok) => {
  expect(judgeParts(parts, by).ok).toBe(ok);
});

test('registry and lists are asked again where a name is another', () => {
  expect(areCheckedAgain([{ part: 'LEGAL_PERSON' }, { part: 'PAPERS' }])).toBe(true);
  expect(areCheckedAgain([{ part: 'NAME' }])).toBe(true);
  expect(areCheckedAgain([{ part: 'BANK_ACCOUNT' }, { part: 'MOBILE' }, { part: 'PAPERS' }])).toBe(false);
});
