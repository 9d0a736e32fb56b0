import { type FormEvent, useState } from 'react';
import { type Answers, api } from '../api/api';
import { ProblemNotice } from '../api/ProblemNotice';
import { TextField } from '../forms/fields';
import { useWords } from '../words/language';
import { words } from '../words/words';

const WORDS = words({
  mailTitle: ['登录邮箱', 'Mail address'],
  mailNow: ['当前邮箱：{mail}', 'Now: {mail}'],
  newMail: ['新邮箱', 'New address'],
  mailSent: [
    '链接已发送到新旧两个邮箱，都确认后生效。',
    'A link went to either address: it counts once both have confirmed.',
  ],
  phoneTitle: ['手机号', 'Mobile number'],
  newPhone: ['新手机号', 'New number'],
  password: ['当前密码', 'Present password'],
  go: ['更换', 'Change it'],
  OLD: ['原手机收到的验证码', 'The code that the old phone got'],
  NEW: ['新手机收到的验证码', 'The code that the new phone got'],
  confirm: ['确认', 'Confirm'],
  phoneDone: ['手机号已更换。', 'The number is changed.'],
});

/** Another mail address to sign in with: confirmed at both ends. */
export function ChangeMail({ mail }: { mail: string }) {
  const say = useWords(WORDS);
  const asking = api.useMutation('post', '/me/mail-changes');
  return (
    <section className="card stack">
      <h2>{say('mailTitle')}</h2>
      <p>{say('mailNow', { mail })}</p>
      {asking.isSuccess ? (
        <p className="notice notice-good" role="status">
          {say('mailSent')}
        </p>
      ) : (
        <ContactForm
          label={say('newMail')}
          type="email"
          error={asking.error}
          send={(typed, currentPassword) => asking.mutate({ body: { mail: typed, currentPassword } })}
        />
      )}
    </section>
  );
}

/** Another phone of the enterprise: confirmed by codes. */
export function ChangePhone() {
  const say = useWords(WORDS);
  const asking = api.useMutation('post', '/me/phone-changes');
  return (
    <section className="card stack">
      <h2>{say('phoneTitle')}</h2>
      {asking.data === undefined ? (
        <ContactForm
          label={say('newPhone')}
          type="tel"
          error={asking.error}
          send={(mobile, currentPassword) => asking.mutate({ body: { mobile, currentPassword } })}
        />
      ) : (
        <ConfirmPhone change={asking.data} />
      )}
    </section>
  );
}

function ContactForm({
  label,
  type,
  error,
  send,
}: {
  label: string;
  type: 'email' | 'tel';
  error: unknown;
  send: (typed: string, password: string) => void;
}) {
  const say = useWords(WORDS);
  const [typed, setTyped] = useState({ contact: '', password: '' });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send(typed.contact, typed.password);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label={label}
        type={type}
        autoComplete={type}
        required
        value={typed.contact}
        onChange={(event) => setTyped({ ...typed, contact: event.target.value })}
      />
      <TextField
        label={say('password')}
        type="password"
        autoComplete="current-password"
        required
        value={typed.password}
        onChange={(event) => setTyped({ ...typed, password: event.target.value })}
      />
      <ProblemNotice error={error} />
      <button type="submit" className="button">
        {say('go')}
      </button>
    </form>
  );
}

type Change = Answers['ContactChange'];
type End = Change['ends'][number];

function ConfirmPhone({ change }: { change: Change }) {
  const say = useWords(WORDS);
  const [confirmed, setConfirmed] = useState<readonly End[]>([]);
  const [code, setCode] = useState('');
  const confirming = api.useMutation('post', '/me/phone-changes/{changeId}/codes');
  const end = change.ends.find((each) => !confirmed.includes(each));
  if (end === undefined || confirming.data?.isDone === true) {
    return (
      <p className="notice notice-good" role="status">
        {say('phoneDone')}
      </p>
    );
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    confirming.mutate(
      { params: { path: { changeId: change.id } }, body: { end, code: code.trim() } },
      {
        onSuccess: () => {
          setConfirmed([...confirmed, end]);
          setCode('');
        },
      },
    );
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label={say(end)}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <ProblemNotice error={confirming.error} />
      <button type="submit" className="button primary" disabled={confirming.isPending}>
        {say('confirm')}
      </button>
    </form>
  );
}
