import enProcesses from '../../../contracts/texts/en/processes.json';
import enStages from '../../../contracts/texts/en/stages.json';
import zhProcesses from '../../../contracts/texts/zh-CN/processes.json';
import zhStages from '../../../contracts/texts/zh-CN/stages.json';
import { type Pair, pairs } from '../../kit/words/words';
import { CHANGE_STATUSES } from './loanChanges';

/** What each process is for. */
export const PROCESS_WORDS = pairs(zhProcesses, enProcesses);

type Kind = keyof typeof zhStages;
type Process = keyof typeof zhProcesses;

/** In the words of which kind of case a process tells its stage. */
const KINDS: Readonly<Record<Process, Kind>> = {
  onboarding: 'ONBOARDING',
  application: 'APPLICATION',
  appeal: 'APPEAL',
  fileChange: 'FILE_CHANGE',
  loanChange: 'LOAN_CHANGE',
  loan: 'LOAN',
  collection: 'COLLECTION',
  payment: 'PAYMENT',
  dispute: 'DISPUTE',
  receipt: 'RECEIPT',
  breakCase: 'BREAK',
  fee: 'FEE',
  postLoan: 'POST_LOAN',
  endOfDay: 'INSTITUTION',
  institutionEndOfDay: 'INSTITUTION',
  reconciliation: 'INSTITUTION',
  institutionReconciliation: 'INSTITUTION',
  postLoanWatch: 'INSTITUTION',
  institutionPostLoanWatch: 'INSTITUTION',
  accessReview: 'INSTITUTION',
  institutionAccessReview: 'INSTITUTION',
};

/** A change is counted by the status of its row, which goes further than its process. */
const statusOfChange = (stage: string): Pair | undefined =>
  Object.entries(CHANGE_STATUSES).find(([status]) => status === stage)?.[1];

/** A stage in words; one that nobody knows by its name. */
export function stageName(process: Process, stage: string): Pair {
  const [zh, en]: readonly Readonly<Record<string, string>>[] = [
    zhStages[KINDS[process]],
    enStages[KINDS[process]],
  ];
  if (zh?.[stage] !== undefined && en?.[stage] !== undefined) return [zh[stage], en[stage]];
  return (KINDS[process] === 'LOAN_CHANGE' ? statusOfChange(stage) : undefined) ?? [stage, stage];
}
