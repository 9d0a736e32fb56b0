import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Day, Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { FourEyes } from '../../parts/FourEyes';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { useIs } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { Who } from '../../parts/Who';
import { ChangedRules } from './ChangedRules';
import { Preview } from './Preview';
import type { RuleChange } from './rules';
import { CHANGERS, STATUSES, SUBJECTS } from './words';

const WORDS = words({
  title: ['规则变更', 'Changes of rules'],
  subject: ['内容', 'What'],
  from: ['生效日', 'From'],
  reason: ['理由', 'Reason'],
  asked: ['提出', 'Asked'],
  status: ['状态', 'Status'],
  decision: ['决定', 'Decision'],
  empty: ['尚无变更。', 'None yet.'],
  preview: ['预览影响', 'See what would have changed'],
});

const TONES = { REQUESTED: 'warn', APPROVED: 'good', REJECTED: 'plain' } as const;

/** Rules that were asked for, and what waits for a second person. */
export function RuleChanges() {
  const [say, saySubject, sayStatus] = [useWords(WORDS), useWords(SUBJECTS), useWords(STATUSES)];
  const found = api.useInfiniteQuery('get', '/rules/changes', { params: { query: {} } }, PAGED);
  const columns: readonly Column<RuleChange>[] = [
    {
      key: 'subject',
      head: say('subject'),
      cell: (change) => (
        <details>
          <summary>{saySubject(change.subject)}</summary>
          <ChangedRules change={change} />
        </details>
      ),
    },
    { key: 'from', head: say('from'), cell: ({ effectiveFrom }) => <Day day={effectiveFrom} /> },
    { key: 'reason', head: say('reason'), cell: ({ reason }) => reason },
    {
      key: 'asked',
      head: say('asked'),
      cell: ({ requestedBy, createdAt }) => (
        <>
          <Who id={requestedBy} /> · <Instant at={createdAt} />
        </>
      ),
    },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={TONES[status]}>{sayStatus(status)}</Mark>,
    },
    { key: 'decision', head: say('decision'), cell: (change) => <DecideRules change={change} /> },
  ];
  return (
    <section className="stack" aria-labelledby="rule-changes">
      <h2 id="rule-changes">{say('title')}</h2>
      <Listed
        caption={say('title')}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        empty={say('empty')}
      />
    </section>
  );
}

function DecideRules({ change }: { change: RuleChange }) {
  const mayDecide = useIs(CHANGERS);
  const decide = api.useMutation('post', '/rules/changes/{changeId}/decision', {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', '/rules/changes'] }),
  });
  const { id, status, decidedBy, decisionReason } = change;
  if (status !== 'REQUESTED') {
    return (
      <>
        {decidedBy !== null && <Who id={decidedBy} />} {decisionReason}
      </>
    );
  }
  if (!mayDecide) return null;
  return (
    <div className="stack">
      <TryRules change={change} />
      <FourEyes
        askedBy={change.requestedBy}
        decide={(body) => decide.mutate({ params: { path: { changeId: id } }, body })}
        isPending={decide.isPending}
        error={decide.error}
      />
    </div>
  );
}

/** What would have been otherwise, before one decides. */
function TryRules({ change: { subject, value } }: { change: RuleChange }) {
  const say = useWords(WORDS);
  const preview = api.useMutation('post', '/rules/previews');
  const body = { subject, value } as Parameters<typeof preview.mutate>[0]['body'];
  return (
    <>
      <button
        type="button"
        className="button small"
        disabled={preview.isPending}
        onClick={() => preview.mutate({ body })}
      >
        {say('preview')}
      </button>
      <ProblemNotice error={preview.error} />
      {preview.data !== undefined && <Preview preview={preview.data} />}
    </>
  );
}
