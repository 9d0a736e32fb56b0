import type { ReactNode } from 'react';
import type { Answers } from '../../../kit/api/api';
import { Day } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import '../../../kit/loan/loan.css';

const WORDS = words({
  genuine: ['是我们出具的单据', 'It is one of our papers'],
  withdrawn: [
    '曾由我们出具，但已撤回，不再有效',
    'It was one of our papers, and was withdrawn: it is good no more',
  ],
  title: ['单据', 'Paper'],
  number: ['编号', 'Number'],
  issuedOn: ['出具日期', 'Issued on'],
  issuer: ['出具机构', 'Issued by'],
  withdrawnOn: ['撤回日期', 'Withdrawn on'],
  compare: ['请与手中的单据逐项比对。', 'Compare each line with the paper in your hand.'],
});

/** What our books say of a paper that has the code. */
export function Verified({ paper }: { paper: Answers['PaperVerification'] }) {
  const say = useWords(WORDS);
  const { title, number, issuedOn, issuer, withdrawnOn } = paper;
  const line = (label: string, shown: ReactNode) => (
    <div>
      <dt>{label}</dt>
      <dd>{shown}</dd>
    </div>
  );
  return (
    <section className={`notice ${withdrawnOn === null ? 'notice-good' : 'notice-warn'}`}>
      <h2>{say(withdrawnOn === null ? 'genuine' : 'withdrawn')}</h2>
      <dl className="figures">
        {line(say('title'), title)}
        {line(say('number'), number)}
        {line(say('issuedOn'), <Day day={issuedOn} />)}
        {line(say('issuer'), issuer)}
        {withdrawnOn !== null && line(say('withdrawnOn'), <Day day={withdrawnOn} />)}
      </dl>
      <p>{say('compare')}</p>
    </section>
  );
}
