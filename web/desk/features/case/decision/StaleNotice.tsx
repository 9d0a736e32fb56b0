import enFields from '../../../../../contracts/texts/en/fields.json';
import zhFields from '../../../../../contracts/texts/zh-CN/fields.json';
import { isProblem } from '../../../../kit/api/api';
import { ProblemNotice } from '../../../../kit/api/ProblemNotice';
import { KeyCap } from '../../../../kit/keys/KeyCap';
import { useSay, useWords } from '../../../../kit/words/language';
import { type Pair, pairs, words } from '../../../../kit/words/words';
import { isStale, type useDecision } from './useDecision';

const WORDS = words({
  changed: [
    '您查看之后，他人已有变动，所填内容仍在：',
    'Others changed it since you looked; what you typed is still here:',
  ],
  goOn: ['已知悉，按现状继续', 'I have seen it: go on'],
  again: ['再次提交即按现状办理。', 'Sent again, it is decided as it is now.'],
  was: ['{name}：{before} → {after}', '{name}: {before} → {after}'],
  nothing: ['无', 'none'],
});
const FIELDS: Readonly<Record<string, Pair>> = {
  ...pairs(zhFields, enFields),
  status: ['状态', 'Status'],
  claimedBy: ['办理人', 'Who has it'],
  dueAt: ['期限', 'Deadline'],
  caseVersion: ['案件资料', 'Facts of the case'],
  stage: ['阶段', 'Stage'],
  attachments: ['附件', 'Attachments'],
  bankAccount: ['收款账户', 'Bank account'],
  legalPerson: ['法定代表人', 'Legal person'],
  mobile: ['手机号', 'Mobile'],
};

/** What changed meanwhile, in place; and what else went wrong. Nothing that was typed is lost. */
export function StaleNotice({
  of,
}: {
  of: Pick<ReturnType<typeof useDecision>, 'error' | 'changes' | 'acknowledge'>;
}) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const stale = isStale(of.error);
  const differences = isProblem(of.error) && stale ? (of.error.differences ?? []) : [];
  const changes = [...of.changes, ...differences];
  if (!stale && of.changes.length === 0) return <ProblemNotice error={of.error} />;
  const shown = (value: unknown): string =>
    value === null || value === undefined
      ? say('nothing')
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);
  return (
    <div className="notice notice-warn" role="alert">
      <p>{isProblem(of.error) && stale ? of.error.detail : say('changed')}</p>
      <ul>
        {changes.map(({ field, before, after }) => (
          <li key={field}>
            {say('was', {
              name: sayPair(FIELDS[field] ?? FIELDS[field.split('.')[0] ?? ''] ?? [field, field]),
              before: shown(before),
              after: shown(after),
            })}
          </li>
        ))}
      </ul>
      {stale ? (
        <p>
          {say('again')} <KeyCap press="$mod+Enter" />
        </p>
      ) : (
        <button type="button" className="button" onClick={of.acknowledge}>
          {say('goOn')}
        </button>
      )}
    </div>
  );
}
