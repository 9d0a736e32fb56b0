import { isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import {
  firstGradingBy,
  isReviewDue,
  kycRiskGrade,
  nextReviewOn,
  riskFactors,
} from '../../../domain/kyc/riskGrade';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const { kyc } = parametersAt(PARAMETERS_BEGIN);

describe('the risk factors of an enterprise that registers by itself', () => {
  const asOf = isoDate('2026-01-05');
  const factors = (establishedOn: string | null, isUnderReview = false) =>
    riskFactors(
      { establishedOn: establishedOn === null ? null : isoDate(establishedOn), isUnderReview },
      asOf,
      kyc,
    );

  it('include its youth for two years', () => {
    expect(factors('2024-01-06')).toEqual(['REMOTE_ONBOARDING']);
    expect(factors('2024-01-07')).toEqual(['REMOTE_ONBOARDING', 'YOUNG_ENTERPRISE']);
  });

  it('include a hit on a list, also where the registry knows nothing', () => {
    expect(factors(null)).toEqual(['REMOTE_ONBOARDING']);
    expect(factors(null, true)).toEqual(['REMOTE_ONBOARDING', 'SCREENING_UNDER_REVIEW']);
  });
});

describe('the risk grade of a customer', () => {
  it.each([
    [[], 'LOW'],
    [['REMOTE_ONBOARDING'], 'MEDIUM'],
    [['REMOTE_ONBOARDING', 'POLITICALLY_EXPOSED'], 'HIGH'],
    [['ADVERSE_MEDIA'], 'HIGH'],
  ] as const)('with %j is %s', (factors, grade) => {
    expect(kycRiskGrade(factors, kyc)).toBe(grade);
  });

  it('is never the lowest for a factor that the parameters do not know', () => {
    expect(kycRiskGrade(['CROSS_MARKET' as never], kyc)).toBe('HIGH');
  });

  it.each([
    ['HIGH', '2026-02-28'],
    ['MEDIUM', '2026-08-31'],
    ['LOW', '2027-08-31'],
  ] as const)('%s is reviewed by %s', (grade, date) => {
    expect(nextReviewOn(isoDate('2025-08-31'), grade, kyc)).toBe(date);
  });

  it('is given within ten workdays', () => {
    expect(firstGradingBy(isoDate('2026-03-02'), publishedCalendar(), kyc)).toBe('2026-03-16');
  });

  it('is due on its day, and at once when something happens', () => {
    const next = isoDate('2026-03-01');
    expect(isReviewDue(isoDate('2026-02-28'), next, [])).toBe(false);
    expect(isReviewDue(isoDate('2026-03-01'), next, [])).toBe(true);
    expect(isReviewDue(isoDate('2025-03-01'), next, ['JUDICIAL_INQUIRY'])).toBe(true);
    expect(isReviewDue(isoDate('2025-03-01'), next, ['BIRTHDAY' as never])).toBe(false);
  });
});
