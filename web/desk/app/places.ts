import type { Answers } from '../../client/client';
import { type Pair, words } from '../../kit/words/words';

type Role = Answers['Role'];

/** A place of the desk: what the rail, the palette and the keys `G` and a letter lead to. */
export interface Place {
  /** Below `/desk`. */
  readonly path: string;
  readonly name: Pair;
  /** Who has it in the rail; the API says who may read it. */
  readonly roles: readonly Role[];
  /** The letter after `G`. */
  readonly letter: string;
}

/** Those whom tasks come to. */
export const PEOPLE_WITH_TASKS: readonly Role[] = [
  'reviewer',
  'approver',
  'committee',
  'committee_chair',
  'board',
  'finance',
  'risk',
  'admin',
];
/** Everybody who works for an institution. */
export const STAFF: readonly Role[] = [...PEOPLE_WITH_TASKS, 'customer_service', 'auditor'];
/** Who gives tasks to others, one or many; the API says the same. */
export const GIVERS: readonly Role[] = ['admin'];
/** Those who are handed tasks; the API says the same. */
export const DECIDERS: readonly Role[] = [
  'reviewer',
  'approver',
  'board',
  'finance',
  'risk',
  'customer_service',
  'admin',
];
/** Those who see how much there is to do. */
export const WHO_LOOKS_AT_WORK: readonly Role[] = ['admin', 'risk', 'auditor'];

/** Every place, in the order of the rail. */
export const PLACES: readonly Place[] = [
  { path: '/inbox', name: ['待办', 'Inbox'], roles: STAFF, letter: 'I' },
  { path: '/applications', name: ['申请', 'Applications'], roles: STAFF, letter: 'A' },
  { path: '/enterprises', name: ['企业', 'Enterprises'], roles: STAFF, letter: 'E' },
  { path: '/loans', name: ['贷款', 'Loans'], roles: STAFF, letter: 'L' },
  {
    path: '/collections',
    name: ['催收', 'Collection'],
    roles: ['customer_service', 'risk', 'finance', 'admin', 'auditor'],
    letter: 'C',
  },
  { path: '/finance', name: ['资金', 'Finance'], roles: ['finance', 'risk', 'auditor'], letter: 'F' },
  { path: '/risk', name: ['风险', 'Risk'], roles: ['risk', 'admin', 'auditor'], letter: 'R' },
  { path: '/admin/processes', name: ['流程', 'Processes'], roles: ['admin'], letter: 'P' },
  { path: '/admin/people', name: ['人员与权限', 'People'], roles: ['admin', 'risk', 'auditor'], letter: 'M' },
  { path: '/admin/audit', name: ['审计', 'Audit trail'], roles: ['admin', 'risk', 'auditor'], letter: 'U' },
  { path: '/admin/parts', name: ['平台', 'Platform'], roles: ['operator', 'admin'], letter: 'O' },
  { path: '/workload', name: ['工作量', 'Workload'], roles: WHO_LOOKS_AT_WORK, letter: 'W' },
  {
    path: '/admin/reviews',
    name: ['团队权限复核', 'Rights of the team'],
    roles: STAFF.filter((role) => !WHO_LOOKS_AT_WORK.includes(role)),
    letter: 'V',
  },
  { path: '/absence', name: ['离岗与代理', 'Absence'], roles: PEOPLE_WITH_TASKS, letter: 'D' },
  { path: '/exports', name: ['导出', 'Exports'], roles: STAFF, letter: 'X' },
];

/** The places of somebody with such roles. */
export function placesOf(roles: readonly Role[], places: readonly Place[] = PLACES): readonly Place[] {
  return places.filter((place) => place.roles.some((role) => roles.includes(role)));
}

/** Where somebody begins. */
export function firstPlace(roles: readonly Role[]): string {
  return placesOf(roles)[0]?.path ?? '/inbox';
}

export const RAIL_WORDS = words({
  name: ['信贷工作台', 'Lending desk'],
  places: ['各处', 'Places'],
  menu: ['菜单', 'Menu'],
  goTo: ['前往{place}', 'Go to {place}'],
});
