import { Link, type LinkProps, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type Role, useSession } from '../../kit/session/session';

type Address = NonNullable<LinkProps['to']>;

/** A screen beside others, and whose it is; the API says the same. */
type Tab = readonly [to: Address, text: string, roles: readonly Role[]];

export interface TabGroup {
  readonly name: string;
  readonly tabs: readonly Tab[];
}

interface TabsProps {
  readonly label: string;
  readonly groups: readonly TabGroup[];
}

/**
 * Screens of one area beside each other, as far as the reader may read them. Of several groups that of the open screen
 * shows its screens, and the others lead to their first. On a phone the one that is open is moved into sight.
 */
export function Tabs({ label, groups }: TabsProps) {
  const shown = useRef<HTMLElement>(null);
  const roles = useSession()?.roles;
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const mine = groups
    .map(({ name, tabs }) => ({ name, tabs: tabs.filter(([, , whose]) => isOneOf(whose, roles)) }))
    .filter(({ tabs }) => tabs.length > 0);
  const open = mine.find(({ tabs }) => tabs.some(([to]) => isAt(path, to)));
  useEffect(() => {
    for (const at of shown.current?.querySelectorAll('[aria-current]') ?? [])
      at.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, []);
  return (
    <nav ref={shown} aria-label={label} className="tab-rows">
      {mine.length > 1 && (
        <div className="tab-groups">
          {mine.map(({ name, tabs: [first] }) =>
            first === undefined ? null : (
              <Link
                key={name}
                to={first[0]}
                activeProps={{ 'aria-current': undefined }}
                {...(name === open?.name && { 'aria-current': 'true' })}
              >
                {name}
              </Link>
            ),
          )}
        </div>
      )}
      <div className="tabs">
        {open?.tabs.map(([to, text]) => (
          <Link key={to} to={to} activeOptions={{ includeSearch: false }}>
            {text}
          </Link>
        ))}
      </div>
    </nav>
  );
}

const isOneOf = (whose: readonly Role[], roles: readonly Role[] = []): boolean =>
  roles.some((role) => whose.includes(role));

const isAt = (path: string, to: string): boolean => path === to || path.startsWith(`${to}/`);
