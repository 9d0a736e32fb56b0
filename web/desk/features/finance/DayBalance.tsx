import type { Answers } from '../../../kit/api/api';
import { Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Facts } from '../../parts/Facts';
import { verdictOf } from './reconciledDay';

const WORDS = words({
  bank: ['银行日终余额', "Bank's closing balance"],
  notYet: ['银行尚未提供', 'Not said yet'],
  books: ['账面银行存款', 'Our account 1002'],
  open: ['其中未达账项', 'Of which known to be open'],
  difference: ['未解释差额', 'Left unexplained'],
  AGREES: ['全部一致，余额相符。', 'Everything agrees, and so do the balances.'],
  OPEN_ITEMS: ['余额相符，仍有未处理的项目。', 'The balances agree; some items are still open.'],
  DIFFERS: ['余额不符，请查明差额。', 'The balances differ: find out why.'],
  NO_FILE: ['尚未收到该日的对账文件。', "The bank's file of the day is not there yet."],
  BLOCKED: ['对账文件无法使用。', 'The file can not be used.'],
});
const TONES = { AGREES: 'good', OPEN_ITEMS: 'warn', DIFFERS: 'bad', NO_FILE: 'warn', BLOCKED: 'bad' };

/** How a day stands as a whole, and its balances. */
export function DayBalance({ day }: { day: Answers['Reconciliation'] }) {
  const say = useWords(WORDS);
  const verdict = verdictOf(day);
  const { bankFen, booksFen, openFen, differenceFen } = day.balance;
  return (
    <section className="card stack">
      <p className={`notice notice-${TONES[verdict]}`}>{say(verdict)}</p>
      <Facts
        facts={[
          [say('bank'), bankFen === null ? say('notYet') : <Money key="bank" fen={bankFen} />],
          [say('books'), <Money key="books" fen={booksFen} />],
          [say('open'), <Money key="open" fen={openFen} />],
          [say('difference'), <Money key="difference" fen={differenceFen} />],
        ]}
      />
    </section>
  );
}
