import type { Answers } from '../../../client/client';

type Change = Answers['FileChange'];
export type Askable = Exclude<Change['kind'], 'MAIL'>;

/** What people of an enterprise ask for themselves; the rest only staff do. */
export const ASKABLE: readonly Askable[] = ['NAME', 'LEGAL_PERSON'];

const OVER: readonly Change['stage'][] = ['DONE', 'REFUSED', 'STOPPED'];

/** Whether a change may still be stopped. */
export const isOpen = ({ stage }: Pick<Change, 'stage'>): boolean => !OVER.includes(stage);

/** What may be asked for now: one of a kind at a time. */
export function askableNow(changes: readonly Pick<Change, 'kind' | 'stage'>[]): readonly Askable[] {
  const open = changes.filter(isOpen).map(({ kind }) => kind);
  return ASKABLE.filter((kind) => !open.includes(kind));
}

/** How it stands, by colour beside its word; what is about to count asks to be looked at. */
export function moodOf({ stage }: Pick<Change, 'stage'>): 'GOOD' | 'BAD' | 'DO' | 'PLAIN' {
  if (stage === 'DONE') return 'GOOD';
  if (stage === 'REFUSED') return 'BAD';
  return stage === 'WAITING' ? 'DO' : 'PLAIN';
}
