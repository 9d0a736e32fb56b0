import { type FormEvent, useState } from 'react';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { Instant } from '../../../kit/figures/figures';
import { TextField } from '../../../kit/forms/fields';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Waiting } from '../../app/Waiting';

const WORDS = words({
  title: ['可代表本企业的人员', 'Who acts for this enterprise'],
  me: ['您', 'You'],
  held: ['暂停代表，待本机构核实', 'On hold until the institution has verified them'],
  remove: ['移除', 'Remove'],
  removeThis: ['移除 {name}', 'Remove {name}'],
  invited: ['已邀请，有效期至', 'Invited, until'],
  takeBack: ['撤回', 'Take back'],
  takeBackThis: ['撤回对 {name} 的邀请', 'Take the invitation of {name} back'],
  invite: ['邀请同事', 'Invite a colleague'],
  about: [
    '受邀者可以代表本企业申请、签约和还款。后加入的人员可由先加入的人员移除。',
    'Whoever is invited may apply, agree and repay for this enterprise. Whoever came before may remove who came after.',
  ],
  name: ['姓名', 'Name'],
  mail: ['邮箱', 'Mail address'],
  send: ['发送邀请', 'Send the invitation'],
  sent: ['邀请已发送。', 'The invitation is on its way.'],
});

/** The people of an enterprise: who they are, who is asked in, and whose acting ends. */
export function People() {
  const say = useWords(WORDS);
  const people = api.useQuery('get', '/me/enterprise/people');
  const refresh = { onSuccess: () => void people.refetch() };
  const removing = api.useMutation('post', '/me/enterprise/people/{userId}/removal', refresh);
  const takingBack = api.useMutation('post', '/me/enterprise/invitations/{invitationId}/removal', refresh);
  if (people.data === undefined) return <Waiting error={people.error} again={people.refetch} />;
  const { invitations, items } = people.data;
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <ProblemNotice error={removing.error ?? takingBack.error} />
      <ul className="case-list">
        {items.map(({ userId, name, mail, isHeld, isMe, mayRemove }) => (
          <li key={userId} className="row spread">
            <span className="stack-tight">
              <strong>{name}</strong>
              <small>{isHeld ? say('held') : mail}</small>
            </span>
            {isMe && <span className="state">{say('me')}</span>}
            {mayRemove && (
              <button
                type="button"
                className="button plain"
                aria-label={say('removeThis', { name })}
                disabled={removing.isPending}
                onClick={() => removing.mutate({ params: { path: { userId } } })}
              >
                {say('remove')}
              </button>
            )}
          </li>
        ))}
        {invitations.map(({ id, name, mail, expiresAt }) => (
          <li key={id} className="row spread">
            <span className="stack-tight">
              <strong>{name}</strong>
              <small>
                {mail} · {say('invited')} <Instant at={expiresAt} />
              </small>
            </span>
            <button
              type="button"
              className="button plain"
              aria-label={say('takeBackThis', { name })}
              disabled={takingBack.isPending}
              onClick={() => takingBack.mutate({ params: { path: { invitationId: id } } })}
            >
              {say('takeBack')}
            </button>
          </li>
        ))}
      </ul>
      <Invite done={() => void people.refetch()} />
    </section>
  );
}

function Invite({ done }: { done: () => void }) {
  const say = useWords(WORDS);
  const [typed, setTyped] = useState({ name: '', mail: '' });
  const { key, renew } = useActKey();
  const inviting = api.useMutation('post', '/me/enterprise/invitations', {
    onSuccess: () => {
      renew();
      setTyped({ name: '', mail: '' });
      done();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    inviting.mutate({ params: { header: { 'Idempotency-Key': key } }, body: typed });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <h3>{say('invite')}</h3>
      <p>{say('about')}</p>
      <TextField
        label={say('name')}
        required
        maxLength={60}
        autoComplete="off"
        value={typed.name}
        onChange={({ target }) => setTyped({ ...typed, name: target.value })}
      />
      <TextField
        label={say('mail')}
        type="email"
        required
        autoComplete="off"
        value={typed.mail}
        onChange={({ target }) => setTyped({ ...typed, mail: target.value })}
      />
      <ProblemNotice error={inviting.error} />
      {inviting.isSuccess && (
        <p className="notice notice-good" role="status">
          {say('sent')}
        </p>
      )}
      <button type="submit" className="button" disabled={inviting.isPending}>
        {say('send')}
      </button>
    </form>
  );
}
