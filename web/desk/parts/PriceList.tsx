import type { Answers } from '../../client/client';
import { Money, percentText } from '../../kit/figures/figures';
import { COSTS } from '../../kit/loan/words';
import { useSay, useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { FEE_TIMINGS } from './feeTimings';
import { basisTold } from './priceBasis';
import { type Column, Records } from './Records';

type Rule = Answers['FeeRule'];

const WORDS = words({
  title: ['价目表', 'Price list'],
  fee: ['费用', 'Fee'],
  when: ['何时收取', 'When'],
  price: ['价格', 'Price'],
  bounds: ['最低 / 最高', 'Least / most'],
  discount: ['优惠合计至多', 'Discounts at most'],
  none: ['价目表为空：不另收费用。', 'The list is empty: there are no fees.'],
});

/** What an institution charges, line by line. */
export function PriceList({ rules }: { rules: readonly Rule[] }) {
  const [say, sayTiming, sayPair] = [useWords(WORDS), useWords(FEE_TIMINGS), useSay()];
  const columns: readonly Column<Rule>[] = [
    {
      key: 'fee',
      head: say('fee'),
      cell: ({ kind, code }) => (
        <>
          {sayPair(COSTS[kind])} <small>{code}</small>
        </>
      ),
    },
    { key: 'when', head: say('when'), cell: ({ timing }) => sayTiming(timing) },
    { key: 'price', head: say('price'), cell: (rule) => sayPair(...basisTold(rule, percentText)) },
    {
      key: 'bounds',
      head: say('bounds'),
      cell: ({ minimumFen, maximumFen }) => (
        <>
          {minimumFen === undefined ? '—' : <Money fen={minimumFen} />} /{' '}
          {maximumFen === undefined ? '—' : <Money fen={maximumFen} />}
        </>
      ),
    },
    {
      key: 'discount',
      head: say('discount'),
      isFigure: true,
      cell: ({ maximumDiscount }) => percentText(maximumDiscount),
    },
  ];
  return (
    <Records
      caption={say('title')}
      columns={columns}
      rows={rules}
      idOf={({ code }) => code}
      empty={say('none')}
    />
  );
}
