import { amountText } from '../../../domain/money/text';
import { useLanguage } from '../words/language';
import type { Language } from '../words/words';

/** An amount in fen as people read it, `¥1,234.50`; figures of a column stand under each other. */
export function Money({ fen }: { fen: number }) {
  return <span className="figure">{amountText(fen)}</span>;
}

/** A rate such as `"0.0533"` as `5.33%`. */
export function Rate({ rate }: { rate: string }) {
  return <span className="figure">{percentText(rate)}</span>;
}

/** A rate as a percentage with two decimals at least; exact, no float takes part. */
export function percentText(rate: string): string {
  const [, sign = '', whole = '0', decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(rate) ?? [];
  const padded = decimals.padEnd(4, '0');
  const units = `${whole}${padded.slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  const rest = padded.slice(2).replace(/0+$/, '').padEnd(2, '0');
  return `${sign}${units}.${rest}%`;
}

const SHAPES = {
  day: { dateStyle: 'medium', timeZone: 'UTC' },
  month: { year: 'numeric', month: 'short', timeZone: 'UTC' },
  instant: { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Each is made once: making one takes longer than writing a hundred dates with it. */
function written(at: string, shape: keyof typeof SHAPES, language: Language): string {
  const name = `${language} ${shape}`;
  const format = formats.get(name) ?? new Intl.DateTimeFormat(language, SHAPES[shape]);
  formats.set(name, format);
  return format.format(new Date(at));
}

/** A day, `2026-11-27`, as people of the language write it. */
export const dayText = (day: string, language: Language): string => written(day, 'day', language);

/** A month, `2026-11`, as people of the language write it. */
export const monthText = (month: string, language: Language): string => written(month, 'month', language);

/** An instant in the business's time zone. */
export const instantText = (instant: string, language: Language): string =>
  written(instant, 'instant', language);

export function Day({ day }: { day: string }) {
  const { language } = useLanguage();
  return <time dateTime={day}>{dayText(day, language)}</time>;
}

export function Instant({ at }: { at: string }) {
  const { language } = useLanguage();
  return <time dateTime={at}>{instantText(at, language)}</time>;
}
