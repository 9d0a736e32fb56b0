import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { RenderedMail } from './render';

export interface MailSettings {
  /** SMTP_URL, e.g. `smtp://localhost:1025`. */
  readonly smtpUrl: string;
  /** MAIL_FROM, e.g. `SME Lending <no-reply@lending.example>`. */
  readonly from: string;
}

export type MailOutcome =
  | { readonly status: 'accepted'; readonly reference: string }
  /** For good, e.g. there is no such mailbox; `code` is the SMTP code. */
  | { readonly status: 'refused'; readonly code: string };

/** The mail server could not be used; worth another try. Carries no address. */
export class MailFault extends Error {
  override readonly name = 'MailFault';
}

export interface MailTransport {
  /**
   * Hands a mail to the server. The Message-ID follows from the key, so that a mail that had to be handed
   * over twice can be recognised as one.
   * @throws MailFault
   */
  send(mail: RenderedMail & { readonly to: string; readonly key: string }): Promise<MailOutcome>;
  close(): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;

/** Makes a pooled SMTP transport. */
export function createMailTransport(settings: MailSettings): MailTransport {
  const transport = createTransport({
    url: settings.smtpUrl,
    pool: true,
    maxConnections: 3,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: ANSWER_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ html, key, subject, text, to }) => {
      const messageId = messageIdOf(key, settings.from);
      // An object, not a string: an address from outside can't become two.
      const mail = { from: settings.from, to: { name: '', address: to }, subject, text, html, messageId };
      try {
        await transport.sendMail({ ...mail, headers: { 'Auto-Submitted': 'auto-generated' } });
        return { status: 'accepted', reference: messageId };
      } catch (fault) {
        return outcomeOf(fault);
      }
    },
    close: () => transport.close(),
  };
}

function messageIdOf(key: string, from: string): string {
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

/** SMTP says for good with 5xx; anything else may work later. */
function outcomeOf(fault: unknown): MailOutcome {
  const { code, responseCode } = fault as { code?: string; responseCode?: number };
  if (responseCode !== undefined && responseCode >= 500) {
    return { status: 'refused', code: `SMTP_${responseCode}` };
  }
  if (code === 'EENVELOPE' && responseCode === undefined)
    return { status: 'refused', code: 'ADDRESS_INVALID' };
  throw new MailFault(`the mail server did not take the message: ${responseCode ?? code ?? 'unknown'}`);
}
