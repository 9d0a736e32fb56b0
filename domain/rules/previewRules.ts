import { type HandedIn, informationOf } from '../application/information';
import { requiredApproval } from '../approval/matrix';
import { deadlineMs, taskHours } from '../approval/sla';
import type { TaskKind } from '../approval/tasks';
import type { IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { type ProductTerms, termsFor } from '../offer/productTerms';
import type { ApprovalParameters, Authority } from '../parameters/approval';
import type { CaseRules } from '../parameters/caseRules';
import type { ParameterSet } from '../parameters/parametersAt';
import type { Indicator, PostLoanParameters, WarningLevel } from '../parameters/postLoan';
import type { Grade, ScoreDecision } from '../parameters/scorecard';
import { colourOf, type Reading } from '../postLoan/earlyWarning';
import { priceLoan } from '../pricing/priceLoan';
import { assess } from '../scoring/assess';

/** An application as it was put to those who approve. */
export interface RoutedBefore {
  readonly applicationId: string;
  readonly enterpriseName: string;
  /** Of the connected group, with the request. */
  readonly exposureFen: Fen;
  readonly grade: Grade;
  readonly productKind: string;
  readonly isRelatedParty: boolean;
  readonly exceptionReason: string | null;
  /** Who were asked. */
  readonly approvers: readonly Authority[];
}

/** One that would have been put to others. */
export interface RoutedElsewhere extends RoutedBefore {
  /** Who would have been asked; nobody where no level approves it. */
  readonly wouldBe: readonly Authority[];
}

/** Those of the applications that another matrix would have put to others, by the exposure that they had then. */
export function routedElsewhere(
  before: readonly RoutedBefore[],
  parameters: ApprovalParameters,
): readonly RoutedElsewhere[] {
  return before
    .map((routed) => ({ ...routed, wouldBe: approversOf(routed, parameters) }))
    .filter(({ approvers, wouldBe }) => approvers.join() !== wouldBe.join());
}

function approversOf(routed: RoutedBefore, parameters: ApprovalParameters): readonly Authority[] {
  const { exposureFen: groupExposureFen, grade, productKind, isRelatedParty, exceptionReason } = routed;
  const policyException = exceptionReason === null ? null : { reason: exceptionReason };
  const required = requiredApproval(
    { groupExposureFen, grade, productKind, isRelatedParty, policyException },
    parameters,
  );
  return required.ok ? required.value.approvers : [];
}

/** A task that people had: business instants, epoch milliseconds. */
export interface TaskBefore {
  readonly kind: TaskKind;
  readonly openedAtMs: number;
  /** Now, when it is not over. */
  readonly closedAtMs: number;
}

/** How many tasks of a kind came after their deadline, by two sets of deadlines. */
export interface LateTasks {
  readonly kind: TaskKind;
  readonly tasks: number;
  readonly late: number;
  readonly wouldBeLate: number;
}

/** Kinds of tasks of which others would have been late under other deadlines. */
export function lateOtherwise(
  before: readonly TaskBefore[],
  rules: CaseRules,
  others: CaseRules,
): readonly LateTasks[] {
  const kinds = [...new Set(before.map(({ kind }) => kind))].toSorted();
  return kinds
    .map((kind) => {
      const ofKind = before.filter((task) => task.kind === kind);
      const lateBy = (by: CaseRules) => ofKind.filter((task) => isLate(task, by)).length;
      return { kind, tasks: ofKind.length, late: lateBy(rules), wouldBeLate: lateBy(others) };
    })
    .filter(({ late, wouldBeLate }) => late !== wouldBeLate);
}

function isLate({ kind, openedAtMs, closedAtMs }: TaskBefore, rules: CaseRules): boolean {
  return closedAtMs > deadlineMs(openedAtMs, taskHours(kind, rules), rules.workingTime);
}

/** An application as it was assessed. */
export interface AssessedBefore extends HandedIn {
  readonly applicationId: string;
  readonly enterpriseName: string;
  readonly amountFen: Fen;
  readonly termMonths: number;
  /** Of its product. */
  readonly terms: ProductTerms;
}

/** What an assessment leads to. */
export interface Found {
  readonly grade: Grade;
  readonly decision: ScoreDecision;
  /** Null: the law allows no price. */
  readonly annualRate: Rate | null;
}

/** One that would have been found otherwise. */
export interface AssessedOtherwise extends Pick<AssessedBefore, 'applicationId' | 'enterpriseName'> {
  readonly was: Found;
  readonly wouldBe: Found;
}

/** Those of the applications that other rules would have graded, decided or priced otherwise, by what was handed in. */
export function assessedOtherwise(
  before: readonly AssessedBefore[],
  rules: ParameterSet,
  others: ParameterSet,
): readonly AssessedOtherwise[] {
  return before.flatMap((application) => {
    const [was, wouldBe] = [foundBy(application, rules), foundBy(application, others)];
    if (was === null || wouldBe === null || isSame(was, wouldBe)) return [];
    const { applicationId, enterpriseName } = application;
    return [{ applicationId, enterpriseName, was, wouldBe }];
  });
}

const isSame = (left: Found, right: Found): boolean =>
  left.grade === right.grade && left.decision === right.decision && left.annualRate === right.annualRate;

/** Null for figures that nobody can assess. */
function foundBy(application: AssessedBefore, rules: ParameterSet): Found | null {
  const { amountFen, termMonths, terms } = application;
  const { statements, profile } = informationOf(application);
  if (statements === null || profile === null) return null;
  const risk = assess(statements, profile, rules, amountFen);
  if (!risk.ok) return null;
  const { grade, gradePd, knockOuts, decision } = risk.value;
  const { capRegime } = termsFor(terms, rules);
  const price = priceLoan({ amountFen, termMonths, gradePd, collateral: [], capRegime }, rules);
  return {
    grade,
    decision: knockOuts.length > 0 ? 'DECLINE' : decision,
    annualRate: price.ok ? price.value.annualRate : null,
  };
}

/** What was read of a borrower: each value once, at the look at which it was freshest. */
export interface ReadBefore extends Reading {
  readonly enterpriseId: string;
  readonly enterpriseName: string;
  readonly indicator: Indicator;
  readonly lookedOn: IsoDate;
}

/** A borrower that would have been warned about otherwise: by the worst that an indicator came to; null: it was good. */
export interface WarnedOtherwise extends Pick<ReadBefore, 'enterpriseId' | 'enterpriseName' | 'indicator'> {
  readonly was: WarningLevel | null;
  readonly wouldBe: WarningLevel | null;
}

/** Those of the borrowers about whom other thresholds would have warned otherwise, in the order of the readings. */
export function warnedOtherwise(
  before: readonly ReadBefore[],
  rules: Pick<PostLoanParameters, 'thresholds'>,
  others: Pick<PostLoanParameters, 'thresholds'>,
): readonly WarnedOtherwise[] {
  const found = new Map<string, WarnedOtherwise>();
  for (const reading of before) {
    const { enterpriseId, enterpriseName, indicator } = reading;
    const key = `${enterpriseId}/${indicator}`;
    const { was = null, wouldBe = null } = found.get(key) ?? {};
    found.set(key, {
      ...{ enterpriseId, enterpriseName, indicator },
      was: worseOf(was, levelBy(reading, rules)),
      wouldBe: worseOf(wouldBe, levelBy(reading, others)),
    });
  }
  return [...found.values()].filter(({ was, wouldBe }) => was !== wouldBe);
}

function levelBy(
  reading: ReadBefore,
  { thresholds }: Pick<PostLoanParameters, 'thresholds'>,
): WarningLevel | null {
  const threshold = thresholds.find(({ code }) => code === reading.indicator);
  const colour = threshold === undefined ? 'MISSING' : colourOf(reading, threshold, reading.lookedOn);
  return colour === 'RED' || colour === 'YELLOW' ? colour : null;
}

function worseOf(left: WarningLevel | null, right: WarningLevel | null): WarningLevel | null {
  return left === 'RED' || right === null ? left : right;
}
