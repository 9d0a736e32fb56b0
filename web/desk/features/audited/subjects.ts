import { words } from '../../../kit/words/words';

/** What is audited with all that it went by. */
export const AUDITED = words({
  FEES: ['费用', 'Charges'],
  CHANGES: ['贷款变更', 'Loan changes'],
});
