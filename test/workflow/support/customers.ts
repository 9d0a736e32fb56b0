import type { ChangeDecision, FileChangeFinding, ScreeningFinding } from '../../../contracts/activities';
import type { AllActivities } from '../../../contracts/activityOptions';
import type { LoanChangeStatus } from '../../../contracts/loanChanges';
import { SHOWN } from './charge';
import { REGISTERED } from './rules';

/** What registry, lists and database say of customers, as a world of tests has it. */
export class Customers {
  readonly lookUpRegistry = async () => REGISTERED;
  screening: ScreeningFinding = { outcome: 'CLEAR', hits: 0, listVersion: '1', entries: '' };
  readonly screenNames = async () => this.screening;
  readonly gradeEnterprise = async () => ({ riskGrade: 'LOW', reasons: [] });

  fileChange: FileChangeFinding = { registryAgrees: true, screening: 'CLEAR', hits: 0 };
  /** Until when changes of files were written to wait, and that they were put on file. */
  readonly fileChanges: string[] = [];
  readonly checkFileChange = async () => this.fileChange;
  readonly setFileChangeWait = async ({ until }: { readonly until: string }) => {
    this.fileChanges.push(until.slice(0, 10));
  };
  readonly applyFileChange = async () => {
    this.fileChanges.push('applied');
  };

  /** What was said to changes, and how a change stands after each yes: asked on, when nothing is left. */
  readonly saidToChanges: ChangeDecision[] = [];
  readonly changeStands: LoanChangeStatus[] = [];
  readonly decideLoanChange: AllActivities['decideLoanChange'] = async (said) => {
    this.saidToChanges.push(said);
    const status = said.decision === 'REJECT' ? 'REJECTED' : (this.changeStands.shift() ?? 'REQUESTED');
    return { status };
  };

  /** Acceptances that were written down. */
  readonly agreed: string[] = [];
  readonly agreeFacility: AllActivities['agreeFacility'] = async ({
    loanId,
    pointsUsed = 0,
    shownSha256,
  }) => {
    if (pointsUsed > this.points) return { refusedBy: 'POINTS_ABOVE_LIMIT' };
    if (pointsUsed > 0 && shownSha256 !== SHOWN) return { refusedBy: 'SHOWN_OTHERWISE' };
    this.points -= pointsUsed;
    this.agreed.push(loanId);
    return null;
  };
  /** Of the borrower. */
  points = 0;
}
