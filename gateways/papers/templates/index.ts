import { type PaperKind, readPaper } from '../../../contracts/papers';
import type { Block, PaperTemplates } from './define';
import { loanPapers } from './loan';
import { monthPapers } from './month';
import { overduePapers } from './overdue';

const TEMPLATES: PaperTemplates = { ...loanPapers, ...overduePapers, ...monthPapers };

/** A paper in words. */
export interface WrittenPaper {
  readonly institutionName: string;
  /** Whom it is to; null: nobody. */
  readonly to: string | null;
  readonly signedBy: string;
  readonly blocks: readonly Block[];
}

/**
 * What a paper of a kind says.
 * @throws RangeError for values of another kind: the row was not written by us
 */
export function wordsOf(kind: PaperKind, values: unknown): WrittenPaper {
  const read = readPaper(kind, values);
  if (!read.ok) throw new RangeError(`paper: ${JSON.stringify(read.refusal.detail)}`);
  // The kind ties template and values; that it is the same kind twice is lost on the compiler.
  const write = TEMPLATES[kind] as (values: unknown) => readonly Block[];
  const { institutionName, enterpriseName, ...others } = read.value;
  return {
    institutionName,
    to: 'guarantorName' in others ? others.guarantorName : enterpriseName,
    signedBy: 'lawFirm' in others ? others.lawFirm : institutionName,
    blocks: write(read.value),
  };
}
