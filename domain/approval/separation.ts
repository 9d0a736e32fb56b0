/** The steps of a case that different people must take (policy: 调查 → 审查 → 审批 → 放款). */
export const CASE_STEPS = [
  'APPLY',
  'INVESTIGATE',
  'REVIEW',
  'APPROVE',
  'RELEASE',
  'APPEAL',
  'RESOLVE',
  'CONFIRM',
  'SERVICE',
  'MEND',
] as const;
export type CaseStep = (typeof CASE_STEPS)[number];

/** Something that a person did on a case. */
export interface CaseAct {
  readonly step: CaseStep;
  readonly userId: string;
  /** The principal whose authority was used: it is spent for the principal too. */
  readonly onBehalfOf?: string;
  /**
   * Counts how often the case went back for a new decision (changed amount, term or rate); 1 when left out.
   * A second approval or release of one round needs another person, one of a later round does not.
   */
  readonly round?: number;
}

/**
 * Steps whose people are barred from a step: maker ≠ checker ≠ approver ≠ releaser. Later steps bar too, for a case
 * may come back to an earlier one: one person takes one step of a case, as the database holds (`case_actor`).
 */
const BARRED_BY: Readonly<Record<CaseStep, readonly CaseStep[]>> = {
  APPLY: [],
  INVESTIGATE: ['APPLY', 'REVIEW', 'APPROVE', 'RELEASE'],
  REVIEW: ['APPLY', 'INVESTIGATE', 'APPROVE', 'RELEASE'],
  APPROVE: ['APPLY', 'INVESTIGATE', 'REVIEW', 'RELEASE'],
  RELEASE: ['APPLY', 'INVESTIGATE', 'REVIEW', 'APPROVE'],
  // Of an appeal, which knows what was done on the application before: somebody who did none of it.
  APPEAL: ['APPLY', 'INVESTIGATE', 'REVIEW', 'APPROVE', 'RELEASE'],
  RESOLVE: ['APPLY', 'CONFIRM'],
  CONFIRM: ['APPLY', 'RESOLVE'],
  SERVICE: ['APPLY'],
  MEND: ['APPLY'],
};

/** Steps that more than one person takes in the same round, each a different one. */
const TAKEN_BY_SEVERAL: readonly CaseStep[] = ['INVESTIGATE', 'APPROVE', 'RELEASE', 'MEND'];

/** The refusal for having taken each step before. */
const SAME_PERSON_CODE = {
  APPLY: 'SAME_PERSON_AS_APPLICANT',
  INVESTIGATE: 'SAME_PERSON_AS_INVESTIGATOR',
  REVIEW: 'SAME_PERSON_AS_REVIEWER',
  APPROVE: 'SAME_PERSON_AS_APPROVER',
  RELEASE: 'SAME_PERSON_AS_RELEASER',
  APPEAL: 'SAME_PERSON_AS_APPEAL_REVIEWER',
  RESOLVE: 'SAME_PERSON_AS_RESOLVER',
  CONFIRM: 'SAME_PERSON_AS_CONFIRMER',
  SERVICE: 'SAME_PERSON_AS_SERVICE',
  MEND: 'SAME_PERSON_AS_MENDER',
} as const satisfies Readonly<Record<CaseStep, string>>;

/** Why somebody who took part in a case may not take a step of it. */
export type SeparationRefusal = (typeof SAME_PERSON_CODE)[CaseStep];

/**
 * Why acts of other steps bar people from a step, or null when nothing does.
 * @param people whoever would take it, and whoever's authority would be used
 * @param acts what was done on the case so far, by anybody
 */
export function barredByOtherStep(
  step: CaseStep,
  people: readonly string[],
  acts: readonly CaseAct[],
): SeparationRefusal | null {
  const barring = acts.find((act) => BARRED_BY[step].includes(act.step) && isOf(people, act));
  return barring === undefined ? null : SAME_PERSON_CODE[barring.step];
}

/**
 * The refusal for people who have taken this very step in this round, where each time another must; else null.
 * @param round the round of the step, see {@link CaseAct.round}
 */
export function barredByThisStep(
  step: CaseStep,
  people: readonly string[],
  acts: readonly CaseAct[],
  round = 1,
): SeparationRefusal | null {
  if (!TAKEN_BY_SEVERAL.includes(step)) return null;
  const isRepeated = acts.some((act) => act.step === step && (act.round ?? 1) === round && isOf(people, act));
  return isRepeated ? SAME_PERSON_CODE[step] : null;
}

/** Whether one of them did it, or had it done by a deputy. */
function isOf(people: readonly string[], { userId, onBehalfOf }: CaseAct): boolean {
  return people.includes(userId) || (onBehalfOf !== undefined && people.includes(onBehalfOf));
}

/** The steps that make a case ready for those who approve it. */
const MADE_BY: readonly CaseStep[] = ['APPLY', 'INVESTIGATE', 'REVIEW'];

/** Who applied, investigated or reviewed a case: in a committee they have no vote on it. */
export function makersOf(acts: readonly CaseAct[]): readonly string[] {
  return [...new Set(acts.filter(({ step }) => MADE_BY.includes(step)).map(({ userId }) => userId))];
}
