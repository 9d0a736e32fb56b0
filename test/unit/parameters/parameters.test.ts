import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import { Exact, fixed } from '../../../domain/parameters/decimal';
import { KYC_DOCUMENTS, RISK_FACTORS } from '../../../domain/parameters/kyc';
import {
  PARAMETER_VERSIONS,
  PARAMETERS_BEGIN,
  type ParameterSubject,
  parametersAt,
} from '../../../domain/parameters/parametersAt';
import { paymentCodeRule } from '../../../domain/parameters/payments';
import { GRADES, isAtLeast } from '../../../domain/parameters/scorecard';
import { type Version, versionAt } from '../../../domain/parameters/version';

const version = (id: string, effectiveFrom: string): Version<string> => ({
  id,
  effectiveFrom: isoDate(effectiveFrom),
  source: 'test',
  value: `value of ${id}`,
});

test('a decimal is shown with its places, rounded half up', () => {
  expect([fixed(new Exact('0.00005'), 4), fixed(new Exact('2'), 2)]).toEqual(['0.0001', '2.00']);
});

describe('a version', () => {
  const versions = [version('b', '2025-01-01'), version('c', '2026-01-01'), version('a', '2024-01-01')];

  it.each([
    ['2024-01-01', 'a'],
    ['2024-12-31', 'a'],
    ['2025-01-01', 'b'],
    ['2030-01-01', 'c'],
  ])('is in force on %s: %s', (date, id) => {
    expect(versionAt(versions, isoDate(date)).id).toBe(id);
  });

  it('is not made up for a day before the first', () => {
    expect(() => versionAt(versions, isoDate('2023-12-31'))).toThrow('no parameters in force on 2023-12-31');
  });
});

describe('the parameters of a day', () => {
  it('name the versions that they are', () => {
    expect(parametersAt(isoDate('2026-03-01'))).toMatchObject({
      date: '2026-03-01',
      lpr: { oneYear: '0.03', fiveYearPlus: '0.035' },
      versions: { scorecard: 'scorecard/1', lpr: 'lpr/2025-05-20' },
    });
    expect(parametersAt(isoDate('2023-07-01'))).toMatchObject({
      lpr: { oneYear: '0.0355', fiveYearPlus: '0.042' },
      versions: { lpr: 'lpr/2023-06-20' },
    });
  });

  it('begin with the reform of the LPR', () => {
    expect(parametersAt(PARAMETERS_BEGIN).lpr.oneYear).toBe('0.0425');
    expect(() => parametersAt(addDays(PARAMETERS_BEGIN, -1))).toThrow(RangeError);
  });

  it('can not be changed by whoever reads them', () => {
    const parameters = parametersAt(PARAMETERS_BEGIN);
    const change = (target: object, key: string) => () => Object.assign(target, { [key]: 1 });
    expect(change(parameters, 'lpr')).toThrow(TypeError);
    expect(change(parameters.versions, 'lpr')).toThrow(TypeError);
    expect(change(parameters.scorecard.characteristics.dscr, 'absent')).toThrow(TypeError);
    expect(change(parameters.overdue.ladder, '0')).toThrow(TypeError);
  });

  it.each(Object.keys(PARAMETER_VERSIONS) as ParameterSubject[])(
    'say where they come from: %s',
    (subject) => {
      const versions: readonly Version<unknown>[] = PARAMETER_VERSIONS[subject];
      expect(versions.every(({ source }) => source.length > 3)).toBe(true);
      expect(new Set(versions.map(({ id }) => id)).size).toBe(versions.length);
      expect(new Set(versions.map(({ effectiveFrom }) => effectiveFrom)).size).toBe(versions.length);
    },
  );
});

describe('the data', () => {
  const parameters = parametersAt(PARAMETERS_BEGIN);

  it('has the ladder in order of days, from a week before to the write-off', () => {
    const days = parameters.overdue.ladder.map(({ day }) => day);
    expect(days).toEqual([-7, -3, -1, 0, 1, 3, 7, 15, 30, 60, 90, 91, 180, 271, 361]);
    expect(parameters.overdue.ladder.flatMap(({ stage }) => stage ?? [])).toEqual([
      'M1',
      'M2',
      'M3',
      'M4',
      'M7+',
    ]);
  });

  it('has grades, best first, whose PD rises and whose score falls', () => {
    const { grades } = parameters.rating;
    expect(grades.map(({ grade }) => grade)).toEqual([...GRADES]);
    const pds = grades.map(({ pd }) => Number(pd));
    expect(pds).toEqual([...pds].sort((left, right) => left - right));
    const scores = grades.map(({ fromScore }) => fromScore ?? Number.NEGATIVE_INFINITY);
    expect(scores).toEqual([...scores].sort((left, right) => right - left));
  });

  it('knows how good a grade is', () => {
    expect([isAtLeast('BB', 'BB'), isAtLeast('AAA', 'BB'), isAtLeast('B', 'BB')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('has each code of a payment once, and treats an unknown one as an unknown outcome', () => {
    const codes = parameters.payments.codes.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(paymentCodeRule(parameters.payments, '51')).toMatchObject({
      klass: 'RETRY_SCHEDULED',
      text: { zh: '余额不足', en: 'Insufficient funds' },
    });
    expect(paymentCodeRule(parameters.payments, 'Z9')).toEqual({
      code: 'Z9',
      klass: 'UNKNOWN_QUERY',
      text: { zh: '未知应答码', en: 'Unknown response code' },
    });
  });

  it('provides more for worse loans, within the range of the guideline', () => {
    const { guideline2002, guideline2002Range, coefficients2012 } = parameters.provisions;
    expect(Object.values(guideline2002)).toEqual(['0.01', '0.02', '0.25', '0.50', '1.00']);
    expect(Object.values(coefficients2012)).toEqual(['0.015', '0.03', '0.30', '0.60', '1.00']);
    for (const [grade, range] of Object.entries(guideline2002Range)) {
      const chosen = Number(guideline2002[grade as 'LOSS']);
      expect(chosen).toBeGreaterThanOrEqual(Number(range.lowest));
      expect(chosen).toBeLessThanOrEqual(Number(range.highest));
    }
  });

  it('names every document and grades every risk factor', () => {
    const { documents, gradeOfFactor } = parameters.kyc;
    expect(
      KYC_DOCUMENTS.every((document) => documents[document].zh !== '' && documents[document].en !== ''),
    ).toBe(true);
    expect(RISK_FACTORS.every((factor) => gradeOfFactor[factor] !== undefined)).toBe(true);
  });

  it('has a matrix that rises and ends without limits', () => {
    const limits = parameters.approval.matrix.map(({ maximumExposureFen }) => maximumExposureFen ?? Infinity);
    expect(limits).toEqual([...limits].sort((left, right) => left - right));
    expect(parameters.approval.matrix.at(-1)).toMatchObject({ maximumExposureFen: null, minimumGrade: null });
  });
});
