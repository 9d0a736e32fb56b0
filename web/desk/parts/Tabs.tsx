import { Link, type LinkProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly (readonly [to: NonNullable<LinkProps['to']>, text: string])[];
}

/** Screens of one area, beside each other; on a phone the one that is open is moved into sight. */
export function Tabs({ label, tabs }: TabsProps) {
  const shown = useRef<HTMLElement>(null);
  useEffect(() => {
    const open = shown.current?.querySelector('[aria-current="page"]');
    open?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, []);
  return (
    <nav ref={shown} aria-label={label} className="tabs">
      {tabs.map(([to, text]) => (
        <Link key={to} to={to} activeOptions={{ includeSearch: false }}>
          {text}
        </Link>
      ))}
    </nav>
  );
}
