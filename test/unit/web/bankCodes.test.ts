import { PAYMENT_VERSIONS } from '../../../domain/parameters/data/payments';
import { BANK_CODES, bankCodePair } from '../../../web/kit/words/bankCodes';

it('names each code of the bank as the rules of payments do', () => {
  const codes = PAYMENT_VERSIONS.flatMap(({ value }) => value.codes);
  expect(codes.map(({ code }) => BANK_CODES[code])).toEqual(codes.map(({ text }) => [text.zh, text.en]));
  expect(bankCodePair('XX')).toEqual(['XX', 'XX']);
});
