import { isoDate } from '../../calendar/isoDate';
import type { ChangeParameters } from '../changes';
import type { Version } from '../version';

/** A second person of those who keep the books. */
const ANOTHER_OF_FINANCE = [{ maximumFen: null, approvals: ['finance'] }] as const;
const RISK_ALONE = [{ maximumFen: null, approvals: ['risk'] }] as const;
/** What changes the contract is a credit decision: by what is outstanding, as an application of that amount. */
const CREDIT = [
  { maximumFen: 50_000_000, approvals: ['approver'] },
  { maximumFen: 200_000_000, approvals: ['approver', 'risk'] },
  { maximumFen: null, approvals: ['approver', 'risk', 'board'] },
] as const;

export const CHANGE_VERSIONS: readonly Version<ChangeParameters>[] = [
  {
    id: 'changes/1',
    effectiveFrom: isoDate('2019-08-20'),
    source: 'Extension: 贷款通则 art. 8, 12; authority and days: house policy',
    value: {
      extension: { shortTermMonths: 12, mediumTermMonths: 60, mediumShare: '0.5', longMonths: 36 },
      authority: {
        RESUME_DEBIT: ANOTHER_OF_FINANCE,
        PAUSE_DEBIT: ANOTHER_OF_FINANCE,
        // Whoever can change where money is debited and paid to can take it: two look at it, of two offices.
        BIND_ACCOUNT: [{ maximumFen: null, approvals: ['finance', 'risk'] }],
        REVERSE_RECEIPT: ANOTHER_OF_FINANCE,
        MANUAL_RECEIPT: ANOTHER_OF_FINANCE,
        EXTEND: CREDIT,
        // A borrower in trouble: risk is always asked.
        RESCHEDULE: [
          { maximumFen: 50_000_000, approvals: ['risk'] },
          { maximumFen: 200_000_000, approvals: ['risk', 'approver'] },
          { maximumFen: null, approvals: ['risk', 'approver', 'board'] },
        ],
        REPRICE: CREDIT,
        WAIVE: [
          { maximumFen: 100_000, approvals: ['risk'] },
          { maximumFen: 5_000_000, approvals: ['risk', 'approver'] },
          { maximumFen: null, approvals: ['risk', 'approver', 'board'] },
        ],
        ACCELERATE: [
          { maximumFen: 50_000_000, approvals: ['risk'] },
          { maximumFen: null, approvals: ['risk', 'approver'] },
        ],
        // Whatever the amount: what is written off is lost to the house.
        WRITE_OFF: [{ maximumFen: null, approvals: ['risk', 'approver', 'board'] }],
        UPGRADE: RISK_ALONE,
        DEBTOR_FACT: RISK_ALONE,
      },
      consentDays: 7,
      settlementQuoteDays: 30,
      transitDays: 5,
      repricingNoticeDays: 7,
    },
  },
];
