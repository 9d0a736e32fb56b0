import { useState } from 'react';
import { useSession } from '../session/session';
import type { DraftName } from './draftPlaces';
import { type Draft, useDraft } from './useDraft';

/** One text that is kept while it is typed. */
export interface KeptText {
  readonly text: string;
  readonly draft: Draft<string>;
  /** Of the field: its text, and what keeps it. */
  readonly field: {
    readonly value: string;
    /** Until what was kept is read: it would take the place of what is typed. */
    readonly readOnly: boolean;
    readonly onChange: (event: { readonly target: { readonly value: string } }) => void;
    readonly onBlur: () => void;
  };
}

const read = (json: unknown): string | null => (typeof json === 'string' ? json : null);

/** Keeps a form's one long text, such as a reason, in a draft of whoever is signed in. */
export function useKeptText(name: DraftName): KeptText {
  const session = useSession();
  const draft = useDraft(session?.user.id ?? '', name, read);
  const [typed, setTyped] = useState<{ readonly text: string; readonly of: number } | null>(null);
  // Another content that took its place goes before what was typed on top of the one before.
  const text = typed?.of === draft.generation ? typed.text : (draft.opened ?? '');
  return {
    text,
    draft,
    field: {
      value: text,
      readOnly: draft.opened === undefined,
      onChange: ({ target: { value } }) => {
        setTyped({ text: value, of: draft.generation });
        draft.type(value);
      },
      onBlur: draft.flush,
    },
  };
}
