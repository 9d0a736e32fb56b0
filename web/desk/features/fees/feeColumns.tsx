import { Link } from '@tanstack/react-router';
import type { Answers } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { FEE_SETTLEMENTS, FEE_STATUSES, feeTone } from '../../parts/feeWords';
import { Mark } from '../../parts/Mark';
import type { Column } from '../../parts/Records';

const WORDS = words({
  fee: ['费用', 'Fee'],
  enterprise: ['企业', 'Enterprise'],
  status: ['状态', 'Status'],
  price: ['价格', 'Price'],
  outstanding: ['未收', 'Outstanding'],
  settlement: ['收取方式', 'Paid'],
  charged: ['计费日', 'Charged on'],
});

/** What is told of each charge. @param withEnterprise where they are of several */
export function useFeeColumns({
  withEnterprise,
}: {
  readonly withEnterprise: boolean;
}): readonly Column<Answers['FeeSummary']>[] {
  const [say, sayStatus, saySettlement] = [
    useWords(WORDS),
    useWords(FEE_STATUSES),
    useWords(FEE_SETTLEMENTS),
  ];
  return [
    {
      key: 'fee',
      head: say('fee'),
      cell: ({ id, name, period }) => (
        <>
          <Link to="/finance/fees/$feeId" params={{ feeId: id }}>
            {name}
          </Link>{' '}
          <small>{/^\d/.test(period) && period}</small>
        </>
      ),
    },
    ...(withEnterprise
      ? [
          {
            key: 'enterprise',
            head: say('enterprise'),
            cell: ({ enterpriseId, enterpriseName }: Answers['FeeSummary']) => (
              <Link to="/enterprises/$enterpriseId" params={{ enterpriseId }}>
                {enterpriseName}
              </Link>
            ),
          },
        ]
      : []),
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={feeTone(status)}>{sayStatus(status)}</Mark>,
    },
    { key: 'price', head: say('price'), isFigure: true, cell: ({ priceFen }) => <Money fen={priceFen} /> },
    {
      key: 'outstanding',
      head: say('outstanding'),
      isFigure: true,
      cell: ({ outstandingFen }) => <Money fen={outstandingFen} />,
    },
    { key: 'settlement', head: say('settlement'), cell: ({ settlement }) => saySettlement(settlement) },
    { key: 'charged', head: say('charged'), cell: ({ chargedOn }) => <Day day={chargedOn} /> },
  ];
}
