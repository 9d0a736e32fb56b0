import type { CaseRefusal, WhyRefused } from '../../contracts/refusals';
import type { AnyStage } from '../../contracts/texts/processTexts';
import type { Decided } from '../../contracts/workflows';
import { givenNumber } from '../../domain/approval/decisionReasons';

/** A no of a person that has a number, with what was given as its reason. */
export type Refused = Pick<Decided, 'reason' | 'reasonCode'>;

/** Why a person refused a case, as it is kept. @param code says which step it was */
export function refusalOf(said: Refused, code: WhyRefused): CaseRefusal {
  return { code, reason: said.reason, reasonCode: givenNumber(said) };
}

/** Ends a case before its time. Thrown by a step, and caught by `Case.live`. */
export class CaseEnds<Stage extends AnyStage> extends Error {
  override readonly name = 'CaseEnds';

  constructor(
    readonly stage: Stage,
    /** Why, for the applicant; none when the applicant did it. */
    readonly refusal: CaseRefusal | null,
    /** Codes of all the reasons, where the platform decided by itself. */
    readonly reasonCodes: readonly WhyRefused[] = [],
  ) {
    super(stage);
  }
}
