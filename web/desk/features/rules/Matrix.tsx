import { Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { AUTHORITY_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { type Column, Records } from '../../parts/Records';
import type { MatrixLevel } from './rules';

const WORDS = words({
  title: ['审批权限', 'Approval matrix'],
  level: ['级别', 'Level'],
  upTo: ['关联集团敞口不超过', 'Exposure of the group up to'],
  noLimit: ['无上限', 'No limit'],
  grade: ['最低等级', 'Grade at least'],
  any: ['不限', 'Any'],
  approvers: ['须由', 'Asked'],
});

type Level = MatrixLevel & { readonly number?: number };

/** Who approves, by exposure and grade. */
export function Matrix({ levels }: { levels: readonly MatrixLevel[] }) {
  const [say, sayWho] = [useWords(WORDS), useWords(AUTHORITY_NAMES)];
  const columns: readonly Column<Level>[] = [
    { key: 'level', head: say('level'), isFigure: true, cell: ({ number }) => number },
    {
      key: 'upTo',
      head: say('upTo'),
      isFigure: true,
      cell: ({ maximumExposureFen: fen }) => (fen === null ? say('noLimit') : <Money fen={fen} />),
    },
    { key: 'grade', head: say('grade'), cell: ({ minimumGrade }) => minimumGrade ?? say('any') },
    {
      key: 'approvers',
      head: say('approvers'),
      cell: ({ approvers }) => approvers.map((who) => sayWho(who)).join(' → '),
    },
  ];
  return (
    <Records
      caption={say('title')}
      columns={columns}
      rows={levels.map((level, index) => ({ ...level, number: index + 1 }))}
      idOf={({ number }) => String(number)}
      empty=""
    />
  );
}
