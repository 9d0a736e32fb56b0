import { describe, expect, it } from '@jest/globals';
import type { Answers } from '../../../web/client/client';
import { barsOf, scaleOf } from '../../../web/desk/features/case/facts/waterfall';

type Risk = NonNullable<Answers['AssessmentFigures']['risk']>;
const risk = {
  score: 430,
  points: { debtRatio: 10, dscr: 50, litigation: 20 },
  reasons: [{ code: 'R02', characteristic: 'debtRatio', lostPoints: 30, text: { zh: '高', en: 'high' } }],
} as unknown as Risk;

describe('the score as a waterfall', () => {
  const bars = barsOf(risk);

  it('goes from the base to the total without a gap, the largest first', () => {
    expect(bars.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['BASE', 0, 350],
      ['dscr', 350, 400],
      ['litigation', 400, 420],
      ['debtRatio', 420, 430],
      ['TOTAL', 0, 430],
    ]);
  });

  it('says of each what it lost and under which number', () => {
    expect(bars.find(({ name }) => name === 'debtRatio')).toMatchObject({
      points: 10,
      lost: 30,
      reasonCode: 'R02',
    });
    expect(bars.find(({ name }) => name === 'dscr')).toMatchObject({ lost: null, reasonCode: null });
  });

  it('shows what moves, the base only as where it begins', () => {
    const { from, to } = scaleOf(bars);
    expect(from).toBeLessThan(350);
    expect(from).toBeGreaterThan(300);
    expect(to).toBeGreaterThan(430);
  });
});
