import { z } from 'zod';
import { FACTOR_KINDS } from '../factors';
import { sessionExample, sessionToken, signedInView } from './people';
import { id, idOut, instantOut, line } from './primitives';
import { route } from './route';

export const factorKind = z.enum(FACTOR_KINDS).meta({ id: 'FactorKind' });

const factorView = z
  .strictObject({
    id: idOut,
    kind: factorKind,
    name: z.string(),
    createdAt: instantOut,
    usedAt: instantOut.nullable(),
  })
  .meta({ id: 'Factor' });

const factorsView = z
  .strictObject({
    items: z.array(factorView),
    recoveryCodesLeft: z.int(),
  })
  .meta({ id: 'Factors' });

const recoveryCodes = z.array(z.string()).meta({
  description: 'Shown this once, each for one proof: to be kept on paper; empty while there are some left',
});

const takenView = z
  .strictObject({ factor: factorView, recoveryCodes, token: sessionToken })
  .meta({ id: 'FactorTaken' });

const code = z
  .string()
  .regex(/^\d{6}$/)
  .meta({ description: 'The six digits that the device shows now; each code counts once' });

const LONGEST = 20_000;
const base64url = z
  .string()
  .regex(/^[\w-]+$/)
  .max(LONGEST);
const transports = z
  .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
  .max(10);
const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
};
/** What `PublicKeyCredential.toJSON()` gives; what else is in it is not read. */
const addedCredential = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: transports.default([]),
  }),
});
const provedCredential = z.object({
  ...credential,
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
});

const named = z.array(
  z.strictObject({ id: z.string(), type: z.literal('public-key'), transports: transports.optional() }),
);
const preference = z.enum(['required', 'preferred', 'discouraged']);

/** For `PublicKeyCredential.parseRequestOptionsFromJSON`. */
export const passkeyRequest = z.strictObject({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.int(),
  userVerification: preference,
  allowCredentials: named,
});

/** For `PublicKeyCredential.parseCreationOptionsFromJSON`. */
export const passkeyCreation = z.strictObject({
  challenge: z.string(),
  rp: z.strictObject({ id: z.string(), name: z.string() }),
  user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.strictObject({ alg: z.int(), type: z.literal('public-key') })),
  timeout: z.int(),
  attestation: z.literal('none'),
  excludeCredentials: named,
  authenticatorSelection: z.strictObject({
    residentKey: preference,
    requireResidentKey: z.boolean(),
    userVerification: preference,
  }),
});

const origin = z
  .string()
  .meta({ description: 'Of the site that passkeys are made for: a browser says it by itself' });

const proofBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('TOTP'), code }).meta({ id: 'ProofByCode' }),
  z.strictObject({ kind: z.literal('RECOVERY_CODE'), code: line(60) }).meta({ id: 'ProofByRecoveryCode' }),
  z.strictObject({ kind: z.literal('PASSKEY'), credential: provedCredential }).meta({ id: 'ProofByPasskey' }),
]);

const name = line(60).meta({ description: 'What its person calls the device' });

export const factorRoutes = {
  proveFactor: route({
    method: 'post',
    path: '/auth/factor',
    tag: 'Sign-in',
    summary: 'Prove a second factor in the session: by a code, a passkey or a recovery code',
    description:
      'Staff can do nothing before. What moves money, changes access or shows personal data asks for it anew when it ' +
      'was proved too long ago (FACTOR_NEEDED). The session has another cookie or token from then on; the one before ' +
      'opens nothing any more.',
    access: 'signedIn',
    body: proofBody,
    idempotency: 'none',
    status: 200,
    answer: signedInView,
    example: { body: { kind: 'TOTP', code: '287082' }, answer: sessionExample },
    problems: [422],
  }),
  askForPasskey: route({
    method: 'get',
    path: '/auth/factor/passkey-options',
    tag: 'Sign-in',
    summary: 'What a browser needs to prove a passkey of the caller; its challenge counts once',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ options: passkeyRequest, origin }),
    problems: [],
  }),
  listFactors: route({
    method: 'get',
    path: '/me/factors',
    tag: 'Sign-in',
    summary: 'What the caller can prove beside the password',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: factorsView,
    problems: [403],
  }),
  beginTotp: route({
    method: 'post',
    path: '/me/factors/totp',
    tag: 'Sign-in',
    summary: 'Share a secret with a device that shows codes; it counts once its first code is confirmed',
    access: 'signedIn',
    body: z.strictObject({ name }),
    idempotency: 'none',
    status: 201,
    answer: z.strictObject({
      secret: z.string().meta({ description: 'Base32, to be typed in; shown this once' }),
      uri: z.string().meta({ description: 'The same as `otpauth:` for a QR code' }),
    }),
    example: { body: { name: 'My phone' } },
    problems: [403, 409],
  }),
  confirmTotp: route({
    method: 'post',
    path: '/me/factors/totp/confirmation',
    tag: 'Sign-in',
    summary: 'Confirm the device that was begun by the code that it shows',
    access: 'signedIn',
    body: z.strictObject({ code }),
    idempotency: 'none',
    status: 200,
    answer: takenView,
    problems: [403, 404, 422],
  }),
  offerPasskey: route({
    method: 'get',
    path: '/me/factors/passkey-options',
    tag: 'Sign-in',
    summary: 'What a browser needs to make a passkey for the caller; its challenge counts once',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ options: passkeyCreation, origin }),
    problems: [403],
  }),
  addPasskey: route({
    method: 'post',
    path: '/me/factors/passkeys',
    tag: 'Sign-in',
    summary: 'Add the passkey that a browser has made',
    access: 'signedIn',
    body: z.strictObject({ name, credential: addedCredential }),
    idempotency: 'none',
    status: 201,
    answer: takenView,
    problems: [403, 409, 422],
  }),
  renewRecoveryCodes: route({
    method: 'post',
    path: '/me/recovery-codes',
    tag: 'Sign-in',
    summary: 'New recovery codes; those from before count no more',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ recoveryCodes }),
    problems: [403, 409],
  }),
  removeFactor: route({
    method: 'post',
    path: '/me/factors/:factorId/removal',
    tag: 'Sign-in',
    summary: 'Take a factor away; staff keep one at least',
    access: 'signedIn',
    params: z.strictObject({ factorId: id }),
    idempotency: 'none',
    status: 204,
    problems: [403, 404, 409],
  }),
};
