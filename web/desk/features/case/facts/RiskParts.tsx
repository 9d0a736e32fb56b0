import enFields from '../../../../../contracts/texts/en/fields.json';
import zhFields from '../../../../../contracts/texts/zh-CN/fields.json';
import type { Answers } from '../../../../kit/api/api';
import { Day, Money, percentText } from '../../../../kit/figures/figures';
import { useSay, useWords } from '../../../../kit/words/language';
import { SCORE_DECISION_NAMES } from '../../../../kit/words/names';
import { pairs, words } from '../../../../kit/words/words';
import { Facts } from '../../../parts/Facts';
import { RATIOS, type Ratio, ratioTold } from './ratios';
import { Waterfall } from './Waterfall';
import { WhatIfPart } from './WhatIf';
import './years.css';

type Application = NonNullable<Answers['CaseFile']['application']>;

const FIELDS = pairs(zhFields, enFields);
const WORDS = words({
  score: ['评分', 'Score'],
  notYet: ['尚未评分。', 'Not assessed yet.'],
  grade: ['{grade} 级 · {score} 分', 'Grade {grade} · {score} points'],
  pd: ['违约概率', 'Probability of default'],
  rate: ['定价（年利率）', 'Price (yearly rate)'],
  loss: ['预期损失', 'Expected loss'],
  asOf: ['评估日', 'Assessed on'],
  reasons: ['主要失分原因', 'What cost it most'],
  knockOuts: ['否决项', 'Knock-outs'],
  ratios: ['财务比率', 'Ratios'],
  formula: ['计算方法', 'How it came about'],
  current: ['本年', 'This year'],
  previous: ['上年', 'Year before'],
});

/** The score with what it was made of. */
export function ScorePart({ application }: { application: Application }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { assessment } = application;
  if (assessment === null) return <p className="quiet">{say('notYet')}</p>;
  const { score, grade, decision, reasons, figures } = assessment;
  const risk = figures?.risk;
  return (
    <section className="case-part">
      <h2>{say('score')}</h2>
      <p className="row">
        <strong className="score figure">{say('grade', { grade: grade ?? '—', score: score ?? '—' })}</strong>
        {decision !== null && <span className="tag">{sayPair(SCORE_DECISION_NAMES[decision])}</span>}
      </p>
      {risk !== undefined && <Waterfall risk={risk} />}
      {reasons.length > 0 && (
        <>
          <h3>{say('reasons')}</h3>
          <ol className="reasons">
            {reasons.map(({ code, text }) => (
              <li key={code}>
                <span className="tag">{code.slice(0, 3)}</span> {text}
              </li>
            ))}
          </ol>
        </>
      )}
      <Facts
        facts={[
          [say('pd'), risk === undefined ? null : percentText(risk.pd)],
          [say('rate'), figures?.price === undefined ? null : percentText(figures.price.annualRate)],
          [
            say('loss'),
            figures?.price === undefined ? null : <Money key="loss" fen={figures.price.expectedLossFen} />,
          ],
          [
            say('asOf'),
            figures === null || figures === undefined ? null : <Day key="asOf" day={figures.asOf} />,
          ],
        ]}
      />
      <WhatIfPart application={application} />
    </section>
  );
}

/** The ratios; each opens to how it came about. */
export function RatiosPart({ application: { assessment, statements } }: { application: Application }) {
  const say = useWords(WORDS);
  const ratios = assessment?.figures?.risk?.ratios;
  if (ratios === undefined) return null;
  return (
    <section className="case-part">
      <h2>{say('ratios')}</h2>
      <div className="ratios">
        {(Object.keys(RATIOS) as Ratio[]).map((name) => (
          <RatioLine key={name} name={name} value={ratios[name]} statements={statements} />
        ))}
      </div>
    </section>
  );
}

interface RatioLineProps {
  readonly name: Ratio;
  readonly value: string | null;
  readonly statements: Application['statements'];
}

function RatioLine({ name, value, statements }: RatioLineProps) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { name: called, formula, of, reading } = RATIOS[name];
  const told = ratioTold(value, reading);
  return (
    <details className="ratio">
      <summary>
        <span>{sayPair(called)}</span>
        <span className="figure">{sayPair(told.text, { value: told.value })}</span>
      </summary>
      <p>
        <small>{say('formula')}</small>
        <br />
        {sayPair(formula)}
      </p>
      <table className="years">
        <Years names={of} statements={statements} />
      </table>
    </details>
  );
}

/** The statements, year beside year. */
export function StatementsTable({ statements }: Pick<Application, 'statements'>) {
  const say = useWords(WORDS);
  const figures = Object.keys(FIELDS).filter(
    (name): name is keyof Answers['StatementPeriod'] & keyof typeof FIELDS =>
      name in { ...statements.current, ...statements.previous },
  );
  return (
    <table className="years">
      <thead>
        <tr>
          <th scope="col" className="figure">
            {say('current')}
          </th>
          <th scope="col" className="figure">
            {say('previous')}
          </th>
        </tr>
      </thead>
      <Years names={figures} statements={statements} />
    </table>
  );
}

interface YearsProps {
  readonly names: readonly (keyof Answers['StatementPeriod'] & keyof typeof FIELDS)[];
  readonly statements: Application['statements'];
}

/** Figures of two years under the name of each: beside it there is no room for both. */
function Years({ names, statements: { current, previous } }: YearsProps) {
  const sayPair = useSay();
  return names.map((name) => (
    <tbody key={name}>
      <tr>
        <th scope="rowgroup" colSpan={2}>
          {sayPair(FIELDS[name])}
        </th>
      </tr>
      <tr>
        <td className="figure">{current?.[name] !== undefined && <Money fen={current[name]} />}</td>
        <td className="figure quiet">{previous?.[name] !== undefined && <Money fen={previous[name]} />}</td>
      </tr>
    </tbody>
  ));
}
