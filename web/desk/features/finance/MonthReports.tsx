import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Day, Money } from '../../../kit/figures/figures';
import { useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { Facts } from '../../parts/Facts';
import { Mark } from '../../parts/Mark';
import { FIGURE_NAMES, figuresTold, maySign, REPORT_NAMES } from './monthReports';

const WORDS = words({
  title: ['签署的月报', 'Reports to sign'],
  about: [
    '月结后由财务与风控各一人签署，随即出具中英文 PDF。',
    'Once the month is closed, one of finance and one of risk sign; then it is issued as PDF in both languages.',
  ],
  finance: ['财务签署', 'For finance'],
  risk: ['风控签署', 'For risk'],
  waits: ['待签署', 'Not yet'],
  sign: ['签署', 'Sign it'],
  paper: ['下载第 {number} 份', 'Download no. {number}'],
});
type Kind = Answers['MonthReportKind'];
const KINDS: readonly Kind[] = ['RISK', 'FUND'];

/** The reports of a closed month, and who signed them. */
export function MonthReports({ month }: { month: string }) {
  const say = useWords(WORDS);
  return (
    <section className="stack" aria-labelledby="month-reports">
      <h2 id="month-reports">{say('title')}</h2>
      <p className="quiet">{say('about')}</p>
      <div className="panes">
        {KINDS.map((kind) => (
          <Report key={kind} month={month} kind={kind} />
        ))}
      </div>
    </section>
  );
}

function Report({ month, kind }: { month: string; kind: Kind }) {
  const of = api.useQuery('get', '/month-reports/{month}/{kind}', { params: { path: { month, kind } } });
  return <Asked of={of}>{(report) => <Told report={report} />}</Asked>;
}

function Told({ report }: { report: Answers['MonthReport'] }) {
  const [say, sayReport, sayFigure] = [useWords(WORDS), useWords(REPORT_NAMES), useWords(FIGURE_NAMES)];
  const session = useSession();
  const { month, kind, hash, finance, risk, paperIds } = report;
  const sign = api.useMutation('post', '/month-reports/{month}/{kind}/signature', {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', '/month-reports/{month}/{kind}'] }),
  });
  const signed = (signature: typeof finance) =>
    signature === null ? (
      <Mark tone="warn">{say('waits')}</Mark>
    ) : (
      <>
        <Mark tone="good">{signature.by.name}</Mark> <Day day={signature.on} />
      </>
    );
  return (
    <article className="card stack">
      <h3>{sayReport(kind)}</h3>
      <Facts
        facts={[
          ...figuresTold(report).map(
            ([figure, fen]) => [sayFigure(figure), <Money key={figure} fen={fen} />] as const,
          ),
          [say('finance'), signed(finance)],
          [say('risk'), signed(risk)],
        ]}
      />
      <ProblemNotice error={sign.error} />
      <p className="row">
        {maySign(report, session?.roles ?? [], session?.user.id ?? '') && (
          <button
            type="button"
            className="button small primary"
            disabled={sign.isPending}
            onClick={() => sign.mutate({ params: { path: { month, kind } }, body: { hash } })}
          >
            {say('sign')}
          </button>
        )}
        {paperIds.map((id, at) => (
          <a key={id} href={`/api/papers/${id}/file`} download>
            {say('paper', { number: at + 1 })}
          </a>
        ))}
      </p>
    </article>
  );
}
