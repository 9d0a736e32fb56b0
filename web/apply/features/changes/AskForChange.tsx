import { type FormEvent, useState } from 'react';
import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { DraftNote } from '../../../kit/drafts/DraftNote';
import { useKeptText } from '../../../kit/drafts/useKeptText';
import { AreaField, ChoiceField, TextField, TickField } from '../../../kit/forms/fields';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { ASKABLE, bodyOf, CHANGE_NAMES, type Typed } from './askedChange';
import { QuoteTable } from './QuoteTable';

const WORDS = words({
  what: ['变更事项', 'What to change'],
  EXTEND: ['延后几个月', 'Months later'],
  RESCHEDULE: ['新的剩余期数（月）', 'Months from now to the new maturity'],
  account: ['新的还款账户（对公）', 'The new account (of the enterprise)'],
  accountHint: [
    '先由该账户转入一分钱核实，再经两人复核',
    'Proved by a transfer of one fen, then looked at by two people',
  ],
  wrong: ['请填写月数', 'Give the months'],
  wrongAccount: ['请填写账号', 'Give the account number'],
  compare: ['先看结果', 'See what it comes to'],
  reason: ['申请理由', 'Why'],
  agree: ['我已阅读变更后的金额与还款计划，同意按此变更', 'I have read what it comes to, and agree to it'],
  send: ['提交申请', 'Ask for it'],
  sent: ['已提交，结果会通知您。', 'Asked for: you will be told.'],
});
const NOTHING: Typed = { kind: 'EXTEND', months: '', accountNo: '' };

/** A change is quoted first; asking for it is agreeing to what was shown. */
export function AskForChange({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const [typed, setTyped] = useState(NOTHING);
  const [isWrong, setWrong] = useState(false);
  const path = { loanId };
  const quoting = api.useMutation('post', '/loans/{loanId}/changes/quotes');
  const body = bodyOf(typed);
  const change = (now: Partial<Typed>): void => {
    setTyped({ ...typed, ...now });
    // What was shown is of what was typed before.
    quoting.reset();
  };
  const compare = (event: FormEvent): void => {
    event.preventDefault();
    setWrong(body === null);
    if (body !== null) quoting.mutate({ params: { path }, body });
  };
  const isAccount = typed.kind === 'BIND_ACCOUNT';
  return (
    <>
      <form className="stack" noValidate onSubmit={compare}>
        <ChoiceField
          label={say('what')}
          name="kind"
          choices={ASKABLE.map((value) => ({ value, label: sayPair(CHANGE_NAMES[value]) }))}
          chosen={typed.kind}
          onChange={({ target }) =>
            change({ kind: ASKABLE.find((each) => each === target.value) ?? 'EXTEND' })
          }
        />
        {isAccount ? (
          <TextField
            label={say('account')}
            hint={say('accountHint')}
            inputMode="numeric"
            autoComplete="off"
            wrong={isWrong && body === null ? say('wrongAccount') : undefined}
            value={typed.accountNo}
            onChange={({ target }) => change({ accountNo: target.value })}
          />
        ) : (
          <TextField
            label={say(typed.kind === 'RESCHEDULE' ? 'RESCHEDULE' : 'EXTEND')}
            inputMode="numeric"
            autoComplete="off"
            wrong={isWrong && body === null ? say('wrong') : undefined}
            value={typed.months}
            onChange={({ target }) => change({ months: target.value })}
          />
        )}
        <ProblemNotice error={quoting.error} />
        <button type="submit" className="button" disabled={quoting.isPending}>
          {say('compare')}
        </button>
      </form>
      {quoting.data !== undefined && body !== null && (
        <Agree
          key={quoting.data.quote?.hash ?? typed.accountNo}
          loanId={loanId}
          body={body}
          quote={quoting.data.quote}
        />
      )}
    </>
  );
}

type Body = NonNullable<ReturnType<typeof bodyOf>>;

function Agree({
  loanId,
  body,
  quote,
}: {
  loanId: string;
  body: Body;
  quote: Parameters<typeof QuoteTable>[0]['quote'] | null;
}) {
  const say = useWords(WORDS);
  const { text: reason, draft, field } = useKeptText({ form: 'change', subject: loanId });
  const [agreed, setAgreed] = useState(quote === null);
  const { key } = useActKey();
  const asking = api.useMutation('post', '/loans/{loanId}/changes', {
    onSuccess: async () => {
      await draft.end();
      await queries.invalidateQueries();
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    asking.mutate({
      params: { path: { loanId }, header: { 'Idempotency-Key': key } },
      body: { ...body, reason: reason.trim(), ...(quote === null ? {} : { quoteHash: quote.hash }) },
    });
  };
  if (asking.isSuccess) {
    return (
      <p className="notice notice-good" role="status">
        {say('sent')}
      </p>
    );
  }
  return (
    <form className="stack" onSubmit={send}>
      {quote !== null && <QuoteTable quote={quote} />}
      <AreaField label={say('reason')} rows={3} required maxLength={1000} {...field} />
      {quote !== null && (
        <TickField
          label={say('agree')}
          required
          checked={agreed}
          onChange={({ target }) => setAgreed(target.checked)}
        />
      )}
      <ProblemNotice error={asking.error} />
      <DraftNote draft={draft} />
      <button type="submit" className="button primary" disabled={asking.isPending || !agreed}>
        {say('send')}
      </button>
    </form>
  );
}
