import type { Answers } from '../../../kit/api/api';
import { Money, percentText } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { AUTHORITY_NAMES, SCORE_DECISION_NAMES, TASK_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { CaseLink } from '../../parts/CaseLink';
import { type Column, Records } from '../../parts/Records';
import { PreviewedWarnings } from './PreviewedWarnings';
import type { Authority } from './words';

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
  wasSo: ['原为', 'Was'],
  wouldBeSo: ['将为', 'Would be'],
  nobody: ['无人可批', 'Nobody may'],
  assessed: ['评分或定价会不同的申请', 'Applications assessed or priced otherwise'],
  noPrice: ['法律不允许此价', 'No lawful price'],
  same: ['没有变化。', 'Nothing would have been otherwise.'],
  tasks: ['各类待办', 'Tasks'],
  kind: ['事项', 'Task'],
  count: ['数量', 'Number'],
  late: ['曾逾期', 'Were late'],
  wouldBeLate: ['将逾期', 'Would be late'],
});

type Assessed = Answers['RulesPreview']['assessed'][number];

/** What of the last three months would have been decided differently. */
export function Preview({ preview }: { preview: Answers['RulesPreview'] }) {
  const [say, sayTask, sayWho] = [useWords(WORDS), useWords(TASK_NAMES), useWords(AUTHORITY_NAMES)];
  const sayDecision = useWords(SCORE_DECISION_NAMES);
  const found = ({ grade, decision, annualRate }: Assessed['was']): string =>
    `${grade} · ${sayDecision(decision)} · ${annualRate === null ? say('noPrice') : percentText(annualRate)}`;
  const ofAssessed: readonly Column<Assessed>[] = [
    {
      key: 'applicant',
      head: say('applicant'),
      cell: ({ applicationId, enterpriseName }) => (
        <CaseLink type="APPLICATION" id={applicationId}>
          {enterpriseName}
        </CaseLink>
      ),
    },
    { key: 'was', head: say('wasSo'), cell: ({ was }) => found(was) },
    { key: 'wouldBe', head: say('wouldBeSo'), cell: ({ wouldBe }) => found(wouldBe) },
  ];
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
      {preview.tasks.length > 0 && (
        <Records
          caption={say('tasks')}
          columns={ofTasks}
          rows={preview.tasks}
          idOf={({ kind }) => kind}
          empty=""
        />
      )}
      {preview.applications.length > 0 && (
        <Records
          caption={say('applications')}
          columns={ofApplications}
          rows={preview.applications}
          idOf={({ applicationId }) => applicationId}
          empty=""
        />
      )}
      {preview.assessed.length > 0 && (
        <Records
          caption={say('assessed')}
          columns={ofAssessed}
          rows={preview.assessed}
          idOf={({ applicationId }) => applicationId}
          empty=""
        />
      )}
      {preview.warned.length > 0 && <PreviewedWarnings warned={preview.warned} />}
      {isSame(preview) && <p className="quiet">{say('same')}</p>}
    </div>
  );
}

const isSame = ({ tasks, applications, assessed, warned }: Answers['RulesPreview']): boolean =>
  tasks.length + applications.length + assessed.length + warned.length === 0;
