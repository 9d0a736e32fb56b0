import { STATEMENT_FIGURES } from '../../../domain/scoring/statements';
import {
  emptyInformation,
  FIGURES,
  fieldOfPath,
  informationOf,
  missingCount,
  typedOf,
} from '../../../web/apply/features/applications/information';
import {
  applicationBody,
  applicationFieldOf,
  emptyApplication,
  firstUnfinished,
  readApplication,
  stepAfter,
  stepOf,
  stepOfPath,
  type TypedApplication,
  wrongApplication,
} from '../../../web/apply/features/applications/newApplication';
import { penaltyRate } from '../../../web/apply/features/applications/penalty';
import {
  emptyOf,
  othersThan,
  wantedConsents,
  wantedFields,
} from '../../../web/apply/features/applications/wanted';

type Product = NonNullable<Parameters<typeof wrongApplication>[1]>;
const product: Product = {
  id: '0198c1f0-0000-7000-8000-0000000000f1',
  minimumFen: 1_000_000,
  maximumFen: 500_000_000,
  minimumTermMonths: 3,
  maximumTermMonths: 36,
  methods: ['EQUAL_INSTALMENT'],
};
const terms = { productId: product.id, amount: '30万', term: '6', method: 'EQUAL_INSTALMENT' };
const typed: TypedApplication = { ...emptyApplication('k'), ...terms, purpose: ' 采购原料 ' };
const NO_PRODUCT = [['请选择', 'Choose']] as const;

it('knows the figures that an assessment needs', () => {
  expect([...FIGURES].sort()).toEqual([...STATEMENT_FIGURES].sort());
});

it('sends what was typed, exactly, and leaves out what is not known yet', () => {
  const current = { ...typed.current, revenueFen: '2,000万', ebitFen: '(12.50)' };
  expect(applicationBody({ ...typed, current, years: '3.5', taxRating: 'NONE' }, product)).toEqual({
    productId: product.id,
    amountFen: 30_000_000,
    termMonths: 6,
    method: 'EQUAL_INSTALMENT',
    purpose: '采购原料',
    statements: { current: { revenueFen: 2_000_000_000, ebitFen: -1_250 } },
    profile: { yearsInOperation: 3.5, taxRating: null },
  });
  expect(informationOf({ ...typed, hasPrevious: 'NO' }).statements).toEqual({ previous: null });
});

it('says what is wrong at its field, and on which step that is', () => {
  const wrong = wrongApplication(
    { ...typed, amount: '1', purpose: '', previous: { ...typed.previous, inventoryFen: '-1' } },
    product,
    NO_PRODUCT,
  );
  expect(Object.keys(wrong).sort()).toEqual(['amount', 'previous.inventoryFen', 'purpose']);
  expect(wrongApplication(typed, product, NO_PRODUCT)).toEqual({});
  expect(Object.keys(wrongApplication(typed, undefined, NO_PRODUCT))).toEqual(['productId']);
  expect((['productId', 'amount', 'years', 'previous.inventoryFen'] as const).map(stepOf)).toEqual([
    'product',
    'terms',
    'purpose',
    'statements',
  ]);
});

it('goes step by step, and begins at the first one for an address that is none', () => {
  expect([stepAfter('product'), stepAfter('check'), stepOfPath('nowhere')]).toEqual([
    'terms',
    null,
    'product',
  ]);
});

it('finds the field for a path of the API', () => {
  const paths = [
    'amountFen',
    'termMonths',
    'purpose',
    'statements.current.ebitFen',
    'profile.yearsInOperation',
  ];
  expect(paths.map(applicationFieldOf)).toEqual(['amount', 'term', 'purpose', 'current.ebitFen', 'years']);
  expect(['statements', 'consents.CREDIT_ENQUIRY', 'statements.current.x'].map(fieldOfPath)).toEqual([
    null,
    null,
    null,
  ]);
});

describe('a draft', () => {
  it('comes back as it was typed', () => {
    const kept: unknown = JSON.parse(
      JSON.stringify({ ...typed, current: { ...typed.current, ebitFen: '1 2' } }),
    );
    expect(readApplication(kept)).toMatchObject({
      ...terms,
      key: 'k',
      purpose: ' 采购原料 ',
      hasPrevious: 'YES',
    });
    expect(readApplication(kept)?.current.ebitFen).toBe('1 2');
  });

  it('of another shape loses only what has no place', () => {
    expect(readApplication({ key: 'k', amount: 5, current: 'x', other: {} })).toEqual(emptyApplication('k'));
    expect([readApplication(null), readApplication({ amount: '5' })]).toEqual([null, null]);
  });
});

describe('what came back', () => {
  const onFile = { ...emptyInformation(), purpose: '采购', years: '3' };

  it('is asked for alone: a figure, a whole year, a consent', () => {
    expect([...wantedFields(['statements.current.ebitFen', 'profile.taxRating'])]).toEqual([
      'current.ebitFen',
      'taxRating',
    ]);
    expect(wantedFields(['statements']).size).toBe(2 * FIGURES.length + 2);
    expect(wantedConsents(['consents.CREDIT_ENQUIRY', 'profile'])).toEqual(['CREDIT_ENQUIRY']);
  });

  it('has to be filled in; a year that there was none of has not', () => {
    const wanted = wantedFields(['profile.taxRating', 'statements.previous.ebitFen']);
    expect(emptyOf(onFile, wanted)).toEqual(['taxRating', 'previous.ebitFen']);
    expect(emptyOf({ ...onFile, hasPrevious: 'NO', taxRating: 'A' }, wanted)).toEqual([]);
    expect([...othersThan(onFile, wantedFields(['profile.yearsInOperation']))]).toEqual(['purpose']);
  });

  it('is shown as it was typed', () => {
    const shown = typedOf({
      purpose: '采购',
      statements: { current: { revenueFen: 123_450 }, previous: null, existingDebtFen: 0 },
      profile: { taxRating: null },
    });
    expect(shown).toMatchObject({ hasPrevious: 'NO', existingDebtFen: '0.00', taxRating: 'NONE', years: '' });
    expect(shown.current.revenueFen).toBe('1,234.50');
    expect(missingCount(emptyInformation()) - missingCount(shown)).toBe(FIGURES.length + 3);
  });
});

it.each([
  ['0.0533', '0.5', '0.07995'],
  ['0.1', '1', '0.2'],
  ['0.0435', '0.3', '0.05655'],
  ['1', '0', '1'],
])('knows what is late costs: %s and a mark-up of %s', (rate, markup, penalty) => {
  expect(penaltyRate(rate, markup)).toBe(penalty);
});

it('goes on at the first step on which something is wrong or empty, and at the last one when nothing is', () => {
  const filled = Object.fromEntries(FIGURES.map((figure) => [figure, '1'])) as TypedApplication['current'];
  const profile = { years: '3', taxRating: 'A', litigation: 'NONE' };
  const whole: TypedApplication = {
    ...{ ...typed, ...profile, current: filled, hasPrevious: 'NO' },
    ...{ principalDue12mFen: '0', existingDebtFen: '0' },
  };
  expect(firstUnfinished(emptyApplication('k'), undefined)).toBe('product');
  expect(firstUnfinished({ ...whole, amount: '1' }, product)).toBe('terms');
  expect(firstUnfinished({ ...whole, years: '' }, product)).toBe('purpose');
  expect(firstUnfinished({ ...whole, existingDebtFen: '' }, product)).toBe('statements');
  expect(firstUnfinished({ ...whole, hasPrevious: 'YES' }, product)).toBe('statements');
  expect(firstUnfinished(whole, product)).toBe('check');
});
