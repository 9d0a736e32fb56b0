import type { Answers } from '../../../client/client';

type Message = Pick<Answers['SentMessage'], 'caseType' | 'caseId'>;

/** The screen of what a message is about; null where people have none. */
export type Place =
  | { readonly to: '/applications/$applicationId'; readonly params: { readonly applicationId: string } }
  | { readonly to: '/loans/$loanId' | '/loans/$loanId/overdue'; readonly params: { readonly loanId: string } }
  | { readonly to: '/fees/$feeId'; readonly params: { readonly feeId: string } }
  | { readonly to: '/kyc' }
  | { readonly to: '/kyc/changes' }
  | { readonly to: '/settings/security' };

/** Where a message leads. */
export function placeOf({ caseType, caseId }: Message): Place | null {
  switch (caseType) {
    case 'APPLICATION':
    case 'APPEAL':
      return { to: '/applications/$applicationId', params: { applicationId: caseId } };
    case 'FILE_CHANGE':
      return { to: '/kyc/changes' };
    case 'LOAN':
      return { to: '/loans/$loanId', params: { loanId: caseId } };
    case 'COLLECTION':
      return { to: '/loans/$loanId/overdue', params: { loanId: caseId } };
    case 'FEE':
      return { to: '/fees/$feeId', params: { feeId: caseId } };
    case 'ONBOARDING':
      return { to: '/kyc' };
    case 'ACCOUNT':
      return { to: '/settings/security' };
    default:
      return null;
  }
}
