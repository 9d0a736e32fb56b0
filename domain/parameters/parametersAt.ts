import type { IsoDate } from '../calendar/isoDate';
import { APPROVAL_VERSIONS } from './data/approval';
import { CHANGE_VERSIONS } from './data/changes';
import { OVERDUE_VERSIONS } from './data/collection';
import { CONTRACT_VERSIONS } from './data/contract';
import { DEADLINE_VERSIONS } from './data/deadlines';
import { FEE_VERSIONS } from './data/fees';
import { KYC_VERSIONS } from './data/kyc';
import { LPR_VERSIONS } from './data/lpr';
import { PAYMENT_VERSIONS } from './data/payments';
import { POST_LOAN_VERSIONS } from './data/postLoan';
import { ECL_VERSIONS, LGD_VERSIONS, PRICING_VERSIONS } from './data/pricing';
import { PROVISION_VERSIONS } from './data/provisions';
import { ALTMAN_VERSIONS, RATING_VERSIONS, SCORECARD_VERSIONS } from './data/scorecard';
import { SECURITY_VERSIONS } from './data/security';
import { type Version, versionAt } from './version';

/** Every subject with all its versions. A new version is a new entry with a later first day, never an edit. */
export const PARAMETER_VERSIONS = {
  scorecard: SCORECARD_VERSIONS,
  rating: RATING_VERSIONS,
  altman: ALTMAN_VERSIONS,
  lgd: LGD_VERSIONS,
  ecl: ECL_VERSIONS,
  pricing: PRICING_VERSIONS,
  lpr: LPR_VERSIONS,
  fees: FEE_VERSIONS,
  contract: CONTRACT_VERSIONS,
  approval: APPROVAL_VERSIONS,
  deadlines: DEADLINE_VERSIONS,
  overdue: OVERDUE_VERSIONS,
  postLoan: POST_LOAN_VERSIONS,
  payments: PAYMENT_VERSIONS,
  changes: CHANGE_VERSIONS,
  provisions: PROVISION_VERSIONS,
  kyc: KYC_VERSIONS,
  security: SECURITY_VERSIONS,
} as const;

type Versions = typeof PARAMETER_VERSIONS;
export type ParameterSubject = keyof Versions;
type ValueOf<Subject extends ParameterSubject> = Versions[Subject] extends readonly Version<infer Value>[]
  ? Value
  : never;

/** Ids of the versions in force; what a decision keeps. */
export type ParameterVersions = Readonly<Record<ParameterSubject, string>>;

/** All rules in force on a day. */
export type ParameterSet = { readonly [Subject in ParameterSubject]: ValueOf<Subject> } & {
  readonly date: IsoDate;
  readonly versions: ParameterVersions;
};

/** First day that every subject has a version for. */
export const PARAMETERS_BEGIN = '2019-08-20' as IsoDate;

/**
 * The rules in force on a day, deeply frozen, with the ids of their versions.
 * @param date business date of the decision
 * @throws RangeError before {@link PARAMETERS_BEGIN}
 */
export function parametersAt(date: IsoDate): ParameterSet {
  const values: Record<string, unknown> = {};
  const versions: Record<string, string> = {};
  for (const [subject, history] of Object.entries(PARAMETER_VERSIONS)) {
    const version = versionAt<unknown>(history, date);
    values[subject] = version.value;
    versions[subject] = version.id;
  }
  return deepFreeze({ ...values, date, versions }) as ParameterSet;
}

/** Numbers, texts and null are frozen by nature. */
function deepFreeze<Value>(value: Value): Value {
  if (Object.isFrozen(value)) return value;
  Object.values(value as object).forEach(deepFreeze);
  return Object.freeze(value);
}
