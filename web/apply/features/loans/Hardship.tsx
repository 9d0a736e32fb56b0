import { type FormEvent, useState } from 'react';
import { addDays, isoDate } from '../../../../domain/calendar/isoDate';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { HOLD_STATUSES } from '../../../kit/collection/calendar';
import { DraftNote } from '../../../kit/drafts/DraftNote';
import { useKeptText } from '../../../kit/drafts/useKeptText';
import { Day } from '../../../kit/figures/figures';
import { AreaField, TextField } from '../../../kit/forms/fields';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['遇到困难', 'In hardship'],
  about: [
    '受灾、停产等暂时无力还款时，可申请延缓催收（最长 {days} 天），由风控人员决定。逾期天数与利息照常计算。',
    'Struck by flood, standstill or the like, you may ask for time, {days day|days} at most; risk decides. Days and interest go on counting.',
  ],
  open: ['申请延缓', 'Ask for time'],
  until: ['延缓至', 'Until'],
  reason: ['困难情况', 'What happened'],
  missing: ['请填写', 'Fill this in'],
  send: ['提交申请', 'Ask for it'],
});
type Calendar = Answers['CollectionCalendar'];

/** What was asked for in hardship and what became of it; and asking, while nothing waits for a decision. */
export function Hardship({ calendar }: { calendar: Calendar }) {
  const say = useWords(WORDS);
  const sayStatus = useWords(HOLD_STATUSES);
  const { holds, holdDays } = calendar;
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <p>{say('about', { days: holdDays })}</p>
      {holds.map(({ id, from, until, status, reason, decisionReason }) => (
        <div key={id} className="stack-tight">
          <span className="row spread">
            <span>
              <Day day={from} /> – {until !== null && <Day day={until} />}
            </span>
            <span
              className="state"
              data-mood={{ REQUESTED: 'PLAIN', GRANTED: 'GOOD', REFUSED: 'BAD' }[status]}
            >
              {sayStatus(status)}
            </span>
          </span>
          <small>{reason}</small>
          {decisionReason !== '' && <small>{decisionReason}</small>}
        </div>
      ))}
      {!holds.some(({ status }) => status === 'REQUESTED') && (
        <details>
          <summary>{say('open')}</summary>
          <HardshipForm calendar={calendar} />
        </details>
      )}
    </section>
  );
}

function HardshipForm({ calendar: { asOf, loanId, holdDays } }: { calendar: Calendar }) {
  const say = useWords(WORDS);
  const { key } = useActKey();
  const [until, setUntil] = useState('');
  const { text: reason, draft, field } = useKeptText({ form: 'hardship', subject: loanId });
  const [isTried, setTried] = useState(false);
  const asking = api.useMutation('post', '/loans/{loanId}/collection/holds', {
    onSuccess: async () => {
      await draft.end();
      await queries.invalidateQueries();
    },
  });
  const missing = (typed: string) => (isTried && typed.trim() === '' ? say('missing') : undefined);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (until === '' || reason.trim() === '') return;
    const params = { path: { loanId }, header: { 'Idempotency-Key': key } };
    asking.mutate({ params, body: { kind: 'HARDSHIP', from: asOf, until, reason: reason.trim() } });
  };
  return (
    <form className="stack" noValidate onSubmit={send}>
      <TextField
        label={say('until')}
        type="date"
        min={asOf}
        max={addDays(isoDate(asOf), holdDays)}
        wrong={missing(until)}
        value={until}
        onChange={({ target }) => setUntil(target.value)}
      />
      <AreaField label={say('reason')} rows={4} maxLength={1000} wrong={missing(reason)} {...field} />
      <ProblemNotice error={asking.error} />
      <DraftNote draft={draft} />
      <button type="submit" className="button primary" disabled={asking.isPending}>
        {say('send')}
      </button>
    </form>
  );
}
