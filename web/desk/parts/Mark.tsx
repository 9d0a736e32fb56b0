import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'plain';

/** Shapes differ, so that nothing is told by colour alone. */
const SHAPES: Readonly<Record<Tone, string>> = { good: '✓', warn: '▲', bad: '✕', plain: '○' };

/** How something stands: a word with a shape and a colour. */
export function Mark({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`mark mark-${tone}`}>
      <span aria-hidden="true">{SHAPES[tone]}</span> {children}
    </span>
  );
}
