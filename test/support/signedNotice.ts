import { createHash, createHmac } from 'node:crypto';

/** Headers of a notice as the bank sends them, written down here once more: what the platform expects is not asked. */
export function noticeHeaders(body: string, secret: string, nonce = 'n', atMs = Date.now()) {
  const timestamp = String(Math.floor(atMs / 1000));
  const hash = createHash('sha256').update(body).digest('hex');
  const signature = createHmac('sha256', secret).update(`${timestamp}.${nonce}.${hash}`).digest('hex');
  return { 'x-bank-timestamp': timestamp, 'x-bank-nonce': nonce, 'x-bank-signature': signature };
}
