import type { Locale } from '../../contracts/texts/texts';
import { accept, type RefusalOf, type Result } from '../../domain/result';
import { type MessageValues, writeMessage } from '../mail/templates';
import { type Bilingual, lineOf, type MessageText } from '../mail/templates/define';

/**
 * Writes a short message in both languages, the reader's first: the sender's mark, what it is about, and
 * its facts. Links stay out, because phones teach people not to trust them.
 * @returns refusals of `writeMessage`
 */
export function renderSms(
  kind: string,
  values: MessageValues,
  locale: Locale,
): Result<string, RefusalOf<typeof writeMessage>> {
  const written = writeMessage(kind, values);
  if (!written.ok) return written;
  const mark = lineOf(values.institutionName);
  const chinese = shortText('zh', written.value);
  const english = shortText('en', written.value);
  const body = locale === 'en' ? `${english} ${chinese}` : `${chinese} ${english}`;
  return accept(mark === '' ? body : `【${mark}】${body}`);
}

function shortText(language: keyof Bilingual, message: MessageText): string {
  const [colon, comma, stop] = language === 'zh' ? ['：', '，', '。'] : [': ', ', ', '.'];
  const facts = (message.facts ?? []).map(([label, value]) => `${label[language]}${colon}${value}`);
  return [message.subject[language], ...facts].join(comma) + stop;
}
