import type { Answer, settlementQuoteView } from '../../contracts/http';
import { type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import { settlementBy } from '../../domain/loan/settlement';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { houseCalendar } from '../../gateways/database/calendar';
import { dayBegun } from '../../gateways/database/clock';
import { findLoan, type LoanRow, readLoan } from '../../gateways/database/loans';
import { writePapers } from '../../gateways/database/papers';
import { readInstitutionAccount } from '../../gateways/database/reconciliation';
import {
  listSettlementQuotes,
  type NewSettlementQuote,
  type SettlementQuoteRow,
  writeSettlementQuote,
} from '../../gateways/database/settlementQuotes';
import { inTransaction, type Queryable } from '../../gateways/database/transaction';
import type { QueuedRow } from '../../gateways/queue';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { accepted } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { APPLICANT, either, MEMBERS, staff } from '../kernel/security/policy';
import { found, scopeOfCall } from '../kernel/security/scope';

/** What it takes to be done with a loan, quoted until a day. */
export const settlementOperations = {
  quoteSettlement: {
    who: either(staff('finance', 'customer_service'), APPLICANT),
    audit: 'loan.quoteSettlement',
    do: quote,
  },
  listSettlementQuotes: {
    who: MEMBERS,
    do: async (parts, call) => {
      const { id } = found(await findLoan(parts.prisma, scopeOfCall(call), call.params.loanId));
      const { today } = await businessTime(parts);
      const rows = await listSettlementQuotes(parts.prisma, id);
      return { items: rows.map((row) => presentQuote(row, today)) };
    },
  },
} satisfies SomeOperations;

async function quote(parts: Parts, call: Call<'quoteSettlement'>): Promise<AnswerOf<'quoteSettlement'>> {
  const { prisma } = parts;
  const loan = found(await findLoan(prisma, scopeOfCall(call), call.params.loanId));
  call.about('LOAN', loan.id);
  const { papers, quoted } = await inTransaction(parts.sql, async (client) => {
    const quoted = await quoteOf(client, call, loan, await dayBegun(client));
    await writeSettlementQuote(client, quoted);
    return { papers: await issue(parts, client, loan, quoted), quoted };
  });
  call.note({ validThrough: quoted.validThrough, amountFen: quoted.amountFen });
  for (const paper of papers) await parts.queues.enqueue(paper);
  const rows = await listSettlementQuotes(prisma, loan.id);
  return presentQuote(found(rows.find(({ id }) => id === quoted.id) ?? null), quoted.quotedOn);
}

async function quoteOf(
  sql: Queryable,
  call: Call<'quoteSettlement'>,
  { id: loanId, institutionId }: LoanRow,
  today: IsoDate,
): Promise<NewSettlementQuote> {
  const record = found(await readLoan(sql, loanId));
  const validThrough = isoDate(call.body.validThrough);
  const { settlementQuoteDays } = parametersAt(today).changes;
  const { totalFen, dueFen, prepaymentFen } = accepted(
    settlementBy(record, validThrough, today, await houseCalendar(sql), settlementQuoteDays),
  );
  return {
    ...{ id: call.subjectId, loanId, institutionId, quotedOn: today, validThrough },
    ...{ amountFen: totalFen, dueFen, prepaymentFen, askedBy: callerOf(call).userId },
  };
}

/** The quote as a paper, in each language. */
async function issue(
  { cipher, prisma }: Parts,
  client: Queryable,
  { enterpriseId, institutionId }: LoanRow,
  { id, loanId, quotedOn, validThrough, amountFen, dueFen, prepaymentFen }: NewSettlementQuote,
): Promise<readonly QueuedRow[]> {
  const accountNo = await readInstitutionAccount(prisma, institutionId);
  return await writePapers(client, cipher, {
    ...{ institutionId, enterpriseId, caseType: 'LOAN', caseId: loanId, issuedOn: quotedOn },
    ...{ kind: 'SETTLEMENT_QUOTE', fact: `loan/${loanId}/settlement-quote/${id}` },
    values: { loanId, quotedOn, validThrough, amountFen, dueFen, prepaymentFen, accountNo },
  });
}

function presentQuote(row: SettlementQuoteRow, today: IsoDate): Answer<typeof settlementQuoteView> {
  const unsettled = row.validThrough < today ? 'LAPSED' : 'STANDING';
  return { ...row, status: row.settledOn === null ? unsettled : 'SETTLED' };
}
