import { useId, useState } from 'react';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { usePlatformClock } from '../../../kit/live/clock';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { OneOf } from '../../parts/OneOf';
import { CONTACT_OUTCOMES, CONTACT_PARTIES, CONTACT_WAYS } from './ladder';
import { useCollectionAct } from './useCollectionAct';

const WORDS = words({
  title: ['记录刚才的联系', 'Record a contact of just now'],
  way: ['方式', 'How'],
  party: ['对象', 'Whom'],
  outcome: ['结果', 'Outcome'],
  note: ['备注', 'Note'],
  send: ['记录', 'Record it'],
});
type Way = keyof typeof CONTACT_WAYS;
type Party = keyof typeof CONTACT_PARTIES;
type Outcome = keyof typeof CONTACT_OUTCOMES;

/** Records a call or a visit; what the law does not allow the platform refuses, and says why. */
export function ContactForm({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const id = useId();
  const clock = usePlatformClock();
  const [channel, setWay] = useState<Way>('PHONE');
  const [party, setParty] = useState<Party>('DEBTOR');
  const [outcome, setOutcome] = useState<Outcome>('REACHED');
  const [note, setNote] = useState('');
  const { header, onSuccess } = useCollectionAct(() => setNote(''));
  const record = api.useMutation('post', '/loans/{loanId}/contacts', { onSuccess });
  const send = (): void => {
    if (clock === null) return;
    const at = new Date(clock.nowMs()).toISOString();
    record.mutate({ params: { path: { loanId }, header }, body: { channel, party, outcome, at, note } });
  };
  return (
    <form
      className="card stack"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h3 id={`${id}-title`}>{say('title')}</h3>
      <div className="filters">
        <OneOf label={say('way')} table={CONTACT_WAYS} value={channel} choose={setWay} />
        <OneOf label={say('party')} table={CONTACT_PARTIES} value={party} choose={setParty} />
        <OneOf label={say('outcome')} table={CONTACT_OUTCOMES} value={outcome} choose={setOutcome} />
      </div>
      <div className="field">
        <label htmlFor={`${id}-note`}>{say('note')}</label>
        <textarea
          id={`${id}-note`}
          rows={2}
          maxLength={1000}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </div>
      <ProblemNotice error={record.error} />
      <p>
        <button type="submit" className="button small primary" disabled={record.isPending || clock === null}>
          {say('send')}
        </button>
      </p>
    </form>
  );
}
