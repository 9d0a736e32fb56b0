import type { Answers } from '../../../client/client';
import { type PutUp, readPapers } from '../../../kit/forms/putUp';

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
  /** Put up for it; they count towards the limit, sent or not. */
  readonly papers: readonly PutUp[];
}

const NO_TEXTS: Omit<TypedCorrection, 'papers'> = {
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
  const kept = Object.entries(json).filter(([name, value]) => name in NO_TEXTS && typeof value === 'string');
  return {
    ...NO_TEXTS,
    ...Object.fromEntries(kept),
    papers: readPapers('papers' in json ? json.papers : []),
  };
}

/** A form that begins with what is on file. */
export function correctionOf({
  name,
  legalPerson,
  bankAccountNo,
  mobile,
}: Answers['Enterprise']): TypedCorrection {
  return {
    ...NO_TEXTS,
    papers: [],
    ...{ name, bankAccountNo, mobile },
    ...{ legalPerson: legalPerson.name, residentId: legalPerson.residentId },
  };
}

/** Fields of a part that somebody types; papers are put up. */
export const FIELDS_OF: Readonly<
  Record<Part, readonly Exclude<keyof TypedCorrection, 'answer' | 'papers'>[]>
> = {
  NAME: ['name'],
  LEGAL_PERSON: ['legalPerson', 'residentId'],
  BANK_ACCOUNT: ['bankAccountNo'],
  MOBILE: ['mobile'],
  PAPERS: [],
};

/** The form's field for a path of the request; null: it has none. */
export function fieldOfPath(path: string): keyof typeof NO_TEXTS | null {
  if (path === 'legalPerson.name') return 'legalPerson';
  if (path === 'legalPerson.residentId') return 'residentId';
  return path in NO_TEXTS ? (path as keyof typeof NO_TEXTS) : null;
}

/** What is handed in: the open parts and nothing else. */
export function bodyOf(typed: TypedCorrection, open: readonly Part[]): Body {
  const has = (part: Part) => open.includes(part);
  return {
    ...(has('NAME') && { name: typed.name.trim() }),
    ...(has('LEGAL_PERSON') && {
      legalPerson: { name: typed.legalPerson.trim(), residentId: typed.residentId.trim() },
    }),
    ...(has('BANK_ACCOUNT') && { bankAccountNo: typed.bankAccountNo.trim() }),
    ...(has('MOBILE') && { mobile: typed.mobile.trim() }),
    papers: has('PAPERS') ? typed.papers.map(({ id }) => id) : [],
    answer: typed.answer.trim(),
  };
}
