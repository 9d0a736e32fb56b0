import { type EnterpriseId, workflowIds } from '../../contracts/ids';
import type { InstitutionWork, PortfolioReport, PostLoanReport } from '../../contracts/workflows';
import { activities } from '../shared/activities';
import { eachInstitution } from './eachInstitution';
import { InstitutionCase } from './institutionCase';

/** The watch over the borrowers of all institutions, each by itself. */
export function postLoanWatch(): Promise<PortfolioReport> {
  return eachInstitution('institutionPostLoanWatch', workflowIds.postLoanWatch);
}

/**
 * Looks at the borrowers of an institution whose turn it is, and at who is to be checked. Running twice on a day finds
 * nothing new.
 */
export async function institutionPostLoanWatch(work: InstitutionWork): Promise<PostLoanReport> {
  const time = await activities.readTime();
  const watch = new InstitutionCase(work, time);
  return await watch.untilGivenUp(() => lookAtAll(watch, work));
}

async function lookAtAll(
  watch: InstitutionCase,
  { institutionId }: InstitutionWork,
): Promise<PostLoanReport> {
  const on = watch.time.today();
  const { called } = await watch.activities.callChecks({ institutionId, on });
  let [looked, raised] = [0, 0];
  for (let after: EnterpriseId | null = null; ; ) {
    const batch: Awaited<ReturnType<typeof watch.activities.watchBorrowers>> =
      await watch.activities.watchBorrowers({ institutionId, on, after });
    looked += batch.looked;
    raised += batch.raised;
    if (batch.next === null) return { looked, raised, called };
    after = batch.next;
  }
}
