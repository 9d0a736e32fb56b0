import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import type { InstitutionWork, TimeInput } from '../../contracts/workflows';
import { Case } from '../case/case';
import { BusinessTime } from '../shared/businessTime';

/**
 * A piece of work on the whole portfolio of an institution. A step of it that fails for good waits for the
 * institution's admin, and nobody else's work waits with it; one that is given up ends the run, and the next run of the
 * Schedule does what is left.
 */
export class InstitutionCase extends Case<'WORKING' | 'DONE'> {
  constructor({ institutionId }: InstitutionWork, time: TimeInput) {
    super(
      { caseType: 'INSTITUTION', caseId: institutionId, institutionId, enterpriseId: null },
      new BusinessTime(time),
      STAGE_TEXTS.INSTITUTION,
      { stage: 'WORKING' },
    );
  }
}
