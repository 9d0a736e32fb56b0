import { type MailTransport, renderMail } from '../mail';
import { renderSms, type SmsGateway } from '../sms';
import type { Sender } from './consumers';
import type { MessageChannel } from './types';

/** How each channel sends: render by the kind's template, hand over under the message's key. */
export function messageSenders(
  mail: MailTransport,
  sms: SmsGateway,
): Readonly<Record<MessageChannel, Sender>> {
  return {
    EMAIL: async ({ dedupeKey, kind, locale, recipient, values }) => {
      const rendered = renderMail(kind, values, locale);
      if (!rendered.ok) return { status: 'refused', code: rendered.refusal.code };
      return mail.send({ ...rendered.value, to: recipient, key: dedupeKey });
    },
    SMS: async ({ dedupeKey, kind, locale, recipient, values }) => {
      const text = renderSms(kind, values, locale);
      if (!text.ok) return { status: 'refused', code: text.refusal.code };
      return sms.send({ key: dedupeKey, to: recipient, text: text.value });
    },
  };
}
