import type { Tracker } from '../../contracts/http';
import type { ApplicationStage, OnboardingStage } from '../../contracts/workflows';
import type { HomeFacts, UsualStage } from '../../gateways/database/home';
import { isOver } from './steps';

/** The way of a case that ends well; what is not on it is a detour. */
const ONBOARDING_WAY: readonly OnboardingStage[] = ['AWAITING_ACTIVATION', 'CHECKING', 'IN_REVIEW', 'ACTIVE'];
const APPLICATION_WAY: readonly ApplicationStage[] = [
  'CHECKING',
  'SCORING',
  'IN_REVIEW',
  'IN_APPROVAL',
  'OFFERED',
  'AWAITING_RELEASE',
  'DISBURSING',
  'DISBURSED',
];

/** How far the case is that is under way: the registration, else the newest open application; null without one. */
export function trackerOf(enterpriseId: string, facts: HomeFacts): Tracker | null {
  if (facts.stage === 'REFUSED' || facts.stage === 'EXPIRED') return null;
  if (facts.stage !== 'ACTIVE') {
    const at = { caseType: 'ONBOARDING', caseId: enterpriseId, now: facts.stage } as const;
    return { kind: 'ONBOARDING', caseId: enterpriseId, stages: placesOn(ONBOARDING_WAY, at, facts) };
  }
  const open = facts.applications.find(({ stage }) => !isOver(stage));
  if (open === undefined) return null;
  const at = { caseType: 'APPLICATION', caseId: open.id, now: open.stage } as const;
  return { kind: 'APPLICATION', caseId: open.id, stages: placesOn(APPLICATION_WAY, at, facts) };
}

/** A stage on the way of a case. */
interface Place<Stage> {
  readonly stage: Stage;
  readonly state: 'DONE' | 'NOW' | 'TO_COME';
  readonly enteredAt: string | null;
  readonly usualHours: number | null;
}

function placesOn<Stage extends string>(
  way: readonly Stage[],
  at: { readonly caseType: UsualStage['caseType']; readonly caseId: string; readonly now: Stage },
  { entered, usual }: HomeFacts,
): Place<Stage>[] {
  const own = entered.filter(({ caseId }) => caseId === at.caseId);
  const place = (stage: Stage, state: Place<Stage>['state']): Place<Stage> => ({
    stage,
    state,
    enteredAt: state === 'TO_COME' ? null : (own.findLast((change) => change.stage === stage)?.at ?? null),
    usualHours: usual.find((each) => each.caseType === at.caseType && each.stage === stage)?.hours ?? null,
  });
  const here = way.indexOf(at.now);
  const steps: readonly string[] = way;
  const left = own.map(({ stage }) => steps.indexOf(stage)).findLast((step) => step >= 0) ?? -1;
  // On a detour, the stage that it was left for has been.
  const done = here >= 0 ? here : left + 1;
  return [
    ...way.slice(0, done).map((stage) => place(stage, 'DONE')),
    place(at.now, 'NOW'),
    ...way.slice(here >= 0 ? here + 1 : done).map((stage) => place(stage, 'TO_COME')),
  ];
}
