import type { Answers } from '../../../kit/api/api';
import { Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { TASK_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { CaseLink } from '../../parts/CaseLink';
import { type Column, Records } from '../../parts/Records';
import { AUTHORITIES, type Authority } from './words';

const WORDS = words({
  looked: [
    '近三个月的 {count} 项，若按新规则：',
    'Of {count} in the last three months, under the new rules:',
  ],
  applications: ['审批路径会不同的申请', 'Applications with another route'],
  applicant: ['企业', 'Enterprise'],
  exposure: ['敞口', 'Exposure'],
  grade: ['等级', 'Grade'],
  was: ['原审批人', 'Were asked'],
  wouldBe: ['将为', 'Would be asked'],
  nobody: ['无人可批', 'Nobody may'],
  same: ['没有变化。', 'Nothing would have been otherwise.'],
  tasks: ['各类待办', 'Tasks'],
  kind: ['事项', 'Task'],
  count: ['数量', 'Number'],
  late: ['曾逾期', 'Were late'],
  wouldBeLate: ['将逾期', 'Would be late'],
});

/** What of the last three months would have been decided differently. */
export function Preview({ preview }: { preview: Answers['RulesPreview'] }) {
  const [say, sayTask, sayWho] = [useWords(WORDS), useWords(TASK_NAMES), useWords(AUTHORITIES)];
  const route = (approvers: readonly Authority[]): string =>
    approvers.length === 0 ? say('nobody') : approvers.map((who) => sayWho(who)).join(' → ');
  const ofApplications: readonly Column<(typeof preview.applications)[number]>[] = [
    {
      key: 'applicant',
      head: say('applicant'),
      cell: ({ applicationId, enterpriseName }) => (
        <CaseLink type="APPLICATION" id={applicationId}>
          {enterpriseName}
        </CaseLink>
      ),
    },
    {
      key: 'exposure',
      head: say('exposure'),
      isFigure: true,
      cell: ({ exposureFen }) => <Money fen={exposureFen} />,
    },
    { key: 'grade', head: say('grade'), cell: ({ grade }) => grade },
    { key: 'was', head: say('was'), cell: ({ approvers }) => route(approvers) },
    { key: 'wouldBe', head: say('wouldBe'), cell: ({ wouldBe }) => route(wouldBe) },
  ];
  const ofTasks: readonly Column<(typeof preview.tasks)[number]>[] = [
    { key: 'kind', head: say('kind'), cell: ({ kind }) => sayTask(kind) },
    { key: 'count', head: say('count'), isFigure: true, cell: ({ tasks }) => tasks },
    { key: 'late', head: say('late'), isFigure: true, cell: ({ late }) => late },
    { key: 'wouldBeLate', head: say('wouldBeLate'), isFigure: true, cell: ({ wouldBeLate }) => wouldBeLate },
  ];
  return (
    <div className="stack" role="status">
      <p>{say('looked', { count: preview.looked })}</p>
      {preview.tasks.length > 0 ? (
        <Records
          caption={say('tasks')}
          columns={ofTasks}
          rows={preview.tasks}
          idOf={({ kind }) => kind}
          empty=""
        />
      ) : (
        <Records
          caption={say('applications')}
          columns={ofApplications}
          rows={preview.applications}
          idOf={({ applicationId }) => applicationId}
          empty={say('same')}
        />
      )}
    </div>
  );
}
