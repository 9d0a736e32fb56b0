import { useId, useState } from 'react';
import type { Answers } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { ReasonForm } from '../../parts/ReasonForm';
import { Preview } from './Preview';
import { useRules } from './useRules';

const WORDS = words({
  preview: ['预览影响', 'See what would have changed'],
  from: ['生效日（将来的业务日）', 'From (a business day to come)'],
  ask: ['提请变更', 'Ask for the change'],
});

/** Rules of one subject that somebody wants. */
export type Wanted =
  | { readonly subject: 'approval'; readonly value: Answers['ApprovalRules'] }
  | { readonly subject: 'deadlines'; readonly value: Answers['DeadlineRules'] }
  | { readonly subject: 'fees'; readonly value: Answers['FeeRules'] }
  | { readonly subject: 'postLoan'; readonly value: Answers['ThresholdRules'] }
  | { readonly subject: 'pricing'; readonly value: Answers['PricingRules'] }
  | { readonly subject: 'scorecard'; readonly value: Answers['ScorecardRules'] };

interface AskForRulesProps {
  /** null: nothing differs, or something can't be read */
  readonly wanted: Wanted | null;
  readonly leave: () => void;
  readonly asked: () => void;
}

/** Shows what other rules would have changed, and asks for them from a day on. */
export function AskForRules({ wanted, leave, asked }: AskForRulesProps) {
  const say = useWords(WORDS);
  const id = useId();
  const [from, setFrom] = useState('');
  const { preview, request, header } = useRules(asked);
  const send = (reason: string): void => {
    if (wanted === null) return;
    request.mutate({ params: { header }, body: { ...wanted, effectiveFrom: from, reason } });
  };
  return (
    <>
      <p>
        <button
          type="button"
          className="button small"
          disabled={wanted === null || preview.isPending}
          onClick={() => wanted !== null && preview.mutate({ body: wanted })}
        >
          {say('preview')}
        </button>
      </p>
      <ProblemNotice error={preview.error} />
      {preview.data !== undefined && <Preview preview={preview.data} />}
      <ReasonForm
        act={say('ask')}
        send={send}
        leave={leave}
        isPending={request.isPending || wanted === null}
        error={request.error}
      >
        <div className="field">
          <label htmlFor={id}>{say('from')}</label>
          <input id={id} type="date" required value={from} onChange={({ target }) => setFrom(target.value)} />
        </div>
      </ReasonForm>
    </>
  );
}
