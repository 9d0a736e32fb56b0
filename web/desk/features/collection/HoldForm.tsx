import { useId, useState } from 'react';
import { addDays, isoDate } from '../../../../domain/calendar/isoDate';
import { type Answers, api } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { ReasonForm } from '../../parts/ReasonForm';
import { HOLD_KINDS } from './ladder';
import { useCollectionAct } from './useCollectionAct';

const WORDS = words({
  open: ['提请暂缓', 'Ask for a hold'],
  kind: ['类型', 'Kind'],
  from: ['自（含）', 'From (that day too)'],
  until: ['至（含）', 'Until (that day too)'],
  about: [
    '最长 {days} 天，由另一名风控人员以待办决定；逾期天数继续计算。',
    'For {days day|days} at most. Somebody else of risk decides by a task; days past due go on counting.',
  ],
});
type Kind = Answers['HoldKind'];

/** Asks that collection be held: for hardship, or for another reason. */
export function HoldForm({ calendar }: { calendar: Answers['CollectionCalendar'] }) {
  const { loanId, asOf, holdDays } = calendar;
  const [say, sayKind] = [useWords(WORDS), useWords(HOLD_KINDS)];
  const id = useId();
  const [isOpen, open] = useState(false);
  const [kind, choose] = useState<Kind>('HARDSHIP');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const { header, onSuccess } = useCollectionAct(() => open(false));
  const ask = api.useMutation('post', '/loans/{loanId}/collection/holds', { onSuccess });
  const kinds = Object.keys(HOLD_KINDS) as Kind[];
  if (!isOpen) {
    return (
      <p>
        <button type="button" className="button small" onClick={() => open(true)}>
          {say('open')}
        </button>
      </p>
    );
  }
  return (
    <div className="card">
      <ReasonForm
        act={say('open')}
        send={(reason) =>
          ask.mutate({
            params: { path: { loanId }, header },
            body: { kind, from, until, reason },
          })
        }
        leave={() => open(false)}
        isPending={ask.isPending}
        error={ask.error}
      >
        <p className="quiet">{say('about', { days: holdDays })}</p>
        <div className="filters">
          <div className="field">
            <label htmlFor={`${id}-kind`}>{say('kind')}</label>
            <select
              id={`${id}-kind`}
              value={kind}
              onChange={({ target }) => choose(kinds.find((each) => each === target.value) ?? kind)}
            >
              {kinds.map((each) => (
                <option key={each} value={each}>
                  {sayKind(each)}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor={`${id}-from`}>{say('from')}</label>
            <input
              id={`${id}-from`}
              type="date"
              required
              value={from}
              onChange={({ target }) => setFrom(target.value)}
            />
          </div>
          <div className="field">
            <label htmlFor={`${id}-until`}>{say('until')}</label>
            <input
              id={`${id}-until`}
              type="date"
              required
              max={addDays(isoDate(asOf), holdDays)}
              value={until}
              onChange={({ target }) => setUntil(target.value)}
            />
          </div>
        </div>
      </ReasonForm>
    </div>
  );
}
