import { type ReactNode, useId } from 'react';
import { Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { type Column, Records } from '../../parts/Records';
import { type Sums, shareOf, shareText } from './portfolio';
import { ShareBar } from './ShareBar';

const WORDS = words({
  loans: ['笔数', 'Loans'],
  outstanding: ['本金余额', 'Principal'],
  share: ['占比', 'Share'],
  overdue: ['逾期本金', 'Past due'],
  provision: ['拨备', 'Provision'],
  empty: ['还没有贷款。放款后会出现在这里。', 'No loan yet. What is paid out appears here.'],
});

export interface Part extends Sums {
  readonly id: string;
  readonly name: ReactNode;
  readonly isBad?: boolean;
}

interface BreakdownProps {
  readonly title: string;
  /** What the parts are parts by. */
  readonly by: string;
  readonly parts: readonly Part[];
  readonly totalFen: number;
}

/** What is owed, part by part: a bar for the eye beside the figures. */
export function Breakdown({ title, by, parts, totalFen }: BreakdownProps) {
  const say = useWords(WORDS);
  const id = useId();
  const columns: readonly Column<Part>[] = [
    { key: 'name', head: by, cell: ({ name }) => name },
    {
      key: 'bar',
      head: say('share'),
      cell: ({ outstandingFen, isBad = false }) => (
        <ShareBar share={shareOf(outstandingFen, totalFen) ?? 0} isBad={isBad} />
      ),
    },
    {
      key: 'share',
      head: '%',
      isFigure: true,
      cell: ({ outstandingFen }) => shareText(shareOf(outstandingFen, totalFen)),
    },
    {
      key: 'outstanding',
      head: say('outstanding'),
      isFigure: true,
      cell: ({ outstandingFen }) => <Money fen={outstandingFen} />,
    },
    {
      key: 'overdue',
      head: say('overdue'),
      isFigure: true,
      cell: ({ overdueFen }) => <Money fen={overdueFen} />,
    },
    {
      key: 'provision',
      head: say('provision'),
      isFigure: true,
      cell: ({ provisionFen }) => <Money fen={provisionFen} />,
    },
    { key: 'loans', head: say('loans'), isFigure: true, cell: ({ loans }) => loans },
  ];
  return (
    <section className="stack" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Records caption={title} columns={columns} rows={parts} idOf={(part) => part.id} empty={say('empty')} />
    </section>
  );
}
