export { type BankGateway, type BankSettings, createBankGateway } from './client';
export { BankNoAnswer, BankNotReached, BankRefusedRequest, StatementInvalid } from './faults';
export {
  type BankNotice,
  banksWordCheck,
  NOTICE_WINDOW_MS,
  type NoticeHeaders,
  noticeToTell,
  type VerifiedNotice,
  verifyNotice,
} from './notice';
export { parseStatement } from './statement';
export type {
  BankCloseOutcome,
  BankInquiryOutcome,
  BankPaymentFinal,
  BankPaymentKind,
  BankPaymentOrder,
  BankPaymentUnknown,
  BankSubmitOutcome,
  Statement,
  StatementEntry,
} from './types';
