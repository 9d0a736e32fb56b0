import { useState } from 'react';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Day } from '../../../kit/figures/figures';
import { TextField, TickField } from '../../../kit/forms/fields';
import { typedPoints } from '../../../kit/forms/typedFigures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['是否同意这笔费用？', 'Do you agree to it?'],
  until: ['报价有效至', 'The quote stands until'],
  points: ['用积分抵扣（1 分抵 0.01 元）', 'Pay with points (one is worth 0.01 yuan)'],
  limit: ['本次最多可用 {limit} 分', 'At most {limit} here'],
  wrong: ['请填写不超过上限的整数', 'A whole number within the limit'],
  read: ['我已阅读上述价格与收取方式', 'I have read the price and how it is charged'],
  agree: ['同意', 'Agree'],
  decline: ['不同意', 'Decline'],
});

/** Consent to what is shown above, and to nothing else; without it nothing is charged. */
export function AnswerFee({ fee }: { fee: Answers['Fee'] }) {
  const say = useWords(WORDS);
  const [typed, setTyped] = useState('');
  const [isRead, setRead] = useState(false);
  const answering = api.useMutation('post', '/fees/{feeId}/answer', {
    onSuccess: () => queries.invalidateQueries(),
  });
  const { id: feeId, pointsLimit, shownSha256, validUntil } = fee;
  const points = typedPoints(typed, pointsLimit);
  const answer = (said: 'CONSENT' | 'DECLINE', pointsUsed: number): void =>
    answering.mutate({ params: { path: { feeId } }, body: { answer: said, pointsUsed, shownSha256 } });
  return (
    <section className="card stack next" data-mood="DO">
      <h2>{say('title')}</h2>
      <p>
        {say('until')} <Day day={validUntil} />
      </p>
      {pointsLimit > 0 && (
        <TextField
          label={say('points')}
          hint={say('limit', { limit: pointsLimit })}
          inputMode="numeric"
          autoComplete="off"
          wrong={points === null ? say('wrong') : undefined}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      )}
      <TickField label={say('read')} checked={isRead} onChange={({ target }) => setRead(target.checked)} />
      <ProblemNotice error={answering.error} />
      <div className="row">
        <button
          type="button"
          className="button primary"
          disabled={!isRead || points === null || answering.isPending}
          onClick={() => points !== null && answer('CONSENT', points)}
        >
          {say('agree')}
        </button>
        <button
          type="button"
          className="button"
          disabled={answering.isPending}
          onClick={() => answer('DECLINE', 0)}
        >
          {say('decline')}
        </button>
      </div>
    </section>
  );
}
