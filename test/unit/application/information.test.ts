import { informationOf } from '../../../domain/application/information';

const current = { revenueFen: 100 };

test('nothing was said yet', () => {
  expect(informationOf({ statements: {}, profile: {} })).toEqual({ statements: null, profile: null });
  expect(informationOf({ statements: { existingDebtFen: 5 }, profile: { litigation: 'OPEN' } })).toEqual({
    statements: null,
    profile: null,
  });
});

test('an enterprise in its first year has no year before', () => {
  const { statements } = informationOf({ statements: { current, existingDebtFen: 5 }, profile: {} });
  expect(statements).toEqual({ current, previous: null, existingDebtFen: 5 });
});

test('figures that were left out stay out, so that the check can name them', () => {
  const { statements } = informationOf({ statements: { current, previous: current }, profile: {} });
  expect(statements).toEqual({ current, previous: current });
});

test('what only the bureau knows speaks for nobody and against nobody until it is asked', () => {
  const { profile } = informationOf({ statements: {}, profile: { yearsInOperation: 3 } });
  expect(profile).toEqual({
    yearsInOperation: 3,
    taxRating: null,
    litigation: 'NONE',
    maxDpd24m: 0,
    enquiries6m: 0,
  });
});

test('what was said or found counts', () => {
  const found = {
    ...{ yearsInOperation: 3, taxRating: 'A', litigation: 'SETTLED' },
    ...{ maxDpd24m: 12, enquiries6m: 4 },
  };
  expect(informationOf({ statements: {}, profile: found }).profile).toEqual(found);
});
