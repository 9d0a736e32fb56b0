import type { Answers } from '../../../client/client';
import { typedFen } from '../../../kit/forms/typedFigures';

export type Account = Answers['ByHandAccount'];

/** One line of an entry as it is typed; one of the two amounts is empty. */
export interface LineDraft {
  readonly account: Account;
  readonly debit: string;
  readonly credit: string;
}

/** Lines as the API takes them, and what both sides come to. */
export interface ReadEntry {
  readonly lines: readonly {
    readonly account: Account;
    readonly debitFen: number;
    readonly creditFen: number;
  }[];
  readonly debitFen: number;
  readonly creditFen: number;
}

/** Reads the lines of an entry; null while an amount can't be read, or a line has none or two. */
export function entryOf(drafts: readonly LineDraft[]): ReadEntry | null {
  const lines = drafts.map(({ account, debit, credit }) => ({
    account,
    debitFen: sideOf(debit),
    creditFen: sideOf(credit),
  }));
  const read: ReadEntry['lines'][number][] = [];
  for (const { account, debitFen, creditFen } of lines) {
    if (debitFen === null || creditFen === null || debitFen > 0 === creditFen > 0) return null;
    read.push({ account, debitFen, creditFen });
  }
  const sum = (side: 'debitFen' | 'creditFen'): number =>
    read.reduce((total, posting) => total + posting[side], 0);
  return { lines: read, debitFen: sum('debitFen'), creditFen: sum('creditFen') };
}

/** Whether both sides come to the same. */
export const isBalanced = (entry: ReadEntry | null): entry is ReadEntry =>
  entry !== null && entry.lines.length > 1 && entry.debitFen === entry.creditFen;

function sideOf(typed: string): number | null {
  if (typed.trim() === '') return 0;
  const read = typedFen(typed);
  return read === null || read < 0 ? null : read;
}
