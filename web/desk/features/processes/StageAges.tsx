import { Link } from '@tanstack/react-router';
import type { Answers } from '../../../kit/api/api';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Mark } from '../../parts/Mark';
import { PROCESS_WORDS, stageName } from '../../parts/processes';
import { type Column, Records } from '../../parts/Records';
import { AGES, type Heat, heatOf } from './health';

const WORDS = words({
  title: ['各环节的案件与停留时间', 'Open cases by stage, and for how long'],
  process: ['流程', 'Process'],
  stage: ['环节', 'Stage'],
  open: ['合计', 'Open'],
  bottleneck: ['瓶颈', 'Bottleneck'],
  empty: ['没有未结案件。', 'No case is open.'],
});

/** How many cases are in each stage for how long, in business time; a count leads to them. */
export function StageAges({ stages }: { stages: Answers['WorkflowFigures']['stages'] }) {
  const [say, sayPair] = [useWords(WORDS), useSay()];
  const [sayProcess, sayAge] = [useWords(PROCESS_WORDS), useWords(AGES)];
  const columns: readonly Column<Heat>[] = [
    { key: 'process', head: say('process'), cell: ({ process }) => sayProcess(process) },
    {
      key: 'stage',
      head: say('stage'),
      cell: ({ process, stage, isBottleneck }) => (
        <span className="row">
          <Link to="/admin/processes" search={{ process, stage }}>
            {sayPair(stageName(process, stage))}
          </Link>
          {isBottleneck && <Mark tone="warn">{say('bottleneck')}</Mark>}
        </span>
      ),
    },
    { key: 'open', head: say('open'), isFigure: true, cell: ({ open }) => open },
    ...(Object.keys(AGES) as (keyof typeof AGES)[]).map((age) => ({
      key: age,
      head: sayAge(age),
      isFigure: true,
      cell: (heat: Heat) => <Cell heat={heat} age={age} />,
    })),
  ];
  return (
    <section className="stack" aria-labelledby="stage-ages">
      <h2 id="stage-ages">{say('title')}</h2>
      <Records
        caption={say('title')}
        columns={columns}
        rows={heatOf(stages)}
        idOf={({ process, stage }) => `${process}/${stage}`}
        empty={say('empty')}
      />
    </section>
  );
}

/** Darker, the more of the stage's cases are of the age. */
const WARMTHS = ['none', 'low', 'some', 'most'] as const;

function Cell({ heat, age }: { heat: Heat; age: keyof typeof AGES }) {
  const { count = 0, share = 0 } = heat.cells.find((cell) => cell.age === age) ?? {};
  const warmth = WARMTHS[count === 0 ? 0 : Math.min(3, 1 + Math.floor(share * 3))];
  return <span className={`heat heat-${warmth}`}>{count}</span>;
}
