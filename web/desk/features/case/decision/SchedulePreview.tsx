import { type Answers, api } from '../../../../kit/api/api';
import { percentText } from '../../../../kit/figures/figures';
import { ScheduleTable } from '../../../../kit/loan/ScheduleTable';
import { useWords } from '../../../../kit/words/language';
import { words } from '../../../../kit/words/words';
import type { Decision } from './decisionForm';

const WORDS = words({
  schedule: ['由此产生的还款计划', 'The schedule that follows'],
  basis: [
    '按产品参考等级 {grade}（{rate}）试算；要约以评估定价为准。',
    'Worked out at the reference grade {grade} ({rate}); the offer goes by the assessed price.',
  ],
});

const AGREEING: readonly Decision[] = ['APPROVE', 'APPROVE_AS_EXCEPTION'];

/** The schedule of what would be granted: the offered one, or one worked out for these terms. */
export function SchedulePreview({ file, decision }: { file: Answers['TaskFile']; decision: Decision }) {
  const application = file.case.application;
  if (application === null || !AGREEING.includes(decision)) return null;
  if (application.offer !== null) return <Shown rows={application.offer.schedule} />;
  return <Quoted application={application} />;
}

function Quoted({ application }: { application: NonNullable<Answers['CaseFile']['application']> }) {
  const say = useWords(WORDS);
  const { productId, amountFen, termMonths, method } = application;
  const { data } = api.useQuery('post', '/quotes', { body: { productId, amountFen, termMonths, method } });
  if (data === undefined) return null;
  return (
    <Shown
      rows={data.schedule}
      basis={say('basis', { grade: data.basisGrade, rate: percentText(data.annualRate) })}
    />
  );
}

function Shown({ rows, basis }: { rows: readonly Answers['ScheduleRow'][]; basis?: string }) {
  const say = useWords(WORDS);
  return (
    <details className="schedule-preview">
      <summary>{say('schedule')}</summary>
      {basis !== undefined && <small>{basis}</small>}
      <ScheduleTable rows={rows} />
    </details>
  );
}
