import { Link } from '@tanstack/react-router';
import type { Answers } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Mark } from '../../parts/Mark';
import { type Column, Records } from '../../parts/Records';
import { inOrder, isOpen } from './reconciledDay';
import { MATCH_TONES, MATCHES } from './words';

const WORDS = words({
  title: ['逐笔比对', 'Row by row'],
  bank: ['银行', 'Bank'],
  books: ['我方', 'Books'],
  outcome: ['结果', 'Outcome'],
  reference: ['银行流水号', 'Bank reference'],
  direction: ['方向', 'Direction'],
  IN: ['收', 'In'],
  OUT: ['付', 'Out'],
  carried: ['结转自', 'Carried from'],
  resolved: ['已处理', 'Settled'],
  seeBreak: ['查看差异', 'See the breaks'],
  seeReceipt: ['查看待查收款', 'See the receipts'],
  empty: ['该日没有符合条件的项目。', 'Nothing of the day is like this.'],
});

type Item = Answers['Reconciliation']['items'][number];

/** The bank's movements beside ours, what is open first. */
export function MatchedItems({
  items,
  outcome,
}: {
  items: readonly Item[];
  outcome: Item['outcome'] | undefined;
}) {
  const [say, sayMatch] = [useWords(WORDS), useWords(MATCHES)];
  const side = (fen: number | null) => (fen === null ? '—' : <Money fen={fen} />);
  const columns: readonly Column<Item>[] = [
    { key: 'direction', head: say('direction'), cell: ({ direction }) => say(direction) },
    { key: 'bank', head: say('bank'), isFigure: true, cell: ({ bankFen }) => side(bankFen) },
    { key: 'books', head: say('books'), isFigure: true, cell: ({ booksFen }) => side(booksFen) },
    {
      key: 'outcome',
      head: say('outcome'),
      cell: (item) => (
        <span className="row">
          <Mark tone={isOpen(item) ? MATCH_TONES[item.outcome] : 'good'}>{sayMatch(item.outcome)}</Mark>
          {item.outcome !== 'MATCH' && item.resolvedAt !== null && <small>{say('resolved')}</small>}
          {item.breakId !== null && <Link to="/finance/breaks">{say('seeBreak')}</Link>}
          {item.receiptId !== null && <Link to="/finance/receipts">{say('seeReceipt')}</Link>}
        </span>
      ),
    },
    {
      key: 'reference',
      head: say('reference'),
      cell: ({ bankReference, carriedFrom }) => (
        <>
          {bankReference ?? '—'}
          {carriedFrom !== null && (
            <small>
              {' '}
              {say('carried')} <Day day={carriedFrom} />
            </small>
          )}
        </>
      ),
    },
  ];
  const idOf = ({ key, direction, bankReference }: Item): string =>
    `${key}|${direction}|${bankReference ?? ''}`;
  return (
    <section className="stack" aria-labelledby="matched-items">
      <h2 id="matched-items">{say('title')}</h2>
      <Records
        caption={say('title')}
        columns={columns}
        rows={inOrder(items, outcome)}
        idOf={idOf}
        empty={say('empty')}
      />
    </section>
  );
}
