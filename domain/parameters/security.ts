/** Password, session and retention rules. */
export interface SecurityParameters {
  readonly password: {
    readonly minimumLength: number;
    /** How many of: upper case, lower case, digits, others. */
    readonly minimumClasses: number;
  };
  readonly lockAfterFailures: number;
  readonly lockMinutes: number;
  /** Longest that the operator may look into an institution at a time, hours of real time. */
  readonly emergencyAccessHours: number;
  readonly networkLogMonths: number;
  readonly impactAssessmentYears: number;
  readonly disclosureRecordYears: number;
  readonly antiMoneyLaunderingYears: number;
}
