import type { Answers } from './client';
import { unnamed } from './unions';

/** As `unions.ts`, of papers and quotes. */
export function paperKind(value: Answers['PaperKind']): void {
  switch (value) {
    case 'REPAYMENT_RECEIPT':
    case 'LOAN_STATEMENT':
    case 'CLOSING_CERTIFICATE':
    case 'SETTLEMENT_QUOTE':
    case 'COLLECTION_LETTER':
    case 'ACCELERATION_NOTICE':
    case 'GUARANTOR_NOTICE':
    case 'LAWYERS_LETTER':
    case 'RISK_REPORT':
    case 'FUND_REPORT':
      return;
    default:
      unnamed(value);
  }
}

export function settlementQuoteStatus(value: Answers['SettlementQuoteStatus']): void {
  switch (value) {
    case 'STANDING':
    case 'SETTLED':
    case 'LAPSED':
      return;
    default:
      unnamed(value);
  }
}
