import type { Answers } from '../../../client/client';
import { type Words, words } from '../../../kit/words/words';

/** Who reads what is overdue, and who talks to debtors; the API says the same. */
export const READERS = ['customer_service', 'risk', 'finance', 'admin', 'auditor'] as const;
export const COLLECTORS = ['customer_service', 'risk', 'finance'] as const;
export const HOLD_ASKERS = ['customer_service', 'risk'] as const;

export const LADDER_STAGES: Words<Answers['LadderStage']> = words({
  M0: ['M0 宽限', 'M0 grace'],
  M1: ['M1', 'M1'],
  M2: ['M2', 'M2'],
  M3: ['M3', 'M3'],
  M4: ['M4', 'M4'],
  'M7+': ['M7+', 'M7+'],
});

export const HOLD_KINDS: Words<Answers['HoldKind']> = words({
  HARDSHIP: ['困难延缓', 'Hardship'],
  FREEZE: ['暂停催收', 'Held'],
});

export const CONTACT_WAYS: Words<Answers['ContactWay']> = words({
  PHONE: ['电话', 'Phone'],
  VISIT: ['上门', 'Visit'],
});

export const REACHED_BY: Words<Answers['ReachedBy']> = words({
  PHONE: ['电话', 'Phone'],
  VISIT: ['上门', 'Visit'],
  SMS: ['短信', 'Text'],
  EMAIL: ['邮件', 'Mail'],
  POST: ['信函', 'By post'],
});

export const CONTACT_PARTIES: Words<Answers['ContactParty']> = words({
  DEBTOR: ['借款人', 'The debtor'],
  GUARANTOR: ['担保人', 'A guarantor'],
  THIRD_PARTY: ['第三方', 'A third party'],
});

export const CONTACT_OUTCOMES: Words<Answers['ContactOutcome']> = words({
  REACHED: ['已联系上', 'Reached'],
  PROMISED: ['承诺还款', 'Promised to pay'],
  NOT_REACHED: ['未联系上', 'Not reached'],
  REFUSES: ['拒绝还款', 'Refuses to pay'],
  WRONG_NUMBER: ['号码有误', 'Wrong number'],
});

/** How grave a stage is. */
export const stageTone = (stage: Answers['LadderStage']): 'plain' | 'warn' | 'bad' => {
  if (stage === 'M0') return 'plain';
  return stage === 'M1' || stage === 'M2' ? 'warn' : 'bad';
};
