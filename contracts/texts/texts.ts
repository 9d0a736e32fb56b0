import { amountText } from '../../domain/money/text';
import enChecks from './en/checks.json';
import enCleaning from './en/cleaning.json';
import enCosts from './en/costs.json';
import enDecisionReasons from './en/decisionReasons.json';
import enDisputes from './en/disputes.json';
import enEventDetails from './en/eventDetails.json';
import enEvents from './en/events.json';
import enExplanations from './en/explanations.json';
import enFields from './en/fields.json';
import enLegal from './en/legal.json';
import enMinutes from './en/minutes.json';
import enNotices from './en/notices.json';
import enPapers from './en/papers.json';
import enProblems from './en/problems.json';
import enReasons from './en/reasons.json';
import enRefusals from './en/refusals.json';
import enSignInWarnings from './en/signInWarnings.json';
import enSteps from './en/steps.json';
import enStuck from './en/stuck.json';
import enTitles from './en/titles.json';
import enToldReasons from './en/toldReasons.json';
import enToldSteps from './en/toldSteps.json';
import { filled } from './filled';
import zhChecks from './zh-CN/checks.json';
import zhCleaning from './zh-CN/cleaning.json';
import zhCosts from './zh-CN/costs.json';
import zhDecisionReasons from './zh-CN/decisionReasons.json';
import zhDisputes from './zh-CN/disputes.json';
import zhEventDetails from './zh-CN/eventDetails.json';
import zhEvents from './zh-CN/events.json';
import zhExplanations from './zh-CN/explanations.json';
import zhFields from './zh-CN/fields.json';
import zhLegal from './zh-CN/legal.json';
import zhMinutes from './zh-CN/minutes.json';
import zhNotices from './zh-CN/notices.json';
import zhPapers from './zh-CN/papers.json';
import zhProblems from './zh-CN/problems.json';
import zhReasons from './zh-CN/reasons.json';
import zhRefusals from './zh-CN/refusals.json';
import zhSignInWarnings from './zh-CN/signInWarnings.json';
import zhSteps from './zh-CN/steps.json';
import zhStuck from './zh-CN/stuck.json';
import zhTitles from './zh-CN/titles.json';
import zhToldReasons from './zh-CN/toldReasons.json';
import zhToldSteps from './zh-CN/toldSteps.json';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

const ZH = {
  checks: zhChecks,
  cleaning: zhCleaning,
  costs: zhCosts,
  decisionReasons: zhDecisionReasons,
  disputes: zhDisputes,
  toldReasons: zhToldReasons,
  toldSteps: zhToldSteps,
  events: zhEvents,
  eventDetails: zhEventDetails,
  explanations: zhExplanations,
  fields: zhFields,
  legal: zhLegal,
  minutes: zhMinutes,
  notices: zhNotices,
  papers: zhPapers,
  problems: zhProblems,
  reasons: zhReasons,
  refusals: zhRefusals,
  signInWarnings: zhSignInWarnings,
  steps: zhSteps,
  stuck: zhStuck,
  titles: zhTitles,
};
const EN = {
  checks: enChecks,
  cleaning: enCleaning,
  costs: enCosts,
  decisionReasons: enDecisionReasons,
  disputes: enDisputes,
  toldReasons: enToldReasons,
  toldSteps: enToldSteps,
  events: enEvents,
  eventDetails: enEventDetails,
  explanations: enExplanations,
  fields: enFields,
  legal: enLegal,
  minutes: enMinutes,
  notices: enNotices,
  papers: enPapers,
  problems: enProblems,
  reasons: enReasons,
  refusals: enRefusals,
  signInWarnings: enSignInWarnings,
  steps: enSteps,
  stuck: enStuck,
  titles: enTitles,
};

/** What people read, by language and file. A key that one language lacks does not compile. */
const TEXTS = { 'zh-CN': ZH satisfies typeof EN, en: EN satisfies typeof ZH };

/** A file of texts. */
export type Section = keyof typeof ZH;
/** What there is a text for. */
export type TextKey<Name extends Section> = keyof (typeof ZH)[Name] & string;

/** Why a task exists, or why a case was refused. */
export type ReasonCode = TextKey<'reasons'>;

type Numeric<Text extends string> = Text extends `${infer Value extends number}` ? Value : never;
/** A status that a problem may have: those that have a title. */
export type ProblemStatus = Numeric<TextKey<'titles'>>;

/** What a text may name in braces. */
export type TextValues = Readonly<Record<string, string | number | boolean>>;

/**
 * The language for a request: Chinese unless English is preferred.
 * @param accepts Express' `req.acceptsLanguages`
 */
export function localeOf(accepts: (...types: string[]) => string | false): Locale {
  const best = accepts('zh-CN', 'zh', 'en', 'en-US', 'en-GB');
  return typeof best === 'string' && best.startsWith('en') ? 'en' : 'zh-CN';
}

/** Everything that a file of texts has a text for. */
export const keysOf = <Name extends Section>(section: Name): readonly TextKey<Name>[] =>
  Object.keys(ZH[section]) as TextKey<Name>[];

/** A text with its `{placeholders}` filled. */
export function textOf<Name extends Section>(
  locale: Locale,
  section: Name,
  key: TextKey<Name>,
  values: TextValues = {},
): string {
  const texts: Readonly<Record<string, string>> = TEXTS[locale][section];
  return withValues(texts[key] ?? key, values);
}

/** The text of a key that comes from outside of the program, or undefined when there is none. */
export function findText(
  locale: Locale,
  section: Section,
  key: string,
  values: TextValues = {},
): string | undefined {
  const texts: Readonly<Record<string, string>> = TEXTS[locale][section];
  const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
  return text === undefined ? undefined : withValues(text, values);
}

const withValues = (text: string, values: TextValues): string =>
  filled(text, (name) => {
    const value = values[name];
    return value === undefined ? undefined : told(name, value);
  });

/** Amounts are in fen, as their names say; people read yuan. */
const told = (name: string, value: TextValues[string]): string =>
  typeof value === 'number' && name.endsWith('Fen') ? amountText(value) : String(value);

/** Why a case was refused, by its code; a code that nobody knows says more than nothing. */
export function reasonText(locale: Locale, code: string): string {
  return findText(locale, 'reasons', code) ?? findText(locale, 'refusals', code) ?? code;
}

/**
 * Why a case was refused, as whoever was refused reads it: what a number is told as, with the words of the person who
 * decided; else what the codes say.
 */
export function whyRefused(locale: Locale, codes: readonly string[], words: string): string {
  const told = codes
    .map((code) => findText(locale, 'toldReasons', code))
    .filter((text) => text !== undefined);
  const said = words === '' ? told : [...told, words];
  const texts = said.length === 0 ? codes.map((code) => reasonText(locale, code)) : said;
  return texts.join(locale === 'en' ? '; ' : '；');
}

/** What a form calls a field: `statements.current.inventoryFen` is the inventory, of the statements of this year. */
export function fieldText(locale: Locale, path: string): string {
  const cut = path.lastIndexOf('.');
  const last = path.slice(cut + 1);
  const name = findText(locale, 'fields', path) ?? findText(locale, 'fields', last) ?? last;
  const part = cut < 0 ? undefined : findText(locale, 'fields', path.slice(0, cut));
  if (part === undefined) return name;
  return locale === 'en' ? `${part}: ${name}` : `${part}：${name}`;
}
