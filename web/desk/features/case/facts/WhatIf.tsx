import { keepPreviousData } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { type Answers, api } from '../../../../kit/api/api';
import { ProblemNotice } from '../../../../kit/api/ProblemNotice';
import { Money, Rate } from '../../../../kit/figures/figures';
import { useRested } from '../../../../kit/forms/useRested';
import { useWords } from '../../../../kit/words/language';
import { AUTHORITY_NAMES, METHOD_NAMES } from '../../../../kit/words/names';
import { words } from '../../../../kit/words/words';
import { Asked } from '../../../parts/Asked';
import { type Figure, linesOf, stepOf, type Tried } from './whatIf';

type Application = NonNullable<Answers['CaseFile']['application']>;
type Answer = Answers['WhatIf'];

const WORDS = words({
  open: ['试算其他金额与期限', 'Try another amount or term'],
  about: [
    '按本案事实与今日规则试算，不写入任何数据。',
    'By the facts of the case and the rules of today; nothing is written.',
  ],
  amount: ['金额', 'Amount'],
  term: ['期限', 'Term'],
  months: ['{months} 个月', '{months month|months}'],
  method: ['还款方式', 'Method'],
  reset: ['回到申请条件', 'Back to what was asked'],
  asked: ['申请', 'Asked'],
  tried: ['试算', 'Tried'],
  approvers: ['审批人', 'Who approves'],
  nobody: ['无人有权批准', 'Nobody may approve it'],
  none: ['—', '—'],
  noProduct: ['产品已下架，无法试算。', 'The product is no longer on offer.'],
});
const FIGURES = words<Figure>({
  annualRate: ['年利率', 'Yearly rate'],
  simpleRate: ['年化综合成本', 'Annual cost'],
  firstPaymentFen: ['首期还款', 'First payment'],
  costFen: ['成本合计', 'All costs'],
  expectedLossFen: ['预期损失', 'Expected loss'],
  grade: ['评级', 'Grade'],
  score: ['评分', 'Score'],
  exposureFen: ['集团敞口（含本笔）', 'Exposure of the group, with this'],
});

/** Other terms beside the score: price, instalment, grade and authority follow the sliders. */
export function WhatIfPart({ application }: { application: Application }) {
  const say = useWords(WORDS);
  const [isOpen, open] = useState(false);
  return (
    <details className="what-if" onToggle={({ currentTarget }) => open(currentTarget.open)}>
      <summary>{say('open')}</summary>
      {isOpen && <WithProduct application={application} />}
    </details>
  );
}

function WithProduct({ application }: { application: Application }) {
  const say = useWords(WORDS);
  const of = api.useQuery('get', '/products', { params: { query: {} } });
  return (
    <Asked of={of}>
      {({ items }) => {
        const product = items.find(({ code }) => code === application.productCode);
        if (product === undefined) return <p className="quiet">{say('noProduct')}</p>;
        return <Sliders application={application} product={product} />;
      }}
    </Asked>
  );
}

function Sliders({ application, product }: { application: Application; product: Answers['Product'] }) {
  const say = useWords(WORDS);
  const { amountFen, termMonths, method } = application;
  const [terms, setTerms] = useState<Tried>({ amountFen, termMonths, method });
  const asked = useWhatIf(application.id, { amountFen, termMonths, method });
  const tried = useWhatIf(application.id, useRested(terms));
  return (
    <div className="stack">
      <p className="quiet">{say('about')}</p>
      <TriedTerms terms={terms} product={product} change={(part) => setTerms({ ...terms, ...part })} />
      <p>
        <button
          type="button"
          className="button small"
          onClick={() => setTerms({ amountFen, termMonths, method })}
        >
          {say('reset')}
        </button>
      </p>
      <ProblemNotice error={asked.error ?? tried.error} />
      {asked.data !== undefined && tried.data !== undefined && (
        <div className={tried.isPlaceholderData ? 'stale' : undefined} aria-busy={tried.isFetching}>
          <Comparison asked={asked.data} tried={tried.data} />
        </div>
      )}
    </div>
  );
}

const useWhatIf = (applicationId: string, body: Tried) =>
  api.useQuery(
    'post',
    '/applications/{applicationId}/what-if',
    { params: { path: { applicationId } }, body },
    { placeholderData: keepPreviousData },
  );

interface TriedTermsProps {
  readonly terms: Tried;
  readonly product: Answers['Product'];
  readonly change: (part: Partial<Tried>) => void;
}

function TriedTerms({ terms, product, change }: TriedTermsProps) {
  const say = useWords(WORDS);
  const sayMethod = useWords(METHOD_NAMES);
  const id = useId();
  const { minimumFen, maximumFen, minimumTermMonths, maximumTermMonths, methods } = product;
  return (
    <div className="panes">
      <div className="field">
        <label htmlFor={`${id}-amount`} className="row spread">
          {say('amount')} <Money fen={terms.amountFen} />
        </label>
        <input
          id={`${id}-amount`}
          type="range"
          min={minimumFen}
          max={maximumFen}
          step={stepOf(product)}
          value={terms.amountFen}
          onChange={({ target }) => change({ amountFen: Number(target.value) })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-term`} className="row spread">
          {say('term')} <span className="figure">{say('months', { months: terms.termMonths })}</span>
        </label>
        <input
          id={`${id}-term`}
          type="range"
          min={minimumTermMonths}
          max={maximumTermMonths}
          value={terms.termMonths}
          onChange={({ target }) => change({ termMonths: Number(target.value) })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-method`}>{say('method')}</label>
        <select
          id={`${id}-method`}
          value={terms.method}
          onChange={({ target }) => {
            const method = methods.find((each) => each === target.value);
            if (method !== undefined) change({ method });
          }}
        >
          {methods.map((each) => (
            <option key={each} value={each}>
              {sayMethod(each)}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

function Comparison({ asked, tried }: { asked: Answer; tried: Answer }) {
  const say = useWords(WORDS);
  const sayFigure = useWords(FIGURES);
  const before = useApprovers(asked);
  const after = useApprovers(tried);
  return (
    <>
      <table className="terms">
        <thead>
          <tr>
            <td />
            <th scope="col" className="figure">
              {say('asked')}
            </th>
            <th scope="col" className="figure">
              {say('tried')}
            </th>
          </tr>
        </thead>
        <tbody>
          {linesOf(asked, tried).map((line) => (
            <tr key={line.name} data-differs={line.differs}>
              <th scope="row">{sayFigure(line.name)}</th>
              <td className="figure">
                <Told name={line.name} value={line.asked} />
              </td>
              <td className="figure">
                <Told name={line.name} value={line.tried} />
              </td>
            </tr>
          ))}
          <tr data-differs={before !== after}>
            <th scope="row">{say('approvers')}</th>
            <td className="approvers">{before}</td>
            <td className="approvers">{after}</td>
          </tr>
        </tbody>
      </table>
      {tried.refusals.length > 0 && (
        <ul className="notice notice-warn what-if-refused" role="status">
          {tried.refusals.map(({ code, text }) => (
            <li key={code}>{text}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function useApprovers({ authority }: Answer): string {
  const say = useWords(WORDS);
  const sayWho = useWords(AUTHORITY_NAMES);
  return authority === null ? say('nobody') : authority.approvers.map((who) => sayWho(who)).join(' → ');
}

function Told({ name, value }: { name: Figure; value: string | number | null }) {
  const say = useWords(WORDS);
  if (value === null) return say('none');
  if (name.endsWith('Fen')) return <Money fen={Number(value)} />;
  return name.endsWith('Rate') ? <Rate rate={String(value)} /> : String(value);
}
