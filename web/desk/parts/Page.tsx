import { type ReactNode, useEffect } from 'react';
import { type Role, useSession } from '../../kit/session/session';
import { useWords } from '../../kit/words/language';
import { ROLE_NAMES } from '../../kit/words/names';
import { words } from '../../kit/words/words';
import './parts.css';

const WORDS = words({
  notYours: ['此页面供以下角色使用：{roles}。', 'This page is for: {roles}.'],
  whatToDo: [
    '如工作需要，请管理员为您申请相应权限。',
    'If your work needs it, ask an administrator for the right.',
  ],
  and: ['、', ', '],
  desk: ['信贷工作台', 'Lending desk'],
});

interface PageProps {
  readonly title: string;
  /** One sentence: what the screen is for; empty while it is asked for. */
  readonly lead?: string;
  /** Who may read it. */
  readonly roles: readonly Role[];
  /** What can be done on the screen as a whole, at the end of its title. */
  readonly acts?: ReactNode;
  readonly children: ReactNode;
}

/** A screen with its title, or, for whoever may not read it, who may. */
export function Page({ title, lead, roles, acts, children }: PageProps) {
  const say = useWords(WORDS);
  useEffect(() => {
    document.title = `${title} · ${say('desk')}`;
  }, [title, say]);
  const mayRead = useIs(roles);
  return (
    <div className="stack page">
      <header className="row spread page-head">
        <div>
          <h1>{title}</h1>
          {lead !== undefined && mayRead && <p className="quiet lead">{lead}</p>}
        </div>
        {mayRead && acts && <div className="row page-acts">{acts}</div>}
      </header>
      {mayRead ? children : <NotYours roles={roles} />}
    </div>
  );
}

function NotYours({ roles }: { roles: readonly Role[] }) {
  const [say, sayRole] = [useWords(WORDS), useWords(ROLE_NAMES)];
  return (
    <div className="notice notice-warn">
      <p>{say('notYours', { roles: roles.map((role) => sayRole(role)).join(say('and')) })}</p>
      <p>{say('whatToDo')}</p>
    </div>
  );
}

/** Whether whoever is signed in has one of the roles. */
export function useIs(roles: readonly Role[]): boolean {
  const session = useSession();
  return session?.roles.some((role) => roles.includes(role)) ?? false;
}
