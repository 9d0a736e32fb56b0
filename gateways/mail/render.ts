import type { Letterhead } from '../../contracts/messages';
import type { Locale } from '../../contracts/texts/texts';
import type { BilingualText } from '../../domain/parameters/version';
import { accept, type RefusalOf, type Result } from '../../domain/result';
import { writeMessage } from './templates';
import type { MessageText } from './templates/define';

/** A mail ready to be sent. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const GREETING = { zh: (name: string) => `${name}，您好：`, en: (name: string) => `Dear ${name},` };

/** Writes a mail in both languages, the reader's first. */
export function renderMail(
  kind: string,
  values: unknown,
  locale: Locale,
): Result<RenderedMail, RefusalOf<typeof writeMessage>> {
  const written = writeMessage(kind, values);
  if (!written.ok) return written;
  const message = written.value;
  const languages = locale === 'en' ? (['en', 'zh'] as const) : (['zh', 'en'] as const);
  const [first, second] = languages;
  return accept({
    subject: `${message.subject[first]} / ${message.subject[second]}`,
    text: languages.map((language) => textIn(language, message)).join('\n\n— — —\n\n'),
    html: pageOf(
      languages.map((language) => htmlIn(language, message)),
      locale,
    ),
  });
}

type Written = MessageText & Letterhead;
type Language = keyof BilingualText;

function textIn(language: Language, message: Written): string {
  const colon = language === 'zh' ? '：' : ': ';
  const facts = (message.facts ?? []).map(([label, value]) => `  ${label[language]}${colon}${value}`);
  const blocks = [
    GREETING[language](message.enterpriseName),
    ...message.paragraphs.map((paragraph) => paragraph[language]),
    ...(facts.length === 0 ? [] : [facts.join('\n')]),
    ...(message.action === undefined
      ? []
      : [`${message.action.label[language]}${colon}\n${message.action.url}`]),
    message.institutionName,
  ];
  return blocks.join('\n\n');
}

function htmlIn(language: Language, message: Written): string {
  const rows = (message.facts ?? []).map(
    ([label, value]) =>
      `<tr><td style="padding:2px 16px 2px 0;color:#646a73">${escapeHtml(label[language])}</td><td>${escapeHtml(value)}</td></tr>`,
  );
  const { action } = message;
  return [
    `<p>${escapeHtml(GREETING[language](message.enterpriseName))}</p>`,
    ...message.paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph[language])}</p>`),
    rows.length === 0 ? '' : `<table>${rows.join('')}</table>`,
    action === undefined
      ? ''
      : `<p><a href="${escapeHtml(action.url)}">${escapeHtml(action.label[language])}</a></p>`,
    `<p style="color:#646a73">${escapeHtml(message.institutionName)}</p>`,
  ].join('\n');
}

function pageOf(parts: readonly string[], locale: Locale): string {
  const body = parts.join('\n<hr style="border:0;border-top:1px solid #e5e6eb">\n');
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"></head><body style="font-family:sans-serif;max-width:40rem">
${body}
</body></html>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
