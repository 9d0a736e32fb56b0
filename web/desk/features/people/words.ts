import { words } from '../../../kit/words/words';

/** Who may see who works here; the API says the same. */
export const OVERSEERS = ['admin', 'risk', 'auditor'] as const;
export const ASKERS = ['admin'] as const;
export const DECIDERS = ['admin', 'risk'] as const;

/** Rights that people of an institution may have. */
export const STAFF_ROLES = [
  'customer_service',
  'reviewer',
  'approver',
  'committee',
  'committee_chair',
  'board',
  'finance',
  'risk',
  'admin',
  'auditor',
] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

export const CHANGE_KINDS = words({
  INVITE: ['邀请加入', 'Invite'],
  GRANT: ['授予权限', 'Give a right'],
  TAKE: ['收回权限', 'Take a right away'],
  LEAVE: ['办理离职', 'Leaves'],
  REINSTATE: ['恢复使用', 'Reinstate'],
  FORGET_FACTORS: ['重设双重验证', 'Forget lost factors'],
  SET_MANAGER: ['变更上级', 'Set the manager'],
});

export const CHANGE_STATUSES = words({
  REQUESTED: ['等待另一人决定', 'Waits for a second person'],
  APPROVED: ['已同意', 'Approved'],
  REJECTED: ['未同意', 'Rejected'],
});

export const OUTCOMES = words({
  CONFIRMED: ['保留', 'Confirmed'],
  TAKEN: ['收回', 'Taken away'],
  LAPSED: ['逾期未答复，已失效', 'Lapsed: nobody answered'],
  KEPT: ['逾期未答复，保留最后一名管理员', 'Kept: the last admin'],
  GONE: ['复核期间已收回', 'Gone meanwhile'],
});
