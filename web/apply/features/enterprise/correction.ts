import type { Answers } from '../../../client/client';
import { FILE_PARTS } from '../../../kit/words/names';

type Part = Answers['FilePart'];
type Body = Answers['CorrectedFile'];

/** What is typed to put parts of a file right, as its draft keeps it. */
export interface TypedCorrection {
  readonly name: string;
  readonly legalPerson: string;
  readonly residentId: string;
  readonly bankAccountNo: string;
  readonly mobile: string;
  /** What is said to it. */
  readonly answer: string;
}

const EMPTY: TypedCorrection = {
  name: '',
  legalPerson: '',
  residentId: '',
  bankAccountNo: '',
  mobile: '',
  answer: '',
};

/** Reads a draft; null: it is of no use. */
export function readCorrection(json: unknown): TypedCorrection | null {
  if (typeof json !== 'object' || json === null) return null;
  const kept = Object.entries(json).filter(([name, value]) => name in EMPTY && typeof value === 'string');
  return { ...EMPTY, ...Object.fromEntries(kept) };
}

/** Parts of its own file that somebody takes back, each with what is wrong with it. */
export type CorrectionWish = Readonly<Partial<Record<Part, string>>>;

/** Reads a draft of such a wish; null: it is of no use. */
export function readWish(json: unknown): CorrectionWish | null {
  if (typeof json !== 'object' || json === null) return null;
  const said = new Map<string, unknown>(Object.entries(json));
  const kept = FILE_PARTS.flatMap((part) => {
    const words = said.get(part);
    return typeof words === 'string' ? [[part, words] as const] : [];
  });
  return Object.fromEntries(kept);
}

/** A form that begins with what is on file. */
export function correctionOf({
  name,
  legalPerson,
  bankAccountNo,
  mobile,
}: Answers['Enterprise']): TypedCorrection {
  return {
    ...EMPTY,
    ...{ name, bankAccountNo, mobile },
    ...{ legalPerson: legalPerson.name, residentId: legalPerson.residentId },
  };
}

/** Fields of a part that somebody types; papers are put up. */
export const FIELDS_OF: Readonly<Record<Part, readonly Exclude<keyof TypedCorrection, 'answer'>[]>> = {
  NAME: ['name'],
  LEGAL_PERSON: ['legalPerson', 'residentId'],
  BANK_ACCOUNT: ['bankAccountNo'],
  MOBILE: ['mobile'],
  PAPERS: [],
};

/** The form's field for a path of the request; null: it has none. */
export function fieldOfPath(path: string): keyof TypedCorrection | null {
  if (path === 'legalPerson.name') return 'legalPerson';
  if (path === 'legalPerson.residentId') return 'residentId';
  return path in EMPTY ? (path as keyof TypedCorrection) : null;
}

/** What is handed in: the open parts and nothing else. */
export function bodyOf(typed: TypedCorrection, open: readonly Part[], papers: readonly string[]): Body {
  const has = (part: Part) => open.includes(part);
  return {
    ...(has('NAME') && { name: typed.name.trim() }),
    ...(has('LEGAL_PERSON') && {
      legalPerson: { name: typed.legalPerson.trim(), residentId: typed.residentId.trim() },
    }),
    ...(has('BANK_ACCOUNT') && { bankAccountNo: typed.bankAccountNo.trim() }),
    ...(has('MOBILE') && { mobile: typed.mobile.trim() }),
    papers: has('PAPERS') ? [...papers] : [],
    answer: typed.answer.trim(),
  };
}
