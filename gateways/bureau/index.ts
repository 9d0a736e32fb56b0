import { z } from 'zod';
import { askService, readAnswer, type ServiceAddress } from '../http/service';

const countSchema = z.number().int().min(0).max(9_999);

const reportSchema = z.object({
  uscc: z.string(),
  /** The bureau's number of this report. */
  reportId: z.string().min(1).max(64),
  /** Longest delay of any payment in the last 24 months, in days. */
  maxDpd24m: countSchema,
  /** Most days past due now, with any lender. */
  daysPastDue: countSchema,
  /** Enquiries by lenders in the last six months. */
  enquiries6m: countSchema,
  litigation: z.enum(['NONE', 'SETTLED', 'OPEN', 'DISHONEST_JUDGMENT_DEBTOR']),
  taxRating: z.enum(['A', 'B', 'M', 'C', 'D']).nullable(),
});

/** What the credit bureau knows of an enterprise. */
export type CreditReport = z.output<typeof reportSchema>;

export interface BureauGateway {
  /**
   * Asks for a report; needs the enterprise's written consent, which the caller has checked.
   * @throws ServiceFault worth another try
   */
  pullReport(uscc: string): Promise<CreditReport>;
}

/** Makes the client of the credit bureau. */
export function createBureauGateway(address: ServiceAddress): BureauGateway {
  return {
    pullReport: async (uscc) => {
      const path = `/bureau/${encodeURIComponent(uscc)}`;
      return readAnswer('bureau', await askService('bureau', address, { method: 'GET', path }), reportSchema);
    },
  };
}
