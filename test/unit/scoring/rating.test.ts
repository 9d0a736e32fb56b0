import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { decisionOf, gradeOfScore, pdOfScore } from '../../../domain/scoring/rating';

const { rating } = parametersAt(PARAMETERS_BEGIN);
const knockOut = { code: 'K02_TAX_RATING_D', text: { zh: '', en: '' } };

describe('the rating', () => {
  it.each([
    [730, '0.000184'],
    [621, '0.007985'],
    [600, '0.016393'], // odds 60:1
    [620, '0.008264'], // odds 120:1
    [350, '0.989748'],
  ])('turns score %d into PD %s', (score, pd) => {
    expect(pdOfScore(score, rating).toFixed(6)).toBe(pd);
  });

  it.each([
    [690, 'AAA', '0.000736', 'APPROVE_ELIGIBLE'],
    [689, 'AA', '0.001237', 'APPROVE_ELIGIBLE'],
    [660, 'AA', '0.001237', 'APPROVE_ELIGIBLE'],
    [630, 'A', '0.003492', 'APPROVE_ELIGIBLE'],
    [629, 'BBB', '0.009813', 'APPROVE_ELIGIBLE'],
    [600, 'BBB', '0.009813', 'APPROVE_ELIGIBLE'],
    [575, 'BB', '0.025059', 'APPROVE_ELIGIBLE'],
    [574, 'B', '0.057612', 'REFER'],
    [550, 'B', '0.057612', 'REFER'],
    [520, 'CCC', '0.136860', 'REFER'],
    [519, 'D', '0.309620', 'DECLINE'],
    [-99, 'D', '0.309620', 'DECLINE'],
  ])('grades %d as %s', (score, grade, pd, decision) => {
    const rule = gradeOfScore(score, rating);
    expect([rule.grade, rule.pd, decisionOf(rule, [])]).toEqual([grade, pd, decision]);
  });

  it('declines whoever is knocked out', () => {
    expect(decisionOf(gradeOfScore(730, rating), [knockOut])).toBe('DECLINE');
  });

  it('can not grade by a list of grades that ends too early', () => {
    expect(() => gradeOfScore(10, { ...rating, grades: rating.grades.slice(0, 1) })).toThrow('no grade');
  });
});
