import { WRONG_FIGURE, wrongWithYuan } from '../../../kit/forms/typedFigures';
import type { Said } from '../../../kit/loan/wantedTerms';
import { words } from '../../../kit/words/words';
import {
  FIGURES,
  type InformationField,
  mayBeNegative,
  type TypedInformation,
  typedYears,
} from './information';

const WORDS = words({
  purpose: ['请说明贷款用途', 'Say what the loan is for'],
  purposeLong: ['最多 200 字', '200 characters at most'],
  years: ['请填写年数，如 3 或 3.5', 'Years, such as 3 or 3.5'],
});
const LONGEST_PURPOSE = 200;

/** What was typed wrongly, by field. What is empty is asked for later, but for the purpose. */
export function wrongInformation(typed: TypedInformation): Partial<Record<InformationField, Said>> {
  const wrong: Partial<Record<InformationField, Said>> = {};
  const purpose = typed.purpose.trim();
  if (purpose === '') wrong.purpose = [WORDS.purpose];
  if (purpose.length > LONGEST_PURPOSE) wrong.purpose = [WORDS.purposeLong];
  if (typed.years.trim() !== '' && typedYears(typed.years) === null) wrong.years = [WORDS.years];
  const amount = (name: InformationField, text: string, negative: boolean): void => {
    const code = wrongWithYuan(text, { mayBeEmpty: true, mayBeNegative: negative });
    if (code !== null) wrong[name] = [WRONG_FIGURE[code]];
  };
  for (const figure of FIGURES) {
    amount(`current.${figure}`, typed.current[figure], mayBeNegative(figure));
    if (typed.hasPrevious === 'YES') {
      amount(`previous.${figure}`, typed.previous[figure], mayBeNegative(figure));
    }
  }
  amount('principalDue12mFen', typed.principalDue12mFen, false);
  amount('existingDebtFen', typed.existingDebtFen, false);
  return wrong;
}
