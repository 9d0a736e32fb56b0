import { Decimal } from 'decimal.js';
import type { MessageKind, MessageValues } from '../../../contracts/messages';
import { fieldText, findText, type Locale, whyRefused } from '../../../contracts/texts/texts';
import type { FileChangeKind } from '../../../domain/kyc/fileChange';
import type { FilePart } from '../../../domain/kyc/fileParts';
import { amountText } from '../../../domain/money/text';
import type { BilingualText } from '../../../domain/parameters/version';

/** What a message says, without its form. */
export interface MessageText {
  readonly subject: BilingualText;
  readonly paragraphs: readonly BilingualText[];
  /** Figures and dates, one a line. */
  readonly facts?: readonly (readonly [BilingualText, string])[];
  /** What the reader should do, as a link. */
  readonly action?: { readonly label: BilingualText; readonly url: string };
}

/** What each kind of message says with its values. */
export type Templates = { readonly [Kind in MessageKind]: (values: MessageValues<Kind>) => MessageText };

export const text = (zh: string, en: string): BilingualText => ({ zh, en });

/** Where people go on. */
export const signIn = (url: string) => ({ label: text('登录', 'Sign in'), url });

/** The reasons as people read them: what the number of a person's reason is told as, and the person's own words. */
export function reasonsIn({ reason, codes }: MessageValues<'ONBOARDING_REFUSED'>): BilingualText {
  return text(whyRefused('zh-CN', codes, reason), whyRefused('en', codes, reason));
}

/** What a form calls the fields, given by their paths. */
export function fieldsIn(paths: readonly string[]): BilingualText {
  return listed(paths, fieldText);
}

/** What of an enterprise's file changes. */
export const FILE_CHANGE_NAMES: Readonly<Record<FileChangeKind, BilingualText>> = {
  NAME: text('企业名称', 'the name of the enterprise'),
  LEGAL_PERSON: text('法定代表人', 'the legal person'),
  MAIL: text('登录邮箱', 'the mail address to sign in with'),
};

/** A part of an enterprise's file. */
export const FILE_PART_NAMES: Readonly<Record<FilePart, BilingualText>> = {
  NAME: text('企业名称', 'Name of the enterprise'),
  LEGAL_PERSON: text('法定代表人', 'Legal person'),
  BANK_ACCOUNT: text('收款与还款账户', 'Account for payouts and debits'),
  MOBILE: text('手机号', 'Mobile'),
  PAPERS: text('证明材料', 'Papers'),
};

/** What is unusual about a sign-in. */
export function warningsIn(warnings: MessageValues<'SIGN_IN_WARNING'>['warnings']): BilingualText {
  return listed(warnings, (locale, warning) => findText(locale, 'signInWarnings', warning) ?? warning);
}

function listed(items: readonly string[], textFor: (locale: Locale, item: string) => string): BilingualText {
  return text(
    items.map((item) => textFor('zh-CN', item)).join('；'),
    items.map((item) => textFor('en', item)).join('; '),
  );
}

/** Shanghai's date and minute of an instant. */
export function minuteOf(instant: string): string {
  const shanghai = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  return `${shanghai.slice(0, 16).replace('T', ' ')} (UTC+8)`;
}

/** A fraction in percent: `6.32%`. */
export function percent(rate: string): string {
  return `${new Decimal(rate).times(100).toFixed(2)}%`;
}

/** `¥1,234.50` */
export const yuan = amountText;

/** Facts that nearly every message about money has. */
export const fact = {
  amount: (amountFen: number) => [text('金额', 'Amount'), yuan(amountFen)] as const,
  date: (date: string) => [text('日期', 'Date'), date] as const,
  dueDate: (date: string) => [text('到期日', 'Due date'), date] as const,
  validUntil: (instant: string) => [text('有效期至', 'Valid until'), minuteOf(instant)] as const,
  countsFrom: (instant: string) => [text('生效时间', 'Counts from'), minuteOf(instant)] as const,
  instalment: (number: number) => [text('期数', 'Instalment'), String(number)] as const,
};
