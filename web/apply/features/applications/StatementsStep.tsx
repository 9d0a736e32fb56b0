import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { FromFile } from './FromFile';
import { DebtFields, PeriodFields, PreviousFields } from './InformationFields';

const WORDS = words({
  current: ['本年报表', 'This year'],
  previous: ['上年报表', 'The year before'],
  debts: ['负债', 'Debts'],
  later: [
    '暂时没有的数据可以留空，提交后会请您补齐。',
    'What you do not have yet may stay empty: you are asked for it after sending.',
  ],
});

/** Figures of two years and debts, from files or typed. */
export function StatementsStep() {
  const say = useWords(WORDS);
  return (
    <>
      <p className="quiet">{say('later')}</p>
      <FromFile />
      <section className="card stack">
        <h2>{say('current')}</h2>
        <PeriodFields year="current" />
      </section>
      <section className="card stack">
        <h2>{say('previous')}</h2>
        <PreviousFields />
      </section>
      <section className="card stack">
        <h2>{say('debts')}</h2>
        <DebtFields />
      </section>
    </>
  );
}
