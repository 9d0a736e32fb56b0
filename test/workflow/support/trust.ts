import { createPublicKey } from 'node:crypto';
import type { Actor, PersonsAct } from '../../../contracts/people';
import type { BankNotice, PaymentOrder, PaymentOutcome } from '../../../contracts/workflows';
import { noticeToTell } from '../../../gateways/bank';
import { workerConverter } from '../../../gateways/temporal/dataConverter';
import { createProver, parsePrivateKey } from '../../../gateways/temporal/proof';
import { noticeHeaders } from '../../support/signedNotice';

/** A key for tests alone: recorded histories can be read with it. */
export const TEST_DATA_KEYS = `test:${Buffer.alloc(32, 7).toString('base64')}`;
/** An Ed25519 key pair for tests alone: recorded acts are verified with it. */
const TEST_PROOF_SEED = Buffer.concat([
  Buffer.from('302e020100300506032b657004220420', 'hex'),
  Buffer.alloc(32, 7),
]);
export const TEST_PROOF_KEY = `test:${TEST_PROOF_SEED.toString('base64')}`;
/** What the bank of tests signs notices with. */
const TEST_NOTICE_SECRET = 'a secret of the bank for tests alone';
const publicProofKey = createPublicKey(parsePrivateKey(TEST_PROOF_KEY)[1]);
export const SEAL = {
  dataKeys: TEST_DATA_KEYS,
  temporalNamespace: 'default',
  bankNoticeSecret: TEST_NOTICE_SECRET,
  proofPublicKeys: `test:${publicProofKey.export({ format: 'der', type: 'spki' }).toString('base64')}`,
};
export const dataConverter = workerConverter(SEAL);

/** What a test has a person do: the proof is made of who it is. */
export type ActOf<Act extends PersonsAct> = Omit<Act, 'proof'> & { readonly actor: Actor };

/** Proofs of tests don't expire: the server skips years meanwhile. */
export const prove = createProver(TEST_PROOF_KEY, () => Date.parse('9999-01-01'));

/** What a payment is told of a notice that the bank has signed. */
export function noticeOf(
  { key, amountFen, valueDate }: Pick<PaymentOrder, 'key' | 'amountFen' | 'valueDate'>,
  noticeId: string,
  outcome: PaymentOutcome,
): BankNotice {
  const day = outcome.status === 'SUCCEEDED' ? outcome.bankDate : valueDate;
  const fixed = { noticeId, sequence: 1, kind: 'PAYMENT', code: '00', valueDate: day };
  const body = JSON.stringify({ ...fixed, key, amountFen, ...outcome });
  const [timestamp, nonce, signature] = Object.values(noticeHeaders(body, TEST_NOTICE_SECRET, 'n', 0));
  const told = noticeToTell({ body, timestamp, nonce, signature });
  if (told === null) throw new Error('the bank says nothing final');
  return told;
}
