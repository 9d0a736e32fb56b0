import type { Answer, loanChangeView, quotedChangeView } from '../../contracts/http';
import type { ReceiptReversal } from '../../contracts/loanChanges';
import { type Locale, textOf } from '../../contracts/texts/texts';
import type { ChangeQuote } from '../../domain/changes/quoteChange';
import type { LoanChangeRow } from '../../gateways/database/loanChanges';
import type { AccountProof } from './proofs';

type View = Answer<typeof loanChangeView>;

/** A quote with the name by which it is agreed to. */
export function presentQuote(
  { kind: _kind, ...quote }: ChangeQuote,
  hash: string,
): NonNullable<Answer<typeof quotedChangeView>['quote']> {
  return { ...quote, rows: [...quote.rows], hash };
}

/** A change as people see it; of an account only its ending. The borrower doesn't learn who of the house decided. */
export function presentLoanChange(
  row: LoanChangeRow,
  locale: Locale,
  {
    readerId,
    isBorrower,
    accountProof,
    seenOn,
    takenBack,
  }: {
    readonly readerId: string;
    readonly isBorrower: boolean;
    readonly accountProof: AccountProof | null;
    /** Day on which the bank showed what was entered by hand. */
    readonly seenOn: string | null;
    /** The receipt that is to be taken back. */
    readonly takenBack: View['takenBack'];
  },
): View {
  const { id, loanId, kind, status, payload, quote, quoteHash, code, agreedHash, loan, ...rest } = row;
  const { requestedBy, answeredBy, answeredAt, decidedBy, decisionReason } = rest;
  const isTheirs = requestedBy === answeredBy || requestedBy === readerId;
  return {
    ...{ id, loanId, enterpriseName: loan.enterprise.name, kind, status },
    accountEnding: 'ending' in payload ? payload.ending : null,
    accountProof,
    sequence: 'sequence' in payload ? payload.sequence : null,
    receiptId: 'receiptId' in payload ? payload.receiptId : null,
    because: isReversal(payload) ? (payload.because ?? 'BOUNCED') : null,
    takenBack,
    receipt: receiptIn(payload, seenOn),
    evidence: 'evidence' in payload ? [...payload.evidence] : null,
    alsoProves: 'alsoProves' in payload ? (payload.alsoProves?.length ?? 0) : 0,
    debtorFact: 'fact' in payload ? { fact: payload.fact, covers: payload.covers, ends: payload.ends } : null,
    quote: quote === null || quoteHash === null ? null : presentQuote(quote, quoteHash),
    reason: isBorrower && !isTheirs ? '' : rest.reason,
    requestedBy: isBorrower && !isTheirs ? '' : requestedBy,
    approvals: isBorrower
      ? []
      : rest.approvals.map(({ role, decidedBy: by, decidedAt }) => ({ role, decidedBy: by, decidedAt })),
    decidedBy: isBorrower ? null : decidedBy,
    decisionReason: isBorrower ? '' : decisionReason,
    ...{ lapsesAt: rest.lapsesAt, answeredBy, answeredAt, agreed: agreedHash !== null },
    refusal: code === null ? null : { code, text: textOf(locale, 'refusals', code) },
    ...{ createdAt: rest.createdAt, decidedAt: rest.decidedAt, takenAt: rest.takenAt },
  };
}

export function isReversal(payload: LoanChangeRow['payload']): payload is ReceiptReversal {
  return 'sequence' in payload || 'receiptId' in payload;
}

function receiptIn(payload: LoanChangeRow['payload'], seenOn: string | null): View['receipt'] {
  if (!('amountFen' in payload)) return null;
  const { amountFen, on, bankReference = null, otherThan = [] } = payload;
  return { amountFen, on, bankReference, otherThan: otherThan.length, seenOn };
}
