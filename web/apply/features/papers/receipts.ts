import type { Answers } from '../../../client/client';

type Line = Pick<Answers['StatementLine'], 'kind' | 'sequence' | 'effectiveDate' | 'amountFen'>;

const WITH_RECEIPT: readonly string[] = ['RECEIVED', 'PREPAID'];

/** Lines of a statement that a receipt can be given of, the newest first. */
export const receiptsOf = <Of extends Line>(lines: readonly Of[]): readonly Of[] =>
  lines.filter(({ kind }) => WITH_RECEIPT.includes(kind)).toReversed();
