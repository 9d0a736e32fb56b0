import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Money } from '../../../kit/figures/figures';
import { useBusinessNow } from '../../../kit/live/clock';
import { useWords } from '../../../kit/words/language';
import { type Words, words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { BooksThrough } from '../../parts/BooksThrough';
import { BOOK_READERS } from '../../parts/books';
import { Filters, Typed } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { lastOf, monthOf } from '../../parts/period';
import './statements.css';

const WORDS = words({
  title: ['增值税', 'VAT'],
  lead: [
    '当月销项按内容、进项、已缴，以及计提未到期利息的待转销项。',
    'Output of the month by what it is of, input, what was paid, and what is deferred on interest not yet due.',
  ],
  month: ['月份', 'Month'],
  final: ['已月结', 'Closed'],
  open: ['尚未月结', 'Not closed yet'],
  output: ['销项税额合计', 'Output in all'],
  input: ['进项税额', 'Input'],
  payable: ['本月应纳', 'Payable for the month'],
  before: ['期初未缴', 'Owed before'],
  paid: ['本月已缴', 'Paid'],
  owed: ['期末未缴', 'Owed'],
  deferredBefore: ['期初待转销项', 'Deferred before'],
  deferred: ['期末待转销项', 'Deferred'],
});
type Report = Answers['VatReport'];
const KINDS: Words<keyof Report['output']> = words({
  INTEREST: ['利息', 'Interest'],
  PENALTY: ['罚息与复利', 'Penalty and compound interest'],
  FEES: ['手续费', 'Fees'],
  OTHER_INCOME: ['其他业务', 'Other business'],
  OTHER: ['其他', 'Other'],
});
const route = getRouteApi('/finance/vat');

/** Value added tax of a month. */
export function VatPage() {
  const say = useWords(WORDS);
  const search = route.useSearch();
  const go = route.useNavigate();
  const now = useBusinessNow();
  const month = search.month ?? (now === null ? null : monthOf(now));
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <Filters>
        <Typed
          label={say('month')}
          type="month"
          value={month ?? undefined}
          choose={(chosen) => go({ search: chosen === undefined ? {} : { month: chosen }, replace: true })}
        />
      </Filters>
      {month !== null && <OfMonth month={month} />}
    </Page>
  );
}

function OfMonth({ month }: { month: string }) {
  const [say, sayKind] = [useWords(WORDS), useWords(KINDS)];
  const of = api.useQuery('get', '/vat-reports/{month}', { params: { path: { month } } });
  return (
    <Asked of={of}>
      {(report) => (
        <div className="card stack">
          <BooksThrough until={lastOf(month)} />
          <p>
            <Mark tone={report.isFinal ? 'good' : 'plain'}>{say(report.isFinal ? 'final' : 'open')}</Mark>
          </p>
          <table className="statement">
            <caption className="unseen">{say('title')}</caption>
            <tbody>
              {(Object.keys(KINDS) as (keyof typeof KINDS)[]).map((kind) => (
                <Row key={kind} name={sayKind(kind)} fen={report.output[kind]} />
              ))}
              <Row name={say('output')} fen={report.outputFen} isSum />
              <Row name={say('input')} fen={report.inputFen} />
              <Row name={say('payable')} fen={report.payableFen} isSum />
              <Row name={say('before')} fen={report.owedBeforeFen} />
              <Row name={say('paid')} fen={report.paidFen} />
              <Row name={say('owed')} fen={report.owedFen} isSum />
              <Row name={say('deferredBefore')} fen={report.deferredBeforeFen} />
              <Row name={say('deferred')} fen={report.deferredFen} />
            </tbody>
          </table>
        </div>
      )}
    </Asked>
  );
}

function Row({ name, fen, isSum = false }: { name: string; fen: number; isSum?: boolean }) {
  return (
    <tr data-sum={isSum}>
      <th scope="row">{name}</th>
      <td className="figure">
        <Money fen={fen} />
      </td>
    </tr>
  );
}
