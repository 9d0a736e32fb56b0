import { pairs, sentence, words } from '../../../web/kit/words/words';
import { literalsIn } from '../../support/screenWords';

describe('words of screens', () => {
  const WORDS = words({ due: ['{day} 应还 {amount} 元', '{amount} yuan due on {day}'] });

  it('fill their values in, in either language', () => {
    const values = { day: '2027-01-05', amount: '1,000.00' };
    expect(sentence(WORDS.due, 'zh-CN', values)).toBe('2027-01-05 应还 1,000.00 元');
    expect(sentence(WORDS.due, 'en', values)).toBe('1,000.00 yuan due on 2027-01-05');
  });

  it('leave a place open that nobody has a value for, rather than say undefined', () => {
    expect(sentence(WORDS.due, 'en', { day: '2027-01-05' })).toBe('{amount} yuan due on 2027-01-05');
  });

  it('count as English does', () => {
    const { late } = words({ late: ['已逾期 {days} 天', '{days day|days} late'] });
    expect([1, 2, 11].map((days) => sentence(late, 'en', { days }))).toEqual([
      ...['1 day late', '2 days late', '11 days late'],
    ]);
    expect(sentence(late, 'zh-CN', { days: 1 })).toBe('已逾期 1 天');
    expect(sentence(late, 'en')).toBe('{days day|days} late');
  });

  it('take the texts of the platform as pairs', () => {
    expect(pairs({ A: '甲' }, { A: 'first' })).toEqual({ A: ['甲', 'first'] });
  });

  it.each([
    ['<p>Hello</p>', ['it.tsx:1: Hello']],
    ["<p>{'你好'}</p>", ['it.tsx:1: 你好']],
    ['<input aria-label="Mail" />', ['it.tsx:1: Mail']],
    ['<input placeholder={\'邮箱\'} className="wide" />', ['it.tsx:1: 邮箱']],
    ["<p title={say('mail')}>{say('mail')} · ¥ %</p>", []],
  ])('are missed where a screen has its own: %s', (markup, found) => {
    expect(literalsIn('it.tsx', `const screen = ${markup};`)).toEqual(found);
  });
});
