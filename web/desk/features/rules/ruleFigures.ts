import type { Answers } from '../../../client/client';
import { percentTyped, shareOf } from '../../../kit/forms/percents';
import type { Rules } from './rules';
import { GRADES, type Grade } from './words';

type ScoreDecision = NonNullable<Rules['scorecard']['decisionOf'][Grade]>;

/** Shares that are typed as percentages. */
export type Shares<Name extends string> = Readonly<Record<Name, string>>;

/** Shares in force, to be changed. */
export function sharesTyped<Name extends string>(
  inForce: Shares<Name>,
  names: readonly Name[],
): Shares<Name> {
  return Object.fromEntries(names.map((name) => [name, percentTyped(inForce[name])])) as Shares<Name>;
}

/** What of some shares is asked for: only what differs; null where one can't be read. */
export function sharesWanted<Name extends string>(
  typed: Shares<Name>,
  inForce: Shares<Name>,
): Partial<Record<Name, string>> | null {
  const wanted: Partial<Record<Name, string>> = {};
  for (const name of Object.keys(typed) as Name[]) {
    const share = shareOf(typed[name]);
    if (share === null) return null;
    if (share !== shareOf(percentTyped(inForce[name]))) wanted[name] = share;
  }
  return wanted;
}

export const PRICES = ['fundingSpreadRate', 'opexRate', 'capitalRatio', 'hurdleRate'] as const;
export type Price = (typeof PRICES)[number];

/** What of the prices is asked for; null: nothing differs, or something can't be read. */
export const pricesWanted = (typed: Shares<Price>, { pricing }: Pick<Rules, 'pricing'>) =>
  unlessEmpty(sharesWanted(typed, pricing));

/** The scorecard as it is typed. */
export interface ScorecardDraft {
  readonly basePoints: string;
  readonly maximumLoanToRevenue: string;
  readonly decisionOf: Readonly<Partial<Record<Grade, ScoreDecision>>>;
}

export function scorecardTyped({ scorecard }: Pick<Rules, 'scorecard'>): ScorecardDraft {
  const { basePoints, maximumLoanToRevenue, decisionOf } = scorecard;
  return {
    basePoints: String(basePoints),
    maximumLoanToRevenue: percentTyped(maximumLoanToRevenue),
    decisionOf,
  };
}

/** What of the scorecard is asked for; null: nothing differs, or something can't be read. */
export function scorecardWanted(
  typed: ScorecardDraft,
  { scorecard }: Pick<Rules, 'scorecard'>,
): Answers['ScorecardRules'] | null {
  const points = wholeTyped(typed.basePoints);
  const limit = sharesWanted(
    { maximumLoanToRevenue: typed.maximumLoanToRevenue },
    { maximumLoanToRevenue: scorecard.maximumLoanToRevenue },
  );
  if (points === null || limit === null) return null;
  const decisions = GRADES.flatMap((grade) => {
    const decision = typed.decisionOf[grade];
    return decision === undefined || decision === scorecard.decisionOf[grade]
      ? []
      : [[grade, decision] as const];
  });
  return unlessEmpty({
    ...(points === scorecard.basePoints ? {} : { basePoints: points }),
    ...limit,
    ...(decisions.length === 0 ? {} : { decisionOf: Object.fromEntries(decisions) }),
  });
}

type Assignment = Rules['approval']['assignment'];

/** Limits, and whether tasks are given by themselves, as they are typed. */
export interface LimitsDraft {
  readonly singleBorrowerShareOfNetAssets: string;
  readonly maximumDelegationDays: string;
  readonly assignment: Assignment;
}

export function limitsTyped({ approval }: Pick<Rules, 'approval'>): LimitsDraft {
  return {
    singleBorrowerShareOfNetAssets: percentTyped(approval.singleBorrowerShareOfNetAssets),
    maximumDelegationDays: String(approval.maximumDelegationDays),
    assignment: approval.assignment,
  };
}

/** What of the limits is asked for; null: nothing differs, or something can't be read. */
export function limitsWanted(
  typed: LimitsDraft,
  { approval }: Pick<Rules, 'approval'>,
): Answers['ApprovalRules'] | null {
  const days = wholeTyped(typed.maximumDelegationDays);
  const share = sharesWanted(
    { singleBorrowerShareOfNetAssets: typed.singleBorrowerShareOfNetAssets },
    { singleBorrowerShareOfNetAssets: approval.singleBorrowerShareOfNetAssets },
  );
  if (days === null || share === null) return null;
  return unlessEmpty({
    ...share,
    ...(days === approval.maximumDelegationDays ? {} : { maximumDelegationDays: days }),
    ...(typed.assignment === approval.assignment ? {} : { assignment: typed.assignment }),
  });
}

/** A whole number of at most four digits; null: it is none. */
function wholeTyped(typed: string): number | null {
  const plain = typed.normalize('NFKC').trim();
  return /^\d{1,4}$/.test(plain) ? Number(plain) : null;
}

const unlessEmpty = <Wanted extends object>(wanted: Wanted | null): Wanted | null =>
  wanted === null || Object.keys(wanted).length === 0 ? null : wanted;
