import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Pair } from '../words/words';
import { hear, type Key, type KeySet, type Press, type Scope } from './keys';

const sets = new Set<() => KeySet>();
let letterKeys = true;
let held: readonly Press[] = [];
let forgetting: ReturnType<typeof setTimeout> | undefined;
const SEQUENCE_MS = 1_500;

/** Switches keys of a single character off or on, as the person likes. */
export function letLettersBeKeys(are: boolean): void {
  letterKeys = are;
}

/** All keys that count now, for the list of keys. */
export const keysNow = (): readonly KeySet[] => [...sets].map((read) => read());

/**
 * Makes keys count while the component is there.
 * @param keys may be new at each drawing: the last ones count
 */
export function useKeys(scope: Scope, title: Pair, keys: readonly Key[]): void {
  const latest = useRef<KeySet>({ scope, title, keys });
  useLayoutEffect(() => {
    latest.current = { scope, title, keys };
  });
  useEffect(() => {
    const read = (): KeySet => latest.current;
    if (sets.size === 0) addEventListener('keydown', listen);
    sets.add(read);
    return () => {
      sets.delete(read);
      if (sets.size === 0) removeEventListener('keydown', listen);
    };
  }, []);
}

function listen(event: KeyboardEvent): void {
  // A button or link that has the focus does its own act, and a menu its own moves.
  if (event.defaultPrevented || isOfItself(event)) return;
  const heard = hear(keysNow(), held, event, {
    isInField: isField(event.target),
    isUnderLayer: isLayerOpen(),
    letterKeys,
  });
  hold(heard.held);
  if (heard.key === null) return;
  event.preventDefault();
  heard.key.act();
}

function hold(presses: readonly Press[]): void {
  held = presses;
  clearTimeout(forgetting);
  if (presses.length > 0) forgetting = setTimeout(() => hold([]), SEQUENCE_MS);
}

const FIELDS =
  'input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable=""], [contenteditable=true], [role=combobox]';
const isField = (target: EventTarget | null): boolean => target instanceof Element && target.matches(FIELDS);

const isOfItself = ({ key, target, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  (key === 'Enter' || key === ' ') &&
  !ctrlKey &&
  !metaKey &&
  target instanceof Element &&
  target.matches('button, a[href], summary, [role=button], [role=menuitem]');

const isLayerOpen = (): boolean =>
  [...document.querySelectorAll('dialog[open], [aria-modal="true"]')].some(
    (layer) => layer.getClientRects().length > 0,
  );
