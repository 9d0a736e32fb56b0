import type { Locale } from '../../contracts/texts/texts';
import type { BilingualText } from '../../domain/parameters/version';
import { accept, type RefusalOf, type Result } from '../../domain/result';
import { writeMessage } from '../mail/templates';
import type { MessageText } from '../mail/templates/define';

/**
 * Writes a short message in both languages, the reader's first: the sender's mark, what it is about, and
 * its facts. Links stay out, because phones teach people not to trust them.
 */
export function renderSms(
  kind: string,
  values: unknown,
  locale: Locale,
): Result<string, RefusalOf<typeof writeMessage>> {
  const written = writeMessage(kind, values);
  if (!written.ok) return written;
  const chinese = shortText('zh', written.value);
  const english = shortText('en', written.value);
  const body = locale === 'en' ? `${english} ${chinese}` : `${chinese} ${english}`;
  return accept(`【${written.value.institutionName}】${body}`);
}

function shortText(language: keyof BilingualText, message: MessageText): string {
  const [colon, comma, stop] = language === 'zh' ? ['：', '，', '。'] : [': ', ', ', '.'];
  const facts = (message.facts ?? []).map(([label, value]) => `${label[language]}${colon}${value}`);
  return [message.subject[language], ...facts].join(comma) + stop;
}
