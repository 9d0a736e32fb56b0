import { contradicts, type PaymentOutcome } from '../../../domain/collection/outcome';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { orderPolicy } from '../../../domain/parameters/payments';

const policy = orderPolicy(parametersAt(PARAMETERS_BEGIN).payments);
const paid = (bankReference: string, bankDate = '2026-03-12'): PaymentOutcome => ({
  status: 'SUCCEEDED',
  bankReference,
  bankDate,
});
const declined = (code: string): PaymentOutcome => ({ status: 'FAILED', code });

it.each([
  ['paid under another reference', paid('B2'), paid('B1'), true],
  ['paid under the same reference', paid('B1', '2026-03-13'), paid('B1'), false],
  ['paid, and it is booked as declined', paid('B1'), declined('51'), true],
  ['declined, and it is booked as paid', declined('51'), paid('B1'), true],
  ['declined with another code', declined('14'), declined('51'), false],
  ['a code that leaves the order open, and it is booked as paid', declined('98'), paid('B1'), false],
  ['a code to ask after, and it is booked as paid', declined('96'), paid('B1'), false],
])('the bank says: %s', (_told, said, booked, isContradiction) => {
  expect(contradicts(said, booked, policy)).toBe(isContradiction);
});
