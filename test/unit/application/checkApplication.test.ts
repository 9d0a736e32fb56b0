import {
  checkApplication,
  type ProductBounds,
  type SubmittedApplication,
} from '../../../domain/application/checkApplication';
import { fen } from '../../../domain/money/fen';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { profile, statements } from '../scoring/examples';

const parameters = parametersAt(PARAMETERS_BEGIN);

const product: ProductBounds = {
  isPublished: true,
  minimumFen: fen(1_000_000),
  maximumFen: fen(50_000_000),
  minimumTermMonths: 3,
  maximumTermMonths: 36,
  methods: ['EQUAL_INSTALMENT', 'BULLET'],
  requiredDocuments: ['BUSINESS_LICENCE', 'TAX_RETURNS'],
};

const application = (changes: object = {}): SubmittedApplication => ({
  amountFen: fen(10_000_000),
  termMonths: 12,
  method: 'EQUAL_INSTALMENT',
  purpose: '采购原材料',
  statements: statements(),
  profile: profile(),
  documents: ['TAX_RETURNS', 'BUSINESS_LICENCE'],
  ...changes,
});

function problems(changes: object, ofProduct: Partial<ProductBounds> = {}) {
  const refusals = checkApplication(application(changes), { ...product, ...ofProduct }, parameters);
  return refusals.length === 0 ? 'ACCEPTED' : refusals.map(({ code, field }) => `${code} ${field}`);
}

describe('an application', () => {
  it.each([
    {},
    { amountFen: 1_000_000 },
    { amountFen: 50_000_000 },
    { termMonths: 3 },
    { termMonths: 36 },
    { method: 'BULLET' },
    { statements: statements({}, null) },
  ])('is complete: %o', (changes) => {
    expect(problems(changes)).toBe('ACCEPTED');
  });

  it.each<[object, string]>([
    [{ amountFen: 999_999 }, 'AMOUNT_BELOW_MINIMUM amountFen'],
    [{ amountFen: 50_000_001 }, 'AMOUNT_ABOVE_MAXIMUM amountFen'],
    [{ amountFen: 0.5 }, 'NOT_INTEGER amountFen'],
    [{ amountFen: -5 }, 'NEGATIVE amountFen'],
    [{ termMonths: 2 }, 'TERM_BELOW_MINIMUM termMonths'],
    [{ termMonths: 37 }, 'TERM_ABOVE_MAXIMUM termMonths'],
    [{ termMonths: 12.5 }, 'NOT_INTEGER termMonths'],
    [{ termMonths: Number.NaN }, 'NOT_INTEGER termMonths'],
    [{ method: 'EQUAL_PRINCIPAL' }, 'METHOD_NOT_OFFERED method'],
    [{ purpose: '  ' }, 'PURPOSE_MISSING purpose'],
    [{ statements: null }, 'STATEMENTS_MISSING statements'],
    [{ statements: statements({ equityFen: 1 }) }, 'NOT_BALANCED statements.current.totalAssetsFen'],
    [{ profile: null }, 'PROFILE_MISSING profile'],
    [{ profile: profile({ maxDpd24m: -1 }) }, 'NEGATIVE profile.maxDpd24m'],
    [{ documents: ['TAX_RETURNS'] }, 'DOCUMENT_MISSING documents'],
  ])('is sent back: %o', (changes, problem) => {
    expect(problems(changes)).toEqual([problem]);
  });

  it('needs a product that is offered', () => {
    expect(problems({}, { isPublished: false })).toEqual(['PRODUCT_NOT_OFFERED productId']);
  });

  it('names every figure that is missing', () => {
    const { current, previous } = statements();
    const lacking = {
      current: { ...current, revenueFen: undefined, ebitFen: null },
      previous: { ...previous, equityFen: undefined },
      existingDebtFen: fen(0),
    };
    expect(problems({ statements: lacking })).toEqual([
      'FIGURE_MISSING statements.current.revenueFen',
      'FIGURE_MISSING statements.current.ebitFen',
      'FIGURE_MISSING statements.previous.equityFen',
      'FIGURE_MISSING statements.principalDue12mFen',
    ]);
    expect(problems({ statements: { ...statements(), existingDebtFen: null } })).toEqual([
      'FIGURE_MISSING statements.existingDebtFen',
    ]);
  });

  it('is told all at once, with the bounds', () => {
    const result = checkApplication(
      application({ amountFen: 1, termMonths: 99, documents: [] }),
      { ...product, minimumTermMonths: 6 },
      parameters,
    );
    expect(result).toEqual([
      { code: 'AMOUNT_BELOW_MINIMUM', field: 'amountFen', detail: { minimumFen: 1_000_000 } },
      { code: 'TERM_ABOVE_MAXIMUM', field: 'termMonths', detail: { maximumTermMonths: 36 } },
      { code: 'DOCUMENT_MISSING', field: 'documents', detail: { document: 'BUSINESS_LICENCE' } },
      { code: 'DOCUMENT_MISSING', field: 'documents', detail: { document: 'TAX_RETURNS' } },
    ]);
    expect(
      checkApplication(application({ amountFen: fen(50_000_001), termMonths: 1 }), product, parameters),
    ).toMatchObject([{ detail: { maximumFen: 50_000_000 } }, { detail: { minimumTermMonths: 3 } }]);
  });
});
