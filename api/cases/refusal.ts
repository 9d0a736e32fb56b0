import type { CaseRefusal, WhyRefused } from '../../contracts/refusals';
import { type Locale, reasonText } from '../../contracts/texts/texts';

/** Why a case was refused: the words of the person who decided, else the text of the code. */
export function presentRefusal(
  row: { readonly refusalCode: WhyRefused | null; readonly refusalReason: string | null },
  locale: Locale,
): CaseRefusal | null {
  const { refusalCode: code, refusalReason } = row;
  if (code === null) return null;
  return { code, reason: refusalReason || reasonText(locale, code) };
}
