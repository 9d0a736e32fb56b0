import type { ConductParameters } from '../parameters/security';

/** What somebody did in a day that may be more than their work. */
export const CONDUCT_KINDS = [
  /** Looked at the personal data of so many cases of others. */
  'PERSONAL_DATA',
  /** Asked so often for what is not theirs, or is not there. */
  'REFUSED',
  /** So many wrong passwords for one account. */
  'FAILED_SIGN_INS',
] as const;
export type ConductKind = (typeof CONDUCT_KINDS)[number];

/** What the audit trail of an institution says of one person, or of one account, in a day. */
export interface Conduct {
  /** A person's id; of failed sign-ins the account's keyed hash. */
  readonly who: string;
  readonly counts: Readonly<Record<ConductKind, number>>;
  /** Cases a day whose personal data this person looked at in the days before. */
  readonly usualPersonalData: number;
}

/** More than is usual: somebody of risk looks. */
export interface ConductWarning {
  readonly who: string;
  readonly conduct: ConductKind;
  readonly count: number;
  /** From so many on. */
  readonly limit: number;
}

/**
 * What of a day's conduct is out of the ordinary: somebody is asked about it, nobody is locked out by it.
 * Source: 个人信息保护法 art. 51(2), 54 (rights of staff to handle personal data are set, and their use audited).
 */
export function conductWarnings(
  days: readonly Conduct[],
  rules: ConductParameters,
): readonly ConductWarning[] {
  return days.flatMap(({ who, counts, usualPersonalData }) => {
    const limits: Readonly<Record<ConductKind, number>> = {
      ...rules.from,
      PERSONAL_DATA: Math.max(rules.from.PERSONAL_DATA, Math.ceil(usualPersonalData * rules.timesUsual)),
    };
    return CONDUCT_KINDS.filter((conduct) => counts[conduct] >= limits[conduct]).map((conduct) => ({
      ...{ who, conduct },
      ...{ count: counts[conduct], limit: limits[conduct] },
    }));
  });
}
