import type { Answers } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Facts } from '../../parts/Facts';

const WORDS = words({
  show: ['查看', 'Show'],
  number: ['记录编号', 'Record'],
  caseId: ['案件编号', 'Case id'],
  requestId: ['请求编号', 'Request'],
  changeId: ['变更编号', 'Change'],
  taskId: ['待办编号', 'Task'],
  kind: ['种类', 'Kind'],
  reason: ['理由', 'Reason'],
  role: ['角色', 'Role'],
  of: ['对象', 'About'],
  decision: ['决定', 'Decision'],
  agent: ['浏览器', 'Browser'],
  warnings: ['提示', 'Warnings'],
  count: ['数量', 'Count'],
  instalment: ['期次', 'Instalment'],
  amountFen: ['金额（分）', 'Amount (fen)'],
  stage: ['环节', 'Stage'],
  from: ['变更前', 'Before'],
  to: ['变更后', 'After'],
});
type Known = keyof typeof WORDS;

/** What a record holds beside who, when and what. Names that nobody has put into words stand as they are. */
export function AuditDetail({ record }: { record: Answers['AuditRecord'] }) {
  const say = useWords(WORDS);
  const { id, caseId, detail } = record;
  const nameOf = (key: string): string => (Object.hasOwn(WORDS, key) ? say(key as Known) : key);
  const told = Object.entries(detail).filter(([, value]) => value !== '');
  const facts: readonly Fact[] = [
    [say('number'), id],
    [say('caseId'), caseId],
    ...told.map(([key, value]) => [nameOf(key), String(value)] as const),
  ];
  return (
    <details>
      <summary>{say('show')}</summary>
      <Facts facts={facts.map(asIs)} />
    </details>
  );
}

type Fact = readonly [name: string, value: string | null];

/** Most are ids and keys, which end where they must. */
function asIs([name, value]: Fact) {
  return [name, value === null ? null : <small key={name}>{value}</small>] as const;
}
