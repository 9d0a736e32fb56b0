import { Link, useParams } from '@tanstack/react-router';
import { useRef } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { useKeys } from '../../../kit/keys/useKeys';
import { Deadline, Ticks } from '../../../kit/live/Deadline';
import { useTitle } from '../../../kit/look/title';
import { useSession } from '../../../kit/session/session';
import { stageName } from '../../../kit/timeline/entries';
import { useSay, useWords } from '../../../kit/words/language';
import { DECISION_NAMES, TASK_NAMES, TASK_STATUS_NAMES } from '../../../kit/words/names';
import { type Pair, words } from '../../../kit/words/words';
import { readSearch } from '../../app/tasks/filters';
import { standingOf } from '../../app/tasks/standing';
import { Asked } from '../../parts/Asked';
import { PaneEdge, usePaneWidth } from '../../parts/PaneEdge';
import { Bars } from './Bars';
import { DecisionPane } from './decision/DecisionPane';
import { FactsPane } from './facts/FactsPane';
import { PapersPane } from './papers/PapersPane';
import { SittingPane } from './sitting/SittingPane';
import '../../parts/parts.css';
import './case.css';
import './caseHead.css';

const WORDS = words({
  back: ['返回列表', 'Back to the list'],
  over: ['本事项已结束：{outcome}', 'This is over: {outcome}'],
  superseded: ['企业取回资料自行更正', 'The enterprise took its file back to correct it'],
  facts: ['事实与比率', 'Facts and ratios'],
  papers: ['资料与经过', 'Papers and story'],
  decision: ['决定', 'Decision'],
  factsWidth: ['事实栏宽度', 'Width of the facts'],
  decisionWidth: ['决定栏宽度', 'Width of the decision'],
});
const PANES: Pair = ['案件', 'Case'];
const PANE_NAMES: readonly Pair[] = [WORDS.facts, WORDS.papers, WORDS.decision];

/** One task: what it is about, its papers, and the decision, beside each other. */
export function TaskPage() {
  const { taskId } = useParams({ from: '/inbox/$taskId' });
  const of = api.useQuery('get', '/tasks/{taskId}', { params: { path: { taskId } } });
  return (
    <Asked of={of}>
      {/* Another task is another screen: nothing of the one before stays, not a letter. */}
      {(file) => <Case key={taskId} file={file} />}
    </Asked>
  );
}

function Case({ file }: { file: Answers['TaskFile'] }) {
  const say = useWords(WORDS);
  const userId = useSession()?.user.id ?? '';
  const panes = useRef<(HTMLElement | null)[]>([]);
  const frame = useRef<HTMLDivElement>(null);
  const factsWidth = usePaneWidth(frame, 'caseFacts');
  const decisionWidth = usePaneWidth(frame, 'caseDecision');
  const { task } = file;
  useTitle(task.caseTitle);
  useKeys(
    'CASE',
    PANES,
    PANE_NAMES.map((does, at) => ({
      press: `Alt+Digit${at + 1}`,
      does,
      act: () => panes.current[at]?.focus(),
      inFields: true,
    })),
  );
  const pane = (at: number, name: string) => ({
    ref: (element: HTMLElement | null) => {
      panes.current[at] = element;
    },
    tabIndex: -1,
    className: 'pane',
    'data-pane': name,
    'aria-label': say(name as keyof typeof WORDS),
  });
  return (
    <article className="case">
      <Head task={task} />
      <Bars file={file} userId={userId} />
      <div ref={frame} className="case-panes">
        <section {...pane(0, 'facts')}>
          <FactsPane file={file} />
        </section>
        <PaneEdge {...factsWidth} label={say('factsWidth')} />
        <section {...pane(1, 'papers')}>
          <PapersPane file={file} />
        </section>
        <PaneEdge {...decisionWidth} label={say('decisionWidth')} side="RIGHT" />
        <section {...pane(2, 'decision')}>
          <Deciding file={file} userId={userId} />
        </section>
      </div>
    </article>
  );
}

function Head({ task }: { task: Answers['Task'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  return (
    <header className="case-head">
      <Link to="/inbox" search={readSearch} className="case-back">
        ← {say('back')}
      </Link>
      <h1>{task.caseTitle}</h1>
      <p className="row">
        <strong>{sayPair(TASK_NAMES[task.kind])}</strong>
        {task.stage !== null && <span className="tag">{sayPair(stageName(task.caseType, task.stage))}</span>}
        <Ticks>
          <Deadline dueAt={task.dueAt} />
        </Ticks>
        <span className="quiet">{task.reason.text}</span>
      </p>
    </header>
  );
}

/** What can be decided now: by vote, by this person, or not any more. */
function Deciding({ file, userId }: { file: Answers['TaskFile']; userId: string }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { task } = file;
  if (task.kind === 'DECIDE_AS_COMMITTEE') return <SittingPane task={task} userId={userId} />;
  const { isOpen } = standingOf(task, userId);
  const decided = Object.keys(DECISION_NAMES).find((name) => name === task.outcome) as
    | Answers['Decision']
    | undefined;
  const isTakenBack = task.outcome === 'CORRECTED_BY_ENTERPRISE';
  const outcome = decided === undefined ? TASK_STATUS_NAMES[task.status] : DECISION_NAMES[decided];
  return (
    <>
      {!isOpen && (
        <p className="notice">
          {say('over', { outcome: isTakenBack ? say('superseded') : sayPair(outcome) })}
        </p>
      )}
      <DecisionPane file={file} userId={userId} />
    </>
  );
}
