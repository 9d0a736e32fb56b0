import { type GivenValues, readMessage } from '../../contracts/messages';
import { readBorrower } from '../../gateways/database/enterprises';
import type { LoanChangeRow } from '../../gateways/database/loanChanges';
import type { LoanRow } from '../../gateways/database/loans';
import { writeMessage } from '../../gateways/database/messages';
import type { Queryable } from '../../gateways/database/transaction';
import type { QueuedMessage } from '../../gateways/queue';
import type { Parts } from '../kernel/parts';

type Told = 'LOAN_CHANGE_OFFERED' | 'LOAN_CHANGE_ENDED';

/**
 * Tells the borrower of a change, within the transaction of what it follows from.
 * @returns the letter, to be queued once that is committed
 */
export async function writeLetter<Kind extends Told>(
  { prisma, cipher }: Parts,
  client: Queryable,
  about: { readonly loan: LoanRow; readonly change: LoanChangeRow; readonly kind: Kind },
  given: GivenValues<Kind>,
): Promise<QueuedMessage> {
  const { loan, change, kind } = about;
  const { locale, mail, name, institution } = await readBorrower(prisma, cipher, loan.enterpriseId);
  const letterhead = { enterpriseName: name, institutionName: institution.nameZh };
  const values = readMessage(kind, { ...given, ...letterhead });
  if (!values.ok) throw new RangeError(`change ${change.id}: ${JSON.stringify(values.refusal.detail)}`);
  return await writeMessage(client, cipher, {
    ...{ channel: 'EMAIL', kind, locale, recipient: mail, values: values.value },
    dedupeKey: `loan/${loan.id}/change/${change.id}/${kind}/EMAIL`,
    caseType: 'LOAN',
    caseId: loan.id,
  });
}
