import type { z } from 'zod';
import type { loanChangeView } from '../../contracts/http';
import { type Locale, textOf } from '../../contracts/locales/locale';
import type { LoanChangeRow } from '../../gateways/database/queries/loanChanges';

/** A change as people see it; of an account only its ending. */
export function presentLoanChange(row: LoanChangeRow, locale: Locale): z.output<typeof loanChangeView> {
  const { code, institutionId: _, ...change } = row;
  return { ...change, refusal: code === null ? null : { code, text: textOf(locale, 'codes', code) } };
}
