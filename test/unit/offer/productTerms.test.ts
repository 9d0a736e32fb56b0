import { rate } from '../../../domain/money/rate';
import { type ProductTerms, termsFor } from '../../../domain/offer/productTerms';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const parameters = parametersAt(PARAMETERS_BEGIN);
const product: ProductTerms = { paymentMode: 'EXACT', intervalMonths: 1, fees: [], regime: 'BANK' };

test('what a product leaves out is as the house has it', () => {
  expect(termsFor(product, parameters)).toMatchObject({
    ...product,
    graceDays: 7,
    offerDays: 7,
    penaltyMarkup: '0.5',
    vatRate: '0.06',
    capRegime: 'LOWER',
  });
});

test('a product overrides the house', () => {
  const own = { ...product, graceDays: 0, offerDays: 30, penaltyMarkup: rate('0.3') };
  expect(termsFor(own, parameters)).toMatchObject({ graceDays: 0, offerDays: 30, penaltyMarkup: '0.3' });
});
