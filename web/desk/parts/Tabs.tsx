import { Link, type LinkProps } from '@tanstack/react-router';

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly (readonly [to: NonNullable<LinkProps['to']>, text: string])[];
}

/** Screens of one area, beside each other. */
export function Tabs({ label, tabs }: TabsProps) {
  return (
    <nav aria-label={label} className="tabs">
      {tabs.map(([to, text]) => (
        <Link key={to} to={to} activeOptions={{ includeSearch: false }}>
          {text}
        </Link>
      ))}
    </nav>
  );
}
