import { z } from 'zod';
import { CONSENT_PURPOSES } from '../consents';
import { dayOut, idOut, instantOut, localeName } from './primitives';
import { route } from './route';

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
    givenAt: instantOut,
    withdrawnAt: instantOut.nullable(),
  })
  .meta({ id: 'Consent' });

const consents = z.strictObject({ items: z.array(consentView) });

/** Everything of one kind that is kept, by the names that the database gives it. */
const rows = z.array(z.record(z.string(), z.unknown()));

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
        applications: rows,
        loans: rows,
        payments: rows,
        messages: rows,
        acts: rows,
      })
      .meta({ id: 'OwnData' }),
    problems: [403],
  }),
  closeAccount: route({
    method: 'post',
    path: '/me/closing',
    tag: 'Own data',
    summary: 'Close the account of the own enterprise',
    description:
      'Refused while an application or a loan is open. Ends every session; name, mail address and password of the ' +
      'people are erased. What the law wants kept of the enterprise is kept sealed until `keptUntil`.',
    access: 'signedIn',
    body: z.strictObject({ confirm: z.literal('CLOSE') }),
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ keptUntil: dayOut }).meta({ id: 'AccountClosed' }),
    example: { body: { confirm: 'CLOSE' } },
    problems: [403, 409],
  }),
};
