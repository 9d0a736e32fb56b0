import { OPERATOR_MAIL, staffMail } from '../../../demo/people';
import type { Ids, Party } from './cases';

/** What stands in an address and is no id of a case. */
const WORDS_OF_ADDRESSES: Readonly<Record<string, string>> = { step: 'product', provider: 'acme' };

/** The committee and the board sit at the other lender: its loans are large enough for them. */
const OF_BEICHEN = ['committee', 'board'] as const;
export const STAFF = [
  ...(['reviewer', 'approver', 'finance', 'risk', 'admin', 'auditor', 'customer_service'] as const),
  ...OF_BEICHEN,
] as const;
export type StaffRole = (typeof STAFF)[number];
const BOOKS = ['finance', 'risk', 'admin', 'auditor'] as const;
const OVERSEERS = ['risk', 'admin', 'auditor'] as const;
/** Nobody known, an enterprise that repays, and one that has an offer to answer. */
const PARTIES = ['stranger', 'borrower', 'offered'] as const;
export type Visitor = StaffRole | (typeof PARTIES)[number] | 'operator';
export const VISITORS: readonly Visitor[] = [...PARTIES, ...STAFF, 'operator'];

/** Who goes where; `$names` are filled in from the cases. */
export type Visits = Readonly<Record<string, readonly [Visitor, ...Visitor[]]>>;

/** The enterprise's door; `web/apply/app/router.tsx`. */
export const APPLY: Visits = {
  '/': ['stranger', 'borrower'],
  '/sign-in': ['stranger'],
  '/home': ['stranger', 'borrower', 'offered'],
  '/calculator': ['stranger', 'borrower'],
  '/verify': ['stranger'],
  '/applications': ['borrower', 'offered'],
  '/applications/new': ['borrower'],
  '/applications/new/$step': ['borrower'],
  '/applications/$applicationId': ['borrower', 'offered'],
  '/applications/$applicationId/requests': ['offered'],
  '/applications/$applicationId/offer': ['borrower', 'offered'],
  '/loans': ['borrower', 'offered'],
  '/loans/$loanId': ['borrower'],
  '/loans/$loanId/statement': ['borrower'],
  '/loans/$loanId/overdue': ['borrower'],
  '/messages': ['borrower', 'offered'],
  '/loans/$loanId/changes': ['borrower'],
  '/loans/$loanId/papers': ['borrower'],
  '/fees': ['borrower', 'offered'],
  '/fees/$feeId': ['borrower'],
  '/kyc': ['borrower'],
  '/kyc/changes': ['borrower'],
  '/kyc/corrections': ['borrower'],
  '/register': ['stranger'],
  '/activate': ['stranger'],
  '/confirm': ['stranger'],
  '/reset': ['stranger'],
  '/join': ['stranger'],
  '/invitation': ['stranger', 'borrower'],
  '/enterprises': ['borrower', 'offered'],
  '/enterprises/new': ['borrower'],
  '/identity/$provider': ['stranger'],
  '/settings': ['borrower'],
  '/settings/security': ['borrower'],
  '/settings/data': ['borrower'],
};

/** The staff's; `web/desk/app/routes`. An address that only leads on (`/`, `/finance` …) is looked at where it leads. */
export const STAFF_DOOR: Visits = {
  '/': ['stranger', 'reviewer'],
  '/inbox': STAFF,
  '/inbox/$taskId': ['reviewer', ...OF_BEICHEN],
  '/applications': STAFF,
  '/applications/$applicationId': STAFF,
  '/enterprises': STAFF,
  '/enterprises/$enterpriseId': STAFF,
  '/loans': STAFF,
  '/loans/$loanId': STAFF,
  '/loans/$loanId/changes': STAFF,
  '/loans/$loanId/papers': STAFF,
  '/loans/$loanId/fees': STAFF,
  '/loans/$loanId/collection': STAFF,
  '/collections': [...BOOKS, 'customer_service'],
  '/workload': OVERSEERS,
  '/absence': ['reviewer', 'approver', 'finance', 'risk', 'admin', ...OF_BEICHEN],
  '/exports': STAFF,
  '/security': [...STAFF, 'operator'],
  '/finance': ['finance'],
  '/finance/day': BOOKS,
  '/finance/funds': BOOKS,
  '/finance/vat': BOOKS,
  '/finance/budget': BOOKS,
  '/finance/releases': BOOKS,
  '/finance/payments': BOOKS,
  '/finance/payments/$paymentId': BOOKS,
  '/finance/receipts': BOOKS,
  '/finance/breaks': BOOKS,
  '/finance/reconciliation': BOOKS,
  '/finance/statements': BOOKS,
  '/finance/ledger-changes': BOOKS,
  '/finance/fees': STAFF,
  // The seeded cases have no charge: what is looked at is the screen of one that is not there.
  '/finance/fees/$feeId': BOOKS,
  '/finance/tariff': STAFF,
  '/finance/ledger': BOOKS,
  '/finance/trial-balance': BOOKS,
  '/finance/periods': BOOKS,
  '/finance/loan-changes': BOOKS,
  '/finance/audited': BOOKS,
  '/risk': ['risk'],
  '/risk/portfolio': BOOKS,
  '/risk/overdue': BOOKS,
  '/risk/warnings': BOOKS,
  '/risk/watch': OVERSEERS,
  '/admin': ['admin'],
  '/admin/processes': ['admin'],
  '/admin/acts': OVERSEERS,
  '/admin/checks': ['admin', 'auditor'],
  '/admin/people': OVERSEERS,
  '/admin/changes': OVERSEERS,
  '/admin/reviews': OVERSEERS,
  // No quarter has ended in the demo: what is looked at is the screen of a review that is not there.
  '/admin/reviews/$reviewId': OVERSEERS,
  '/admin/rules': OVERSEERS,
  '/admin/audit': OVERSEERS,
  '/admin/machines': ['admin', 'auditor'],
  '/admin/emergencies': ['admin', 'auditor', 'operator'],
  '/admin/calendar': ['operator'],
  '/admin/parts': [...STAFF, 'operator'],
};

export type Parties = Readonly<Record<'borrower' | 'offered', Party>>;

/** What the staff look at, each at their own lender. */
export type StaffCases = Readonly<Record<StaffRole | 'operator', Ids>>;

/** An address as a visitor has it. @param staffCases what the staff look at */
export function filled(path: string, visitor: Visitor, parties: Parties, staffCases: StaffCases): string {
  const ids = idsFor(visitor, parties, staffCases);
  return path.replace(/\$(\w+)/g, (_, name: string) => {
    const id = WORDS_OF_ADDRESSES[name] ?? ids[name];
    if (id === undefined) throw new Error(`the cases of the ${visitor} have no ${name}`);
    return id;
  });
}

function idsFor(visitor: Visitor, parties: Parties, staffCases: StaffCases): Ids {
  if (visitor === 'stranger') return {};
  return isParty(visitor) ? parties[visitor].ids : staffCases[visitor];
}

export const isParty = (visitor: Visitor): visitor is 'borrower' | 'offered' =>
  visitor === 'borrower' || visitor === 'offered';

/** Whose account of the demo a visitor of the staff's door has. */
export function mailOf(visitor: StaffRole | 'operator'): string {
  if (visitor === 'operator') return OPERATOR_MAIL;
  if (visitor === 'committee') return staffMail('committee1', 'BEICHEN');
  return staffMail(visitor, visitor === 'board' ? 'BEICHEN' : 'JIANGNAN');
}
