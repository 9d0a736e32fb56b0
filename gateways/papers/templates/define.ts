import type { PaperKind, PaperValues } from '../../../contracts/papers';
import { type Section, type TextKey, textOf } from '../../../contracts/texts/texts';
import type { Components } from '../../../domain/loan/components';
import { yuanInCapitals } from '../../../domain/money/capitals';
import { fen } from '../../../domain/money/fen';
import { amountText, yuanText } from '../../../domain/money/text';
import type { BilingualText } from '../../../domain/parameters/version';

/** What stands on a paper, in its order, without its form. */
export type Block =
  | { readonly paragraph: BilingualText }
  /** Figures and dates, one a line. */
  | { readonly facts: readonly Fact[] }
  | { readonly table: Table };

export type Fact = readonly [label: BilingualText, value: BilingualText];

export interface Table {
  readonly columns: readonly {
    readonly head: BilingualText;
    /** Part of the width, of 1. */
    readonly width: number;
    readonly isAmount?: true;
  }[];
  readonly rows: readonly (readonly BilingualText[])[];
}

/** What each kind of paper says with its values; its name is `papers` of the texts. */
export type PaperTemplates = {
  readonly [Kind in PaperKind]: (values: PaperValues<Kind>) => readonly Block[];
};

export const text = (zh: string, en: string): BilingualText => ({ zh, en });

/** The same in both languages. */
export const same = (words: string): BilingualText => text(words, words);

/** A text that has a code. */
export const textFor = <Name extends Section>(section: Name, key: TextKey<Name>): BilingualText =>
  text(textOf('zh-CN', section, key), textOf('en', section, key));

/** In figures: `¥1,234.50`. */
export const yuan = (amountFen: number): BilingualText => same(amountText(amountFen));

/** As a paper names an amount that counts: in capitals with its figures, `人民币叁拾万元整（¥300,000.00）`. */
export function amount(amountFen: number): BilingualText {
  const figures = yuanText(amountFen);
  return text(`人民币${yuanInCapitals(fen(amountFen))}（¥${figures}）`, `RMB ${figures}`);
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

/** A date in words. @param date `2026-01-05` → `2026年1月5日`, `5 January 2026` */
export function day(date: string): BilingualText {
  const [year = 0, month = 0, dayOfMonth = 0] = date.split('-').map(Number);
  return text(`${year}年${month}月${dayOfMonth}日`, `${dayOfMonth} ${MONTHS[month - 1]} ${year}`);
}

/** Words that name texts in both languages: `said`…`。`. */
export function sentence(zh: (in_: Said) => string, en: (in_: Said) => string): BilingualText {
  return text(
    zh((words) => words.zh),
    en((words) => words.en),
  );
}

type Said = (words: BilingualText) => string;

const PART_NAMES = [
  ['principalFen', text('本金', 'Principal')],
  ['interestFen', text('利息', 'Interest')],
  ['penaltyFen', text('罚息', 'Penalty interest')],
  ['compoundFen', text('复利', 'Compound interest')],
  ['feeFen', text('费用', 'Fees')],
] as const;

/** What an amount is made of; what is nothing is left out. */
export const partsOf = (parts: Readonly<Record<keyof Components, number>>): readonly Fact[] =>
  PART_NAMES.filter(([field]) => parts[field] > 0).map(([field, name]) => [name, yuan(parts[field])]);

/** Facts that nearly every paper about a loan has. */
export const fact = {
  /** By its number, else by its id. */
  loan: ({ loanId, loanNo }: { readonly loanId: string; readonly loanNo: string | null }): Fact => [
    text('贷款编号', 'Loan'),
    same(loanNo ?? loanId),
  ],
  date: (date: string): Fact => [text('日期', 'Date'), day(date)],
  paidOut: (date: string): Fact => [text('放款日', 'Paid out on'), day(date)],
};
