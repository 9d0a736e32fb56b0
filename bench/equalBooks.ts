import type { Pool } from 'pg';
import { INSTITUTIONS } from '../gateways/database/baseData';
import { compareSubLedger } from '../gateways/database/ledger';

/** Fails unless loans and ledger of every institution agree, account by account. */
export async function expectEqualBooks(owner: Pool): Promise<void> {
  for (const { id } of INSTITUTIONS) {
    const parts = await compareSubLedger(owner, id);
    const differing = parts.filter((part) => part.ledgerFen !== part.loansFen);
    if (differing.length > 0) throw new Error(`ledger and loans differ: ${JSON.stringify(differing)}`);
  }
}
