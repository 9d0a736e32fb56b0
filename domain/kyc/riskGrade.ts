import { addWorkdays, type BusinessCalendar } from '../calendar/businessCalendar';
import { addDays, type IsoDate } from '../calendar/isoDate';
import { addMonths } from '../calendar/months';
import {
  type KycParameters,
  type KycRiskFactor,
  type KycRiskGrade,
  REGRADE_TRIGGERS,
  type RegradeTrigger,
  RISK_GRADES,
} from '../parameters/kyc';

/** What is known of an enterprise that registers by itself. */
export interface OnboardingFacts {
  /** As the company registry has it; null when it isn't there. */
  readonly establishedOn: IsoDate | null;
  /** A list has somebody whose name is like that of the enterprise or its legal person. */
  readonly isUnderReview: boolean;
}

/** What raises the money-laundering risk of an enterprise that registers by itself: nobody has met its people. */
export function riskFactors(
  { establishedOn, isUnderReview }: OnboardingFacts,
  asOf: IsoDate,
  { youngDays }: KycParameters,
): KycRiskFactor[] {
  const isYoung = establishedOn !== null && addDays(establishedOn, youngDays) > asOf;
  return [
    'REMOTE_ONBOARDING',
    ...(isYoung ? (['YOUNG_ENTERPRISE'] as const) : []),
    ...(isUnderReview ? (['SCREENING_UNDER_REVIEW'] as const) : []),
  ];
}

/** The grade of a customer: the worst that any factor makes, LOW without factors; a factor nobody knows makes HIGH. */
export function kycRiskGrade(factors: readonly KycRiskFactor[], parameters: KycParameters): KycRiskGrade {
  const grades = factors.map((factor) => parameters.gradeOfFactor[factor] ?? 'HIGH');
  return RISK_GRADES.find((grade) => grades.includes(grade)) ?? 'LOW';
}

/** The last day by which a customer must be reviewed. */
export function nextReviewOn(gradedOn: IsoDate, grade: KycRiskGrade, parameters: KycParameters): IsoDate {
  return addMonths(gradedOn, parameters.reviewMonths[grade]);
}

/** The last day by which a new customer must have a grade. */
export function firstGradingBy(
  acceptedOn: IsoDate,
  calendar: BusinessCalendar,
  parameters: KycParameters,
): IsoDate {
  return addWorkdays(acceptedOn, parameters.firstGradingWorkdays, calendar);
}

/** Whether a review is due on a day: its last day has come, or something happened that can't wait for it. */
export function isReviewDue(
  date: IsoDate,
  nextReview: IsoDate,
  triggers: readonly RegradeTrigger[],
): boolean {
  return date >= nextReview || triggers.some((trigger) => REGRADE_TRIGGERS.includes(trigger));
}
