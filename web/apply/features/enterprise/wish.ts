import type { Answers } from '../../../client/client';
import { FILE_PARTS } from '../../../kit/words/names';

type Part = Answers['FilePart'];

/** What its people want to put right, as the draft keeps it. */
export interface Wish {
  /** Ticked, in the order of the parts. */
  readonly parts: readonly Part[];
  /** What is wrong with each, ticked or not any more. */
  readonly words: Readonly<Partial<Record<Part, string>>>;
}

export const NO_WISH: Wish = { parts: [], words: {} };

/** Reads a draft; null: it is of no use. */
export function readWish(json: unknown): Wish | null {
  if (typeof json !== 'object' || json === null) return null;
  const { parts, words } = json as Readonly<Record<string, unknown>>;
  const said = (typeof words === 'object' && words !== null ? words : {}) as Readonly<
    Record<string, unknown>
  >;
  return {
    parts: FILE_PARTS.filter((part) => Array.isArray(parts) && parts.includes(part)),
    words: Object.fromEntries(FILE_PARTS.map((part) => [part, said[part]]).filter(isText)),
  };
}

const isText = (entry: readonly unknown[]): boolean => typeof entry[1] === 'string';

/** Ticks a part, or unticks it; what was typed about it stays. */
export const toggled = (wish: Wish, part: Part): Wish => ({
  ...wish,
  parts: FILE_PARTS.filter((each) => wish.parts.includes(each) !== (each === part)),
});

/** What is asked for: the ticked parts. */
export const wishedParts = ({ parts, words }: Wish) =>
  parts.map((part) => ({ part, words: (words[part] ?? '').trim() }));
