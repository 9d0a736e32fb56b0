import type { EnterpriseProfile } from '../scoring/profile';
import type { FinancialStatements } from '../scoring/statements';
import type { SubmittedApplication } from './checkApplication';

/** What an enterprise says about itself; null while it has not begun to. */
export type Information = Pick<SubmittedApplication, 'statements' | 'profile'>;

/** The same as it was handed in and kept so far: any figure may be missing. */
export interface HandedIn {
  readonly statements: Partial<Readonly<Record<keyof FinancialStatements, unknown>>>;
  readonly profile: Partial<Readonly<Record<keyof EnterpriseProfile, unknown>>>;
}

/** What the bureau knows and an applicant need not say: nothing speaks against an enterprise until it is asked. */
const UNASKED = { taxRating: null, litigation: 'NONE', maxDpd24m: 0, enquiries6m: 0 } as const;

/**
 * Reads what was handed in, at each door and step by the same rule. A figure that was left out stays undefined:
 * `checkApplication` and `checkInformation` name it as missing, and no other step takes what they refuse.
 */
export function informationOf({ statements, profile }: HandedIn): Information {
  const { previous = null } = statements;
  return {
    statements:
      statements.current === undefined ? null : ({ ...statements, previous } as FinancialStatements),
    profile:
      profile.yearsInOperation === undefined ? null : ({ ...UNASKED, ...profile } as EnterpriseProfile),
  };
}
