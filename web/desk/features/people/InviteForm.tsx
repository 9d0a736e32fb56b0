import { useId, useState } from 'react';
import { useWords } from '../../../kit/words/language';
import { ROLE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { ReasonForm } from '../../parts/ReasonForm';
import { useStaffChange } from './useStaffChange';
import { STAFF_ROLES, type StaffRole } from './words';

const WORDS = words({
  title: ['邀请新人', 'Invite somebody'],
  name: ['姓名', 'Name'],
  email: ['邮箱', 'Mail'],
  role: ['首个权限', 'First right'],
  send: ['提请邀请', 'Ask for the invitation'],
  preview: [
    '另一名管理员或风控同意后，对方会收到一次性链接，自行设置密码。',
    'Once another admin or risk agrees, a one-time link goes out; whoever is invited sets a password.',
  ],
});

/** Asks for somebody new, with a first right. */
export function InviteForm({ leave }: { leave: () => void }) {
  const [say, sayRole] = [useWords(WORDS), useWords(ROLE_NAMES)];
  const id = useId();
  const [typed, setTyped] = useState<{ name: string; email: string; role: StaffRole }>({
    name: '',
    email: '',
    role: 'reviewer',
  });
  const { ask, header } = useStaffChange(leave);
  const chosen = (value: string): StaffRole => STAFF_ROLES.find((role) => role === value) ?? typed.role;
  return (
    <section className="card stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('title')}</h2>
      <ReasonForm
        act={say('send')}
        send={(reason) => ask.mutate({ params: { header }, body: { kind: 'INVITE', ...typed, reason } })}
        leave={leave}
        isPending={ask.isPending}
        error={ask.error}
      >
        <p className="quiet">{say('preview')}</p>
        <div className="panes">
          <div className="field">
            <label htmlFor={`${id}-name`}>{say('name')}</label>
            <input
              id={`${id}-name`}
              required
              maxLength={80}
              value={typed.name}
              onChange={({ target }) => setTyped({ ...typed, name: target.value })}
            />
          </div>
          <div className="field">
            <label htmlFor={`${id}-email`}>{say('email')}</label>
            <input
              id={`${id}-email`}
              type="email"
              required
              maxLength={254}
              value={typed.email}
              onChange={({ target }) => setTyped({ ...typed, email: target.value })}
            />
          </div>
          <div className="field">
            <label htmlFor={`${id}-role`}>{say('role')}</label>
            <select
              id={`${id}-role`}
              value={typed.role}
              onChange={({ target }) => setTyped({ ...typed, role: chosen(target.value) })}
            >
              {STAFF_ROLES.map((role) => (
                <option key={role} value={role}>
                  {sayRole(role)}
                </option>
              ))}
            </select>
          </div>
        </div>
      </ReasonForm>
    </section>
  );
}
