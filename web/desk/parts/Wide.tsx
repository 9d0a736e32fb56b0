import type { ReactNode } from 'react';

/** What may be wider than its place, such as a long table: it moves by itself, by keys too, and the page does not. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keys
    <section className="wide" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
