import type { IsoDate } from '../calendar/isoDate';
import { nameForm, normalised, numberForm, Phrases } from './phrases';

/** Money that came in under no order of ours. */
export interface Transfer {
  readonly amountFen: number;
  readonly payerName: string;
  readonly payerAccount: string;
  readonly remark: string;
}

/** An enterprise that borrows, as far as a payer is known by it. */
export interface KnownEnterprise {
  readonly id: string;
  readonly name: string;
  /** Compared as they are; both sides may give blind indexes in their place. */
  readonly boundAccounts: readonly string[];
  readonly legalPerson: string;
}

export interface KnownLoan {
  readonly loanNo: string;
  /** Other numbers that people know it by. */
  readonly otherNos?: readonly string[];
  readonly enterprise: string;
  /** Only an ACTIVE loan takes money. */
  readonly status: string;
  readonly dueFen: number;
  readonly oldestDue: IsoDate | null;
  readonly payoffFen: number;
  readonly guarantors: readonly string[];
}

export type IdentifyRule = 'A1' | 'A2' | 'A3' | 'S0' | 'S1' | 'S2' | 'S3' | 'S4' | 'S5' | 'S6' | 'S7';

export const IDENTIFY_REASONS = [
  'ABOVE_PAYOFF',
  'THIRD_PARTY',
  'LOAN_NOT_ACTIVE',
  'SEVERAL_LOANS',
  'ACCOUNT',
  'ACCOUNT_SHARED',
  'PAYER_NAME',
  'GUARANTOR_OR_LEGAL_PERSON',
  'AMOUNT_ONLY',
] as const;
export type IdentifyReason = (typeof IDENTIFY_REASONS)[number];

/** Whose a transfer is: certain enough to book it, a suggestion to a person, or not known. */
export interface Identified {
  readonly confidence: 'AUTO' | 'SUGGEST' | 'NONE';
  readonly rule: IdentifyRule | null;
  /** Why a person must look; null when it is certain, or when nothing is known. */
  readonly reason: IdentifyReason | null;
  readonly loans: readonly KnownLoan[];
}

/** Below it an amount alone says nothing: too many dues are as small. */
const LEAST_TELLING_FEN = 100_000;

/** Loans and enterprises, found by what a transfer tells of them. */
export interface IdentityBook {
  readonly enterprises: ReadonlyMap<string, KnownEnterprise>;
  readonly loansByNumber: Phrases<KnownLoan>;
  readonly loansOf: ReadonlyMap<string, readonly KnownLoan[]>;
  readonly ownersOfAccount: ReadonlyMap<string, readonly string[]>;
  readonly enterprisesByName: Phrases<readonly string[]>;
  readonly loansBySurety: ReadonlyMap<string, readonly KnownLoan[]>;
  readonly activeByDue: ReadonlyMap<number, readonly KnownLoan[]>;
}

/** Makes the indexes once; each transfer is then identified without going through all loans. */
export function identityBook(
  enterprises: readonly KnownEnterprise[],
  loans: readonly KnownLoan[],
): IdentityBook {
  const loansByNumber = new Phrases<KnownLoan>();
  for (const loan of loans) {
    for (const no of [loan.loanNo, ...(loan.otherNos ?? [])]) loansByNumber.set(numberForm(no), loan);
  }
  const enterprisesByName = new Phrases<readonly string[]>();
  for (const { id, name } of enterprises) {
    enterprisesByName.set(nameForm(name), [...(enterprisesByName.get(nameForm(name)) ?? []), id]);
  }
  const byId = new Map(enterprises.map((enterprise) => [enterprise.id, enterprise]));
  const active = loans.filter(isActive);
  return {
    enterprises: byId,
    loansByNumber,
    loansOf: grouped(loans, ({ enterprise }) => [enterprise]),
    ownersOfAccount: new Map(
      [...grouped(enterprises, ({ boundAccounts }) => boundAccounts.filter(isTold).map(normalised))].map(
        ([account, owners]) => [account, owners.map(({ id }) => id)],
      ),
    ),
    enterprisesByName,
    loansBySurety: grouped(active, ({ guarantors, enterprise }) =>
      [...guarantors, byId.get(enterprise)?.legalPerson ?? ''].map(nameForm),
    ),
    activeByDue: grouped(active, ({ dueFen }) => [dueFen]),
  };
}

/** What nobody told says nothing. */
function isTold(text: string): boolean {
  return text !== '';
}

function grouped<Item, Key>(
  items: readonly Item[],
  keysOf: (item: Item) => readonly Key[],
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}

/**
 * Whose a transfer is, by the first rule that fits: the loan's number, the account, the name, a guarantor, the
 * amount. Only what the borrower pays, onto a loan that is certain, is booked by itself.
 */
export function identify(transfer: Transfer, book: IdentityBook): Identified {
  const numbered = loansNamedIn(transfer.remark, book);
  return numbered.length > 0
    ? byNumber(transfer, numbered, book)
    : (byAccount(transfer, book) ??
        byName(transfer, book) ??
        bySurety(transfer, book) ??
        byAmount(transfer, book) ?? { confidence: 'NONE', rule: null, reason: null, loans: [] });
}

