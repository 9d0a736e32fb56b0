import type { Answer, loanChangeView } from '../../contracts/http';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { PROOF_FEN, readAccountProofs } from '../../gateways/database/accountProofs';
import type { LoanChangeRow } from '../../gateways/database/loanChanges';
import { readInstitutionAccount } from '../../gateways/database/reconciliation';
import type { Parts } from '../kernel/parts';

export type AccountProof = NonNullable<Answer<typeof loanChangeView>['accountProof']>;

/** What proves the accounts that these changes are to bind, by change; those of other kinds have none. */
export async function proofsOf(
  { prisma, sql }: Pick<Parts, 'prisma' | 'sql'>,
  rows: readonly LoanChangeRow[],
): Promise<ReadonlyMap<string, AccountProof>> {
  const binding = rows.filter(({ kind }) => kind === 'BIND_ACCOUNT');
  const [first] = binding;
  if (first === undefined) return new Map();
  const payTo = await readInstitutionAccount(prisma, first.institutionId);
  const proved = await readAccountProofs(
    sql,
    binding.map(({ id }) => id),
  );
  const proofOf = (id: string): AccountProof => ({
    amountFen: PROOF_FEN,
    payTo,
    provedOn: (proved.get(id) as IsoDate | undefined) ?? null,
  });
  return new Map(binding.map(({ id }) => [id, proofOf(id)]));
}
