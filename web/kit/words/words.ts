import { filled } from '../../../contracts/texts/filled';

/** The languages of the platform; Chinese first. */
export type Language = 'zh-CN' | 'en';

/** One sentence in both languages; `{name}` stands for a value, `{name one|many}` for one with what it counts. */
export type Pair = readonly [zh: string, en: string];
export type Words<Key extends string> = Readonly<Record<Key, Pair>>;
export type Values = Readonly<Record<string, string | number>>;

/** The words of a screen, beside its code: a sentence that one language lacks does not compile. */
export function words<Key extends string>(table: Words<Key>): Words<Key> {
  return table;
}

/** A sentence with its values filled in. */
export function sentence([zh, en]: Pair, language: Language, values: Values = {}): string {
  return filled(language === 'en' ? en : zh, (name) =>
    Object.hasOwn(values, name) ? String(values[name]) : undefined,
  );
}

/** A text of the platform's own (`contracts/texts`), both languages of it. */
export function pairs<Key extends string>(
  zh: Readonly<Record<Key, string>>,
  en: Readonly<Record<NoInfer<Key>, string>>,
): Words<Key> {
  const keys = Object.keys(zh) as Key[];
  return Object.fromEntries(keys.map((key) => [key, [zh[key], en[key]]])) as unknown as Words<Key>;
}
