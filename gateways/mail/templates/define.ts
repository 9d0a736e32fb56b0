import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { fieldText, type Locale, reasonText } from '../../../contracts/texts/texts';
import { MAX_FEN } from '../../../domain/money/fen';
import { yuanText } from '../../../domain/money/text';

/** The same said in both languages of the house. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** What a message says, without its form. */
export interface MessageText {
  readonly subject: Bilingual;
  readonly paragraphs: readonly Bilingual[];
  /** Figures and dates, one a line. */
  readonly facts?: readonly (readonly [Bilingual, string])[];
  /** What the reader should do, as a link. */
  readonly action?: { readonly label: Bilingual; readonly url: string };
}

/** A kind of message: the values it needs and what it says with them. */
export interface MessageTemplate {
  readonly needs: z.ZodType;
  readonly write: (values: Readonly<Record<string, unknown>>) => MessageText;
}

/** Ties the schema of the values to the function that uses them; values that it does not name are ignored. */
export function defineTemplate<Schema extends z.ZodType>(
  needs: Schema,
  write: (values: z.output<Schema>) => MessageText,
): MessageTemplate {
  return { needs, write: (values) => write(needs.parse(values)) };
}

export const text = (zh: string, en: string): Bilingual => ({ zh, en });

const MAX_LINE = 1_000;

/** One line for people: no control characters, so that a name can't forge a header or a line; cut when long. */
export const lineValue = z.string().transform((value) => {
  const line = value.replace(/\p{Cc}+/gu, ' ').trim();
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line;
});

/** A value that every kind may have, as one line; empty when it is none. */
export function lineOf(value: unknown): string {
  const parsed = lineValue.safeParse(value);
  return parsed.success ? parsed.data : '';
}

/** Why something was refused: codes, split by commas, and the words of the person who decided, if one did. */
export const reasonValues = z.object({
  codes: lineValue.pipe(z.string().min(1)),
  reason: lineValue.default(''),
});

/** The reasons as people read them. */
export function reasonsIn({ reason, codes }: z.output<typeof reasonValues>): Bilingual {
  if (reason !== '') return text(reason, reason);
  return listed(codes, reasonText);
}

/** What a form calls the fields, given by their paths. */
export function fieldsIn(paths: string): Bilingual {
  return listed(paths, fieldText);
}

/** Texts of a list that is split by commas. */
function listed(list: string, textFor: (locale: Locale, item: string) => string): Bilingual {
  const items = list.split(',').filter((item) => item !== '');
  return text(
    items.map((item) => textFor('zh-CN', item)).join('；'),
    items.map((item) => textFor('en', item)).join('; '),
  );
}

export const urlValue = z.url({ protocol: /^https?$/ }).max(2_000);
export const dateValue = z.iso.date();
/** A date, or an instant of which Shanghai's date and minute are shown. */
export const momentValue = z.union([
  z.iso.date(),
  z.iso
    .datetime({ offset: true })
    .transform(
      (instant) =>
        `${new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')} (UTC+8)`,
    ),
]);
export const countValue = z.coerce.number().int().min(0).max(100_000);
/** Fen, shown as yuan. */
export const moneyValue = z.coerce
  .number()
  .int()
  .min(0)
  .max(MAX_FEN)
  .transform((amountFen) => `¥${yuanText(amountFen)}`);
/** A fraction as a decimal string, shown in percent. */
export const rateValue = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,12})?$/)
  .transform((rate) => `${new Decimal(rate).times(100).toFixed(2)}%`);

/** Facts that nearly every message about money has. */
export const fact = {
  amount: (amount: string) => [text('金额', 'Amount'), amount] as const,
  date: (date: string) => [text('日期', 'Date'), date] as const,
  dueDate: (date: string) => [text('到期日', 'Due date'), date] as const,
  validUntil: (date: string) => [text('有效期至', 'Valid until'), date] as const,
  instalment: (number: number) => [text('期数', 'Instalment'), String(number)] as const,
};
