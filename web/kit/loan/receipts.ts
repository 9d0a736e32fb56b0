import type { Answers } from '../../client/client';

type Line = Pick<Answers['StatementLine'], 'kind'>;

/** Money that came in. What recovers a loan that was written off is a receipt to its borrower, as the API tells it. */
const RECEIPTS: readonly Line['kind'][] = ['RECEIVED', 'PREPAID', 'RECOVERED'];

/** Lines of a loan's statement that are money that came in, the newest first. */
export const receiptsOf = <Of extends Line>(lines: readonly Of[]): readonly Of[] =>
  lines.filter(({ kind }) => RECEIPTS.includes(kind)).toReversed();
