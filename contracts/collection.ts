/** Words of collection that cross a boundary; the rule itself is in `domain/overdue`. */

/** Where an episode of the ladder stands: the stage of the highest rung that it has reached. */
export const LADDER_STAGES = ['M0', 'M1', 'M2', 'M3', 'M4', 'M7+'] as const;
export type LadderStage = (typeof LADDER_STAGES)[number];

/** Why a rung's action is none of this loan's. */
export const NOT_APPLICABLE_BECAUSE = ['NO_GUARANTOR'] as const;
export type NotApplicableBecause = (typeof NOT_APPLICABLE_BECAUSE)[number];

export const PROMISE_STATUSES = ['OPEN', 'KEPT', 'BROKEN'] as const;
export type PromiseStatus = (typeof PROMISE_STATUSES)[number];

/** Of what somebody asks for: the other holds come by themselves. */
export const ASKED_HOLDS = ['HARDSHIP', 'FREEZE'] as const;
export type AskedHold = (typeof ASKED_HOLDS)[number];
export const HOLD_STATUSES = ['REQUESTED', 'GRANTED', 'REFUSED'] as const;
export type HoldStatus = (typeof HOLD_STATUSES)[number];

export const CONTACT_WAYS = ['PHONE', 'VISIT'] as const;
export type ContactWay = (typeof CONTACT_WAYS)[number];
/** How something reaches the debtor: a talk or a visit, a message, a letter that somebody posted. */
export const REACHED_BY = ['PHONE', 'VISIT', 'SMS', 'EMAIL', 'POST'] as const;
export type ReachedBy = (typeof REACHED_BY)[number];
export const CONTACT_PARTIES = ['DEBTOR', 'GUARANTOR', 'THIRD_PARTY'] as const;
export type ContactParty = (typeof CONTACT_PARTIES)[number];
export const CONTACT_OUTCOMES = ['REACHED', 'PROMISED', 'NOT_REACHED', 'REFUSES', 'WRONG_NUMBER'] as const;
export type ContactOutcome = (typeof CONTACT_OUTCOMES)[number];
