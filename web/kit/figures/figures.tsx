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

const ZONE = 'Asia/Shanghai';

/** A day, `2026-11-27`, as people of the language write it. */
export function dayText(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
}

/** A month, `2026-11`, as people of the language write it. */
export function monthText(month: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(month),
  );
}

/** An instant in the business's time zone. */
export function instantText(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: ZONE,
  }).format(new Date(instant));
}

export function Day({ day }: { day: string }) {
  const { language } = useLanguage();
  return <time dateTime={day}>{dayText(day, language)}</time>;
}

export function Instant({ at }: { at: string }) {
  const { language } = useLanguage();
  return <time dateTime={at}>{instantText(at, language)}</time>;
}
