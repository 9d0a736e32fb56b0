import type { IsoDate } from '../calendar/isoDate';

/** A text for people, in both languages of the platform. */
export interface BilingualText {
  readonly zh: string;
  readonly en: string;
}

/** One state of a set of rules: in force from a day until the next version's first day. */
export interface Version<Value> {
  /** Stable id that decisions keep, e.g. `scorecard/1`. */
  readonly id: string;
  readonly effectiveFrom: IsoDate;
  /** The article, notice or house decision it comes from. */
  readonly source: string;
  readonly value: Value;
}

/**
 * The version in force on a day.
 * @param versions in any order
 * @throws RangeError when the first version comes later: the data do not reach back that far
 */
export function versionAt<Value>(versions: readonly Version<Value>[], date: IsoDate): Version<Value> {
  const inForce = versions.filter((version) => version.effectiveFrom <= date);
  const latest = inForce.reduce<Version<Value> | undefined>(
    (found, version) =>
      found === undefined || version.effectiveFrom > found.effectiveFrom ? version : found,
    undefined,
  );
  if (latest === undefined) throw new RangeError(`no parameters in force on ${date}`);
  return latest;
}
