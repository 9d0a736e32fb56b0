import { type Answers, api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { TASK_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { CaseLink } from '../../parts/CaseLink';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { RiskTabs } from './RiskTabs';

const WORDS = words({
  title: ['待办与行为', 'Tasks and conduct'],
  lead: [
    '风控的待办，以及需要核实的员工异常行为。',
    'Tasks of risk, and conduct of staff that somebody looks at.',
  ],
  tasks: ['风控待办', 'Tasks of risk'],
  conduct: ['员工异常行为', 'Unusual conduct of staff'],
  task: ['事项', 'Task'],
  why: ['原因', 'Why'],
  due: ['期限', 'Due'],
  late: ['已逾期', 'Overdue'],
  person: ['人员', 'Person'],
  found: ['发现时间', 'Found'],
  count: ['次数 / 阈值', 'Count / limit'],
  status: ['状态', 'Status'],
  OPEN: ['待处理', 'Open'],
  RESOLVED: ['已处理', 'Resolved'],
  open: ['打开待办', 'Open the task'],
  PERSONAL_DATA: ['大量查看个人信息', 'Looked at much personal data'],
  REFUSED: ['多次访问无权内容', 'Refused again and again'],
  FAILED_SIGN_INS: ['多次密码错误', 'Many wrong passwords'],
  noTasks: ['没有风控待办。', 'No task of risk.'],
  noConduct: ['没有异常行为。', 'Nothing unusual.'],
});

const READERS = ['risk', 'admin', 'auditor'] as const;
const OF_RISK = { params: { query: { role: 'risk' } } } as const;
const CONDUCT = { params: { query: { kind: 'CONDUCT' } } } as const;

/** What risk has to look at: its tasks, and what colleagues did more often than is usual. */
export function WatchPage() {
  const [say, sayTask] = [useWords(WORDS), useWords(TASK_NAMES)];
  const tasks = api.useInfiniteQuery('get', '/tasks', OF_RISK, PAGED);
  const conduct = api.useInfiniteQuery('get', '/breaks', CONDUCT, PAGED);
  const ofTasks: readonly Column<Answers['Task']>[] = [
    {
      key: 'task',
      head: say('task'),
      cell: ({ id, kind, caseTitle }) => (
        <CaseLink type="TASK" id={id}>
          {sayTask(kind)} · {caseTitle}
        </CaseLink>
      ),
    },
    { key: 'why', head: say('why'), cell: ({ reason }) => reason.text },
    {
      key: 'due',
      head: say('due'),
      cell: ({ dueAt, isOverdue }) => (
        <span className="row">
          <Instant at={dueAt} />
          {isOverdue && <Mark tone="bad">{say('late')}</Mark>}
        </span>
      ),
    },
  ];
  const ofConduct: readonly Column<Answers['Break']>[] = [
    {
      key: 'why',
      head: say('why'),
      cell: ({ detail }) => (detail.conduct === undefined ? '—' : say(detail.conduct)),
    },
    { key: 'person', head: say('person'), cell: ({ detail }) => detail.person ?? '—' },
    {
      key: 'count',
      head: say('count'),
      isFigure: true,
      cell: ({ detail }) => `${detail.count ?? '—'} / ${detail.limit ?? '—'}`,
    },
    { key: 'found', head: say('found'), cell: ({ createdAt }) => <Instant at={createdAt} /> },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status, taskId }) => (
        <span className="row">
          <Mark tone={status === 'OPEN' ? 'warn' : 'good'}>{say(status)}</Mark>
          {taskId !== null && (
            <CaseLink type="TASK" id={taskId}>
              {say('open')}
            </CaseLink>
          )}
        </span>
      ),
    },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={READERS}>
      <RiskTabs />
      <h2>{say('tasks')}</h2>
      <Listed
        caption={say('tasks')}
        found={tasks}
        columns={ofTasks}
        idOf={({ id }) => id}
        empty={say('noTasks')}
      />
      <h2>{say('conduct')}</h2>
      <Listed
        caption={say('conduct')}
        found={conduct}
        columns={ofConduct}
        idOf={({ id }) => id}
        empty={say('noConduct')}
      />
    </Page>
  );
}