function loansNamedIn(remark: string, book: IdentityBook): readonly KnownLoan[] {
  const text = numberForm(remark);
  const isWhole = (begin: number, end: number) =>
    !/[A-Z0-9]/.test(text.charAt(begin - 1)) && !/[0-9]/.test(text.charAt(end));
  return book.loansByNumber.foundIn(text, isWhole);
}

function byNumber(transfer: Transfer, loans: readonly KnownLoan[], book: IdentityBook): Identified {
  const [loan] = loans;
  if (loan === undefined || loans.length > 1) return suggest('S3', 'SEVERAL_LOANS', loans);
  if (!isActive(loan)) return suggest('S2', 'LOAN_NOT_ACTIVE', [loan]);
  if (!isOwn(transfer, loan, book)) return suggest('S1', 'THIRD_PARTY', [loan]);
  return isPayable(transfer, loan) ? auto('A1', loan) : suggest('S0', 'ABOVE_PAYOFF', [loan]);
}

function byAccount(transfer: Transfer, book: IdentityBook): Identified | null {
  const owners = book.ownersOfAccount.get(normalised(transfer.payerAccount)) ?? [];
  const loans = owners.flatMap((owner) => book.loansOf.get(owner) ?? []);
  const active = loans.filter(isActive);
  if (owners.length > 1) return ranked('S4', 'ACCOUNT_SHARED', active, transfer);
  const [only] = active;
  if (only !== undefined && active.length === 1 && isPayable(transfer, only)) return auto('A2', only);
  const due = active.filter(({ dueFen }) => dueFen > 0 && dueFen === transfer.amountFen);
  const [meant] = due;
  if (meant !== undefined && due.length === 1 && active.length > 1 && isPayable(transfer, meant)) {
    return auto('A3', meant);
  }
  return active.length > 0
    ? ranked('S4', 'ACCOUNT', active, transfer)
    : ranked('S4', 'LOAN_NOT_ACTIVE', loans, transfer);
}

function byName(transfer: Transfer, book: IdentityBook): Identified | null {
  const named = [
    ...(book.enterprisesByName.get(nameForm(transfer.payerName)) ?? []),
    ...book.enterprisesByName.foundIn(nameForm(transfer.remark)).flat(),
  ];
  const loans = [...new Set(named)].flatMap((id) => book.loansOf.get(id) ?? []);
  return ranked('S5', 'PAYER_NAME', loans.filter(isActive), transfer);
}

function bySurety(transfer: Transfer, book: IdentityBook): Identified | null {
  const payer = nameForm(transfer.payerName);
  const loans = payer === '' ? [] : (book.loansBySurety.get(payer) ?? []);
  return ranked('S6', 'GUARANTOR_OR_LEGAL_PERSON', loans, transfer);
}

function byAmount({ amountFen }: Transfer, book: IdentityBook): Identified | null {
  const loans = book.activeByDue.get(amountFen) ?? [];
  if (amountFen < LEAST_TELLING_FEN || loans.length !== 1) return null;
  return suggest('S7', 'AMOUNT_ONLY', loans);
}

function isActive({ status }: KnownLoan): boolean {
  return status === 'ACTIVE';
}

function isOwn({ payerAccount, payerName }: Transfer, loan: KnownLoan, book: IdentityBook): boolean {
  const owners = book.ownersOfAccount.get(normalised(payerAccount)) ?? [];
  const named = book.enterprisesByName.get(nameForm(payerName)) ?? [];
  return owners.includes(loan.enterprise) || named.includes(loan.enterprise);
}

function isPayable({ amountFen }: Transfer, { payoffFen }: KnownLoan): boolean {
  return amountFen <= payoffFen;
}

function auto(rule: IdentifyRule, loan: KnownLoan): Identified {
  return { confidence: 'AUTO', rule, reason: null, loans: [loan] };
}

function suggest(rule: IdentifyRule, reason: IdentifyReason, loans: readonly KnownLoan[]): Identified {
  return { confidence: 'SUGGEST', rule, reason, loans };
}

/** The likeliest first: one of which just this is due, then the one that waits longest. Null when there is none. */
function ranked(
  rule: IdentifyRule,
  reason: IdentifyReason,
  loans: readonly KnownLoan[],
  { amountFen }: Transfer,
): Identified | null {
  if (loans.length === 0) return null;
  const rank = ({ dueFen, oldestDue, loanNo }: KnownLoan) =>
    [dueFen === amountFen ? '0' : '1', oldestDue ?? '9999-12-31', loanNo] as const;
  const sorted = [...loans].sort((left, right) => {
    const [a, b] = [rank(left), rank(right)];
    const differing = a.findIndex((part, index) => part !== b[index]);
    if (differing < 0) return 0;
    return (a[differing] ?? '') < (b[differing] ?? '') ? -1 : 1;
  });
  return suggest(rule, reason, sorted);
}
