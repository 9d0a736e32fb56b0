import en from './en.json';
import zh from './zh-CN.json';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Sections of texts; every locale has the same keys. */
export type Section = keyof typeof en;

const TEXTS: Readonly<Record<Locale, Readonly<Record<Section, Readonly<Record<string, string>>>>>> = {
  'zh-CN': zh,
  en,
};

/**
 * The language for a request: Chinese unless English is preferred.
 * @param accepts Express' `req.acceptsLanguages`
 */
export function localeOf(accepts: (...types: string[]) => string | false): Locale {
  const best = accepts('zh-CN', 'zh', 'en', 'en-US', 'en-GB');
  return typeof best === 'string' && best.startsWith('en') ? 'en' : 'zh-CN';
}

/** A text with its `{placeholders}` filled, or undefined when there is none. */
export function findText(
  locale: Locale,
  section: Section,
  key: string,
  values: Readonly<Record<string, string | number | boolean>> = {},
): string | undefined {
  const texts: Readonly<Record<string, string>> = TEXTS[locale][section] ?? {};
  const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
  return text?.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/** Why a case was refused, by its code. */
export function reasonText(locale: Locale, code: string): string {
  return findText(locale, 'reasons', code) ?? textOf(locale, 'codes', code);
}

/** What a form calls a field: `statements.current.inventoryFen` is the inventory, of the statements of this year. */
export function fieldText(locale: Locale, path: string): string {
  const cut = path.lastIndexOf('.');
  const name = findText(locale, 'fields', path) ?? textOf(locale, 'fields', path.slice(cut + 1));
  const part = cut < 0 ? undefined : findText(locale, 'fields', path.slice(0, cut));
  if (part === undefined) return name;
  return locale === 'en' ? `${part}: ${name}` : `${part}：${name}`;
}

/** A text, or the key itself when there is none: a code says more than nothing. */
export function textOf(
  locale: Locale,
  section: Section,
  key: string,
  values: Readonly<Record<string, string | number | boolean>> = {},
): string {
  return findText(locale, section, key, values) ?? key;
}
