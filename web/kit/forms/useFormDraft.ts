import { useEffect, useRef } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import type { Draft } from '../drafts/useDraft';

/**
 * Keeps a form in its draft: every change as it is made, and at once when a field is left.
 * @returns what goes to the `<form>`
 */
export function useFormDraft<Values extends FieldValues>(
  { subscribe }: UseFormReturn<Values>,
  draft: Draft<Values>,
): { readonly onBlur: () => void } {
  const kept = useRef(draft);
  kept.current = draft;
  useEffect(
    () => subscribe({ formState: { values: true }, callback: ({ values }) => kept.current.type(values) }),
    [subscribe],
  );
  return { onBlur: draft.flush };
}
