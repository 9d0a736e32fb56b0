import type { CaseRefusal, WhyRefused } from '../../contracts/refusals';
import type { AnyStage } from '../../contracts/texts/processTexts';
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
