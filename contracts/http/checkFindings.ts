import { z } from 'zod';
import { CHECK_FINDINGS } from '../../domain/postLoan/findings';

/** What a check of a borrower found, one word a row; the rest is in the words of the decision. */
export const checkFindings = z
  .strictObject({
    visit: z.enum(CHECK_FINDINGS.visit),
    statements: z.enum(CHECK_FINDINGS.statements),
    useOfFunds: z.enum(CHECK_FINDINGS.useOfFunds),
    business: z.enum(CHECK_FINDINGS.business),
  })
  .meta({ id: 'CheckFindings' });
