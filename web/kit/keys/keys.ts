import { type KeyBindingPress, matchKeyBindingPress, parseKeybinding } from 'tinykeys';
import type { Pair } from '../words/words';

/** How near to the hand keys are: of two that know the same press, the nearer one has it. */
export const SCOPES = ['EVERYWHERE', 'PLACE', 'CASE', 'FORM', 'LAYER'] as const;
export type Scope = (typeof SCOPES)[number];

/** One key and what it does. */
export interface Key {
  /** As `tinykeys` writes it, a letter by where it is on the keyboard: `KeyJ`, `$mod+Enter`, `KeyG KeyI`. */
  readonly press: string;
  readonly does: Pair;
  readonly act: () => void;
  /** Held down it goes on: moves, never acts. */
  readonly repeats?: true;
  /** Works while somebody types too: only what is no character may. */
  readonly inFields?: true;
}

/** Keys of one part of the screen. */
export interface KeySet {
  readonly scope: Scope;
  readonly title: Pair;
  readonly keys: readonly Key[];
}

/** What is looked at of a keyboard event. */
export interface Press {
  readonly key: string;
  readonly code: string;
  readonly isComposing: boolean;
  readonly keyCode: number;
  readonly repeat: boolean;
  getModifierState(modifier: string): boolean;
}

/** What a press came to: an act, or the beginning of one that is waited for. */
export interface Heard {
  readonly key: Key | null;
  readonly held: readonly Press[];
}

/** Where a press happens. */
export interface Situation {
  readonly isInField: boolean;
  /** A layer lies over the screen: only its own keys count. */
  readonly isUnderLayer: boolean;
  /** Whether single characters are keys (a preference; WCAG 2.1.4). */
  readonly letterKeys: boolean;
}

/** A press that an input method is still at: its Enter chooses a word (macOS sends it as 229, after the end). */
export const isOfInputMethod = ({ isComposing, keyCode }: Pick<Press, 'isComposing' | 'keyCode'>): boolean =>
  isComposing || keyCode === INPUT_METHOD;

const INPUT_METHOD = 229;

/**
 * What a press means.
 * @param held what was pressed before it and may be the beginning of a sequence
 */
export function hear(sets: readonly KeySet[], held: readonly Press[], press: Press, where: Situation): Heard {
  if (isOfInputMethod(press) || isModifier(press)) return { key: null, held };
  const known = nearestFirst(sets, where).filter((key) => mayAct(key, press, where));
  const heard = match(known, [...held, press]);
  // What began otherwise may begin anew with this press.
  return heard.key === null && heard.held.length === 0 && held.length > 0 ? match(known, [press]) : heard;
}

function match(known: readonly Key[], presses: readonly Press[]): Heard {
  const begun = known.filter(({ press }) => begins(parseKeybinding(press), presses));
  const key = begun.find(({ press }) => parseKeybinding(press).length === presses.length) ?? null;
  return { key, held: key === null && begun.length > 0 ? presses : [] };
}

const begins = (wanted: readonly KeyBindingPress[], presses: readonly Press[]): boolean =>
  wanted.length >= presses.length &&
  presses.every((press, at) => {
    const part = wanted[at];
    return part !== undefined && matchKeyBindingPress(press as WholeEvent, part);
  });

/** Of a whole event `tinykeys` reads what is in a press. */
type WholeEvent = Parameters<typeof matchKeyBindingPress>[0];

const nearestFirst = (sets: readonly KeySet[], { isUnderLayer }: Situation): readonly Key[] =>
  sets
    .filter(({ scope }) => scope === 'LAYER' || !isUnderLayer)
    .toSorted((one, other) => SCOPES.indexOf(other.scope) - SCOPES.indexOf(one.scope))
    .flatMap(({ keys }) => keys);

function mayAct(key: Key, { repeat }: Press, { isInField, letterKeys }: Situation): boolean {
  if (repeat && key.repeats !== true) return false;
  if (isInField && key.inFields !== true) return false;
  return letterKeys || !isOfCharacters(key.press);
}

const MODIFIERS = ['Shift', 'Control', 'Alt', 'Meta'];
const isModifier = ({ key }: Press): boolean => MODIFIERS.includes(key);

const CHARACTER =
  /^(Shift\+)?(Key[A-Z]|Digit\d|Bracket(Left|Right)|Backslash|Minus|Equal|Slash|Period|Comma|Space|.)$/;

/** Whether a key is made of characters alone: what somebody may say or brush against without meaning it. */
export const isOfCharacters = (press: string): boolean =>
  press.split(' ').every((part) => CHARACTER.test(part));

const NAMES: Readonly<Record<string, string>> = {
  $mod: 'Ctrl',
  Slash: '/',
  Period: '.',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Minus: '−',
  Equal: '+',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** A key as it is written for people, part by part: `KeyG KeyI` as G, I; `$mod+Enter` as Ctrl, Enter. */
export function keyCaps(press: string): readonly string[] {
  if (press === 'Shift+Slash') return ['?'];
  return press.split(/[ +]/).map((part) => NAMES[part] ?? part.replace(/^(Key|Digit)(?=.$)/, ''));
}
