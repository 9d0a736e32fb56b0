import { Day, Instant, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { PAYMENT_STATUS_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { Facts } from '../../parts/Facts';
import { STANDINGS, type StoryOrder, standingOf } from './story';
import { MATCHES } from './words';

const WORDS = words({
  title: ['款项状态', 'Where the money is'],
  bank: ['银行', 'At the bank'],
  ours: ['我方账务', 'In our books'],
  reference: ['银行流水号', 'Bank reference'],
  bankDate: ['银行入账日', 'Bank date'],
  file: ['对账文件', "Bank's file"],
  none: ['无', 'None'],
  status: ['状态', 'Status'],
  amount: ['金额', 'Amount'],
  valueDate: ['起息日', 'Value date'],
  settled: ['结果登记', 'Outcome on file'],
});

/** What the bank says beside what our books say. */
export function MoneyState({ order }: { order: StoryOrder }) {
  const say = useWords(WORDS);
  const [sayStatus, sayMatch, sayStanding] = [
    useWords(PAYMENT_STATUS_NAMES),
    useWords(MATCHES),
    useWords(STANDINGS),
  ];
  const standing = standingOf(order);
  const tone = { BOTH: 'good', DIFFER: 'bad', UNKNOWN: 'warn', NOT_COMPARED: '', NOT_MOVED: '' }[standing];
  const { bankReference, bankDate, inFile, settledAt } = order;
  return (
    <section className="card stack" aria-labelledby="money-state">
      <h2 id="money-state">{say('title')}</h2>
      <p className={`notice ${tone === '' ? '' : `notice-${tone}`}`}>{sayStanding(standing)}</p>
      <div className="panes">
        <div className="stack">
          <h3>{say('bank')}</h3>
          <Facts
            facts={[
              [say('reference'), bankReference ?? say('none')],
              [say('bankDate'), bankDate === null ? say('none') : <Day key="bank" day={bankDate} />],
              [
                say('file'),
                inFile === null ? (
                  say('none')
                ) : (
                  <span key="file">
                    <Day day={inFile.day} /> · {sayMatch(inFile.as)}
                  </span>
                ),
              ],
            ]}
          />
        </div>
        <div className="stack">
          <h3>{say('ours')}</h3>
          <Facts
            facts={[
              [say('status'), sayStatus(order.status)],
              [say('amount'), <Money key="amount" fen={order.amountFen} />],
              [say('valueDate'), <Day key="value" day={order.valueDate} />],
              [say('settled'), settledAt === null ? say('none') : <Instant key="settled" at={settledAt} />],
            ]}
          />
        </div>
      </div>
    </section>
  );
}
