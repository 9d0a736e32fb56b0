import { words } from '../../../kit/words/words';

/** Everybody of the house may see whether the platform works. */
export const EVERYBODY = [
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
  'operator',
] as const;
export const OPERATORS = ['operator'] as const;

export const PARTS = words({
  postgres: ['数据库', 'Database'],
  temporal: ['流程引擎 Temporal', 'Temporal'],
  worker: ['工作进程', 'Workers'],
  bank: ['银行', 'Bank'],
  services: ['外部服务（工商、征信、名单）', 'Outside services (registry, bureau, lists)'],
  mail: ['邮件', 'Mail'],
  queue: ['消息队列', 'Message queue'],
});
export type Part = keyof typeof PARTS;
