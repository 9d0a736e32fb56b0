import { z } from 'zod';
import { CONSENT_PURPOSES } from '../consents';
import { applicationStage, profileView, statements } from './applications';
import { loanEventKind } from './loanStatements';
import { loanStatus, paymentPurpose, paymentStatus } from './loans';
import { messageChannel, messageStatus } from './messages';
import { dayOut, idOut, instantOut, localeName, recordedOut } from './primitives';
import { repaymentMethod } from './products';
import { type Answer, route } from './route';

const consentPurpose = z.enum(CONSENT_PURPOSES).meta({ id: 'ConsentPurpose' });

/** A version that was shown and is agreed to. */
export const consentGiven = z.strictObject({ purpose: consentPurpose, version: z.int().positive() });

const legalText = z
  .strictObject({
    purpose: consentPurpose,
    version: z.int(),
    effectiveFrom: dayOut,
    isRequired: z.boolean().meta({ description: 'Without it there is no account' }),
    text: z.string(),
    hash: z.string().meta({ description: 'SHA-256 of the text, kept with the consent' }),
  })
  .meta({ id: 'LegalText' });

const consentView = z
  .strictObject({
    id: idOut,
    purpose: consentPurpose,
    textVersion: z.int(),
    locale: localeName,
    textHash: z.string(),
    text: z.string(),
    givenBy: z.string(),
    givenAt: recordedOut,
    withdrawnAt: recordedOut.nullable(),
  })
  .meta({ id: 'Consent' });

const consents = z.strictObject({ items: z.array(consentView) });

/** What is kept of each kind, without what others wrote for their own use. */
export const keptData = z.strictObject({
  applications: z.array(
    z.strictObject({
      id: idOut,
      amountFen: z.int(),
      termMonths: z.int(),
      method: repaymentMethod,
      purpose: z.string(),
      statements,
      profile: profileView,
      stage: applicationStage,
      createdAt: z.string(),
    }),
  ),
  loans: z.array(
    z.strictObject({
      id: idOut,
      principalFen: z.int(),
      principalOutstandingFen: z.int(),
      status: loanStatus,
      events: z.array(z.strictObject({ kind: loanEventKind, date: dayOut })),
    }),
  ),
  payments: z.array(
    z.strictObject({
      id: idOut,
      purpose: paymentPurpose,
      amountFen: z.int(),
      status: paymentStatus,
      code: z.string().nullable(),
      valueDate: dayOut,
      bankDate: dayOut.nullable(),
    }),
  ),
  messages: z.array(
    z.strictObject({
      channel: messageChannel,
      template: z.string(),
      status: messageStatus,
      createdAt: z.string(),
      sentAt: z.string().nullable(),
    }),
  ),
  acts: z.array(
    z.strictObject({
      at: z.string(),
      action: z.string(),
      caseId: z.string().nullable(),
      outcome: z.string(),
    }),
  ),
});
export type KeptData = Answer<typeof keptData>;

export const ownDataRoutes = {
  listLegalTexts: route({
    method: 'get',
    path: '/legal-texts',
    tag: 'Own data',
    summary: 'The texts that are agreed to, as they are in force today',
    access: 'public',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(legalText) }),
    problems: [],
  }),
  listConsents: route({
    method: 'get',
    path: '/me/consents',
    tag: 'Own data',
    summary: 'What the own enterprise agreed to, and withdrew',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: consents,
    problems: [403],
  }),
  giveConsent: route({
    method: 'post',
    path: '/me/consents',
    tag: 'Own data',
    summary: 'Agree to the version of a text that is in force',
    access: 'signedIn',
    body: consentGiven,
    idempotency: 'optional',
    status: 200,
    answer: consents,
    example: { body: { purpose: 'CREDIT_ENQUIRY', version: 1 } },
    problems: [403, 422],
  }),
  withdrawConsent: route({
    method: 'post',
    path: '/me/consent-withdrawals',
    tag: 'Own data',
    summary: 'Withdraw a consent; what was done before stays lawful',
    description: 'PRIVACY_POLICY is withdrawn by closing the account.',
    access: 'signedIn',
    body: z.strictObject({ purpose: consentPurpose }),
    idempotency: 'optional',
    status: 200,
    answer: consents,
    example: { body: { purpose: 'MARKETING' } },
    problems: [403, 409],
  }),
  exportOwnData: route({
    method: 'get',
    path: '/me/data',
    tag: 'Own data',
    summary: 'All that is kept of the caller and of the own enterprise, to take along',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z
      .strictObject({
        ...keptData.shape,
        exportedAt: instantOut,
        person: z.strictObject({ id: z.string(), name: z.string(), mail: z.string() }),
        enterprise: z.strictObject({
          id: idOut,
          name: z.string(),
          uscc: z.string(),
          mobile: z.string(),
          mail: z.string(),
          legalPerson: z.strictObject({ name: z.string(), residentId: z.string() }),
          bankAccountNo: z.string(),
        }),
        consents: z.array(consentView),
      })
      .meta({ id: 'OwnData' }),
    problems: [403],
  }),
  closeAccount: route({
    method: 'post',
    path: '/me/closing',
    tag: 'Own data',
    summary: 'Leave the enterprise that the session acts for',
    description:
      'While others are of the enterprise, the own membership ends and nothing else. Whoever is its last person closes ' +
      'its account: refused while an application or a loan is open; what the law wants kept of it is kept sealed until ' +
      '`keptUntil`. Whoever acts for no other enterprise is gone: name, mail address and password are erased. ' +
      'Ends every session that acts for the enterprise, this one too.',
    access: 'signedIn',
    body: z.strictObject({ confirm: z.literal('CLOSE') }),
    idempotency: 'none',
    status: 200,
    answer: z
      .strictObject({
        keptUntil: dayOut.nullable().meta({ description: 'Null while others are of the enterprise' }),
        isPersonGone: z.boolean().meta({ description: 'False for who acts for another enterprise' }),
      })
      .meta({ id: 'AccountClosed' }),
    example: { body: { confirm: 'CLOSE' } },
    problems: [403, 409],
  }),
};
