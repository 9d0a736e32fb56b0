import type { Answer, refusalView } from '../../contracts/http';
import type { WhyRefused } from '../../contracts/refusals';
import { type Locale, whyRefused } from '../../contracts/texts/texts';
import { type DecisionReasonCode, isConfidential } from '../../domain/approval/decisionReasons';

/** Why a case was refused, as whoever was refused reads it: the number and the words of a person, or the code's text. */
export function presentRefusal(
  row: {
    readonly refusalCode: WhyRefused | null;
    readonly refusalReason: string | null;
    readonly refusalReasonCode: DecisionReasonCode | null;
  },
  locale: Locale,
): Answer<typeof refusalView> | null {
  const { refusalCode: code, refusalReason, refusalReasonCode: reasonCode } = row;
  if (code === null) return null;
  const reason = whyRefused(locale, [reasonCode ?? code], refusalReason ?? '');
  // The number alone would tell what may not be told.
  return { code, reason, reasonCode: reasonCode !== null && isConfidential(reasonCode) ? null : reasonCode };
}
