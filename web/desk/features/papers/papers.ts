import type { Answers } from '../../../client/client';

type Paper = Pick<Answers['Paper'], 'status' | 'withdrawnOn'>;

/** How a paper stands: being made, good, or not so any more. */
export type PaperStanding = 'BEING_MADE' | 'GOOD' | 'WITHDRAWN';

export function paperStanding({ status, withdrawnOn }: Paper): PaperStanding {
  if (withdrawnOn !== null) return 'WITHDRAWN';
  return status === 'READY' ? 'GOOD' : 'BEING_MADE';
}

const LOOK_EVERY_MS = 1_000;

/** How soon to look again: while one is being made. */
export const lookForPapersIn = (papers: readonly Paper[] | undefined): number | false =>
  papers?.some((paper) => paperStanding(paper) === 'BEING_MADE') === true ? LOOK_EVERY_MS : false;
