import { type FormEvent, useState } from 'react';
import { api } from '../api/api';
import { ProblemNotice } from '../api/ProblemNotice';
import { TextField } from '../forms/fields';
import { useWords } from '../words/language';
import { words } from '../words/words';
import { NewPasswordField } from './NewPasswordField';

const WORDS = words({
  title: ['密码', 'Password'],
  current: ['当前密码', 'Present password'],
  change: ['更改密码', 'Change the password'],
  done: ['密码已更改，其他设备已退出。', 'Changed, and signed out on all other devices.'],
});
const EMPTY = { currentPassword: '', password: '' };

/** Another password; all other sessions end. */
export function ChangePassword() {
  const say = useWords(WORDS);
  const [typed, setTyped] = useState(EMPTY);
  const changing = api.useMutation('post', '/me/password', { onSuccess: () => setTyped(EMPTY) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    changing.mutate({ body: typed });
  };
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <form className="stack" onSubmit={submit}>
        <TextField
          label={say('current')}
          type="password"
          autoComplete="current-password"
          required
          value={typed.currentPassword}
          onChange={(event) => setTyped({ ...typed, currentPassword: event.target.value })}
        />
        <NewPasswordField value={typed.password} change={(password) => setTyped({ ...typed, password })} />
        <ProblemNotice error={changing.error} />
        {changing.isSuccess && (
          <p className="notice notice-good" role="status">
            {say('done')}
          </p>
        )}
        <button type="submit" className="button" disabled={changing.isPending}>
          {say('change')}
        </button>
      </form>
    </section>
  );
}
