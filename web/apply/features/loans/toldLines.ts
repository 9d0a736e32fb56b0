import type { Answers } from '../../../client/client';
import { type Pair, words } from '../../../kit/words/words';

type Line = Pick<Answers['StatementLine'], 'kind' | 'text'>;

/** What the house does in its own books, and its borrower has no part in. */
const OF_THE_HOUSE: readonly Line['kind'][] = [
  'ACCRUED',
  'CLASSIFIED',
  'PROVISIONED',
  'NON_ACCRUAL_ENTERED',
  'ACCRUAL_RESUMED',
  'WRITTEN_OFF',
  'FEE_PAID_OVER',
];

/** The lines of a statement that its borrower is shown: what was written off is claimed, and paid, as before. */
export const toldLines = <Of extends Line>(lines: readonly Of[]): readonly Of[] =>
  lines.filter(({ kind }) => !OF_THE_HOUSE.includes(kind));

const WORDS = words({ RECOVERED: ['还款', 'Received'] });

/** What a line is called, to the borrower. */
export const lineName = ({ kind, text }: Line): Pair =>
  kind === 'RECOVERED' ? WORDS.RECOVERED : [text, text];
