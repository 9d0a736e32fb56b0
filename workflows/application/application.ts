import type { ApplicationInput, ApplicationView } from '../../contracts/workflows';
import { ApplicationCase } from './applicationCase';
import { approve } from './approve';
import { beginLoan } from './beginLoan';
import { disburse } from './disburse';
import { end, givenUp } from './end';
import { agreeOnOffer } from './offer';
import { release } from './release';
import { priceAnew, underwrite } from './underwrite';

/**
 * From a request for money to the money: complete, scored, reviewed, approved by others, offered, accepted,
 * released by yet another person, disbursed exactly once. Ends in one of the closing stages.
 */
export async function application(input: ApplicationInput): Promise<ApplicationView> {
  const begun = new ApplicationCase(input);
  await begun.live(fromRequestToMoney, end, givenUp);
  return begun.view();
}

async function fromRequestToMoney(application: ApplicationCase): Promise<void> {
  const { exceptionReason, route } = await underwrite(application);
  let round = 1;
  await approve(application, route, round);
  while (!(await agreeOnOffer(application))) {
    round += 1;
    await approve(application, await priceAnew(application, { exceptionReason, round }), round);
  }
  const released = await release(application, { exceptionReason, round });
  const startDate = await disburse(application, released);
  await beginLoan(application, startDate);
}
