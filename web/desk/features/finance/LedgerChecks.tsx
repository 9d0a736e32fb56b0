import { type Answers, api } from '../../../kit/api/api';
import { Money } from '../../../kit/figures/figures';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { Mark } from '../../parts/Mark';
import { type Column, Records } from '../../parts/Records';
import { checkName, isCount } from './checks';

const WORDS = words({
  title: ['账账核对', 'Ledger checks'],
  ok: ['总账、贷款与支付全部一致。', 'Ledger, loans and payments agree.'],
  notOk: ['有核对不一致，请立即查明。', 'A check does not agree: find out why at once.'],
  check: ['核对项', 'Check'],
  expected: ['应为', 'Expected'],
  actual: ['实为', 'Actual'],
  outcome: ['结果', 'Outcome'],
});

type Check = Answers['LedgerCheck'];

/** Sums that must be equal, and whether they are. */
export function LedgerChecks() {
  const [say, sayPair] = [useWords(WORDS), useSay()];
  const found = api.useQuery('get', '/ledger/checks');
  const side = ({ name }: Check, value: number) => (isCount(name) ? value : <Money fen={value} />);
  const columns: readonly Column<Check>[] = [
    { key: 'check', head: say('check'), cell: ({ name }) => sayPair(checkName(name)) },
    {
      key: 'expected',
      head: say('expected'),
      isFigure: true,
      cell: (check) => side(check, check.expectedFen),
    },
    { key: 'actual', head: say('actual'), isFigure: true, cell: (check) => side(check, check.actualFen) },
    {
      key: 'outcome',
      head: say('outcome'),
      cell: ({ ok, detail }) => <Mark tone={ok ? 'good' : 'bad'}>{detail}</Mark>,
    },
  ];
  return (
    <section className="stack" aria-labelledby="ledger-checks">
      <h2 id="ledger-checks">{say('title')}</h2>
      <Asked of={found}>
        {({ ok, checks }) => (
          <>
            <p className={`notice ${ok ? 'notice-good' : 'notice-bad'}`}>{say(ok ? 'ok' : 'notOk')}</p>
            <Records
              caption={say('title')}
              columns={columns}
              rows={checks}
              idOf={({ name }) => name}
              empty=""
            />
          </>
        )}
      </Asked>
    </section>
  );
}
