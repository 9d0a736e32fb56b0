import { reasonCodesAbout } from '../approval/decisionReasons';
import { accept, type Result, refuse } from '../result';

/**
 * Parts of an enterprise's file that can be put right while its admission is under way. The code of the enterprise is
 * none: who has another one is another enterprise. The mail address is proved by its link, and changes with it.
 */
export const FILE_PARTS = ['NAME', 'LEGAL_PERSON', 'BANK_ACCOUNT', 'MOBILE', 'PAPERS'] as const;
export type FilePart = (typeof FILE_PARTS)[number];

/** Fields of the parts; papers have none. */
export const PART_FIELDS = ['name', 'legalPerson', 'residentId', 'bankAccountNo', 'mobile'] as const;
export type PartField = (typeof PART_FIELDS)[number];

/** What registry and lists are asked about: once it is another, they are asked again, and the grade is made anew. */
const CHECKED_PARTS: readonly FilePart[] = ['NAME', 'LEGAL_PERSON'];

/** A part that is to be put right. */
export interface PartToCorrect {
  readonly part: FilePart;
  /** Number of a reviewer's reason; null where the enterprise noticed it. */
  readonly reasonCode: string | null;
  /** What is wrong, for the enterprise. */
  readonly words: string;
}

/** Whether machines must look at a file again of which these parts are others. */
export function areCheckedAgain(parts: readonly Pick<PartToCorrect, 'part'>[]): boolean {
  return parts.some(({ part }) => CHECKED_PARTS.includes(part));
}

/**
 * Whether parts are named so that somebody can put them right: each once, and in words what is wrong with it.
 * @param by a reviewer gives each a number of {@link reasonCodesAbout} too, the enterprise none
 */
export function judgeParts(parts: unknown, by: 'REVIEWER' | 'ENTERPRISE'): Result<void, 'PARTS_REQUIRED'> {
  const named = Array.isArray(parts) ? (parts as readonly Partial<PartToCorrect>[]) : [];
  const isEachSaid = named.every(({ part, reasonCode, words }) => {
    const isNumbered = reasonCodesAbout('FILE_PART').some((code) => code === reasonCode);
    const isKnown = FILE_PARTS.some((each) => each === part);
    return isKnown && isNumbered === (by === 'REVIEWER') && typeof words === 'string' && words.trim() !== '';
  });
  const isOnce = new Set(named.map(({ part }) => part)).size === named.length;
  return named.length > 0 && isEachSaid && isOnce ? accept(undefined) : refuse('PARTS_REQUIRED', 'parts');
}
