import { workflowIds } from '../../contracts/ids';
import { attributesOfLoan } from '../../contracts/searchAttributes';
import type { LoanInput } from '../../contracts/workflows';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { beginOnce } from '../shared/beginOnce';
import type { ApplicationCase } from './applicationCase';

/** The loan lives on its own from here. */
export async function beginLoan(application: ApplicationCase, startDate: IsoDate): Promise<void> {
  const { amountFen, input, time, loanId } = application;
  const { institutionId, enterpriseId } = input;
  const loan: LoanInput = {
    ...time.input(),
    loanId,
    enterpriseId,
    institutionId,
    startDate,
    principalFen: amountFen,
    progress: null,
  };
  await beginOnce('loan', workflowIds.loan(loanId), loan, attributesOfLoan(amountFen));
  await application.enter('DISBURSED', {
    waitingFor: null,
    messages: [application.mail('DISBURSED', { amountFen, date: startDate })],
  });
}
