import { useId, useState } from 'react';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { ROLE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { CHANGE_KINDS } from '../../parts/loanChanges';
import { QuoteTold } from '../../parts/QuoteTold';
import { ReasonForm } from '../../parts/ReasonForm';
import { ChangeFields } from './ChangeFields';
import { bodyOf, CHANGE_FORMS, type ChangeDraft, EMPTY_DRAFT, type Kind, kindsFor } from './changeDraft';

const WORDS = words({
  title: ['提请变更', 'Ask for a change'],
  kind: ['变更', 'Change'],
  choose: ['请选择', 'Choose'],
  quote: ['试算', 'See what it would do'],
  noQuote: ['不改变账务数字。', 'It changes no figure of the books.'],
  later: ['批准后按当日账务入账。', 'It is booked once it is approved, by what is owed then.'],
  approvals: ['须由以下各方批准：{who}。', 'To be approved by: {who}.'],
  after: ['，再由 ', ', then '],
  nobody: ['无需批准。', 'Nobody has to approve it.'],
  consent: ['批准后由借款人在期限内确认。', 'Once approved, the borrower has to agree before a deadline.'],
  ask: ['按此提请', 'Ask for it like this'],
  asked: ['已提请，等待批准。', 'Asked for: it waits to be approved.'],
});

/** What is seen beforehand of none of these; they move the books all the same. */
const BOOKED_LATER: readonly Kind[] = ['MANUAL_RECEIPT', 'REVERSE_RECEIPT', 'UPGRADE'];

/** Asks for a change of a loan: what it would do is seen first, and what was seen is what is asked for. */
export function ChangeForm({ loan: { id: loanId, status } }: { loan: Answers['Loan'] }) {
  const [say, sayKind] = [useWords(WORDS), useWords(CHANGE_KINDS)];
  const id = useId();
  const kinds = kindsFor(useSession()?.roles ?? [], status);
  const [kind, choose] = useState<Kind | null>(null);
  const [isAsked, setAsked] = useState(false);
  if (kinds.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('title')}</h2>
      {isAsked && (
        <p className="notice notice-good" role="status">
          {say('asked')}
        </p>
      )}
      <div className="filters">
        <div className="field">
          <label htmlFor={`${id}-kind`}>{say('kind')}</label>
          <select
            id={`${id}-kind`}
            value={kind ?? ''}
            onChange={({ target }) => {
              choose(kinds.find((each) => each === target.value) ?? null);
              setAsked(false);
            }}
          >
            <option value="">{say('choose')}</option>
            {kinds.map((each) => (
              <option key={each} value={each}>
                {sayKind(each)}
              </option>
            ))}
          </select>
        </div>
      </div>
      {kind !== null && (
        <OfKind
          key={kind}
          loanId={loanId}
          kind={kind}
          leave={() => choose(null)}
          asked={() => {
            choose(null);
            setAsked(true);
          }}
        />
      )}
    </section>
  );
}

interface OfKindProps {
  readonly loanId: string;
  readonly kind: Kind;
  readonly leave: () => void;
  readonly asked: () => void;
}

function OfKind({ loanId, kind, leave, asked }: OfKindProps) {
  const [say, sayRole] = [useWords(WORDS), useWords(ROLE_NAMES)];
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const { key } = useActKey();
  const on = { path: { loanId } };
  const quote = api.useMutation('post', '/loans/{loanId}/changes/quotes');
  const ask = api.useMutation('post', '/loans/{loanId}/changes', {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['get', '/loans/{loanId}/changes'] });
      asked();
    },
  });
  const body = bodyOf(kind, draft);
  const change = (part: Partial<ChangeDraft>): void => {
    setDraft({ ...draft, ...part });
    // What was shown is not what would be asked for any more.
    quote.reset();
  };
  const send = (reason: string): void => {
    if (body === null || quote.data === undefined) return;
    const hash = quote.data.quote?.hash;
    ask.mutate({
      params: { ...on, header: { 'Idempotency-Key': key } },
      body: { ...body, reason, ...(hash === undefined ? {} : { quoteHash: hash }) },
    });
  };
  const quoted = quote.data;
  const who = quoted?.approvals.map((role) => sayRole(role)).join(say('after'));
  return (
    <div className="stack">
      <ChangeFields loanId={loanId} fields={CHANGE_FORMS[kind].fields} draft={draft} change={change} />
      {quoted === undefined && (
        <p className="row">
          <button
            type="button"
            className="button primary"
            disabled={body === null || quote.isPending}
            onClick={() => body !== null && quote.mutate({ params: on, body })}
          >
            {say('quote')}
          </button>
        </p>
      )}
      <ProblemNotice error={quote.error} />
      {quoted !== undefined && (
        <>
          {quoted.quote === null ? (
            <p className="quiet">{say(BOOKED_LATER.includes(kind) ? 'later' : 'noQuote')}</p>
          ) : (
            <QuoteTold quote={quoted.quote} />
          )}
          <p>
            {quoted.approvals.length === 0 ? say('nobody') : say('approvals', { who: who ?? '' })}
            {quoted.needsConsent && ` ${say('consent')}`}
          </p>
          <ReasonForm
            act={say('ask')}
            send={send}
            leave={leave}
            isPending={ask.isPending}
            error={ask.error}
          />
        </>
      )}
    </div>
  );
}
