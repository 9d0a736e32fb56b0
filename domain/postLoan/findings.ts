/** What a check of a borrower says, one word of each row; what else it found is said in words. House policy. */
export const CHECK_FINDINGS = {
  /** Was the borrower seen? */
  visit: ['ON_SITE', 'REMOTE', 'NONE'],
  /** Were fresh statements handed in? */
  statements: ['RECEIVED', 'ASKED_FOR', 'REFUSED'],
  /** Is the money used for what it was lent for? */
  useOfFunds: ['AS_AGREED', 'PARTLY', 'OTHERWISE', 'NOT_SEEN'],
  /** How its business goes. */
  business: ['NORMAL', 'WEAKER', 'STOPPED'],
} as const;
export type CheckFindings = {
  readonly [Row in keyof typeof CHECK_FINDINGS]: (typeof CHECK_FINDINGS)[Row][number];
};

/** Whether it says one of the words of each row. */
export function areFindings(said: unknown): said is CheckFindings {
  if (typeof said !== 'object' || said === null) return false;
  const words = new Map<string, unknown>(Object.entries(said));
  return Object.entries(CHECK_FINDINGS).every(([row, known]) =>
    known.some((word) => word === words.get(row)),
  );
}
