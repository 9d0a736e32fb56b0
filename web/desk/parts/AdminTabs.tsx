import type { Role } from '../../kit/session/session';
import { useSession } from '../../kit/session/session';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { Tabs } from './Tabs';

const WORDS = words({
  admin: ['管理', 'Administration'],
  processes: ['流程', 'Processes'],
  acts: ['流程操作', 'Acts'],
  checks: ['流程核对', 'Checks'],
  people: ['人员', 'People'],
  changes: ['权限变更', 'Changes of rights'],
  reviews: ['权限复核', 'Reviews of rights'],
  rules: ['规则', 'Rules'],
  audit: ['审计', 'Audit trail'],
  emergencies: ['应急访问', 'Emergencies'],
  machines: ['程序接入', 'Machines'],
  calendar: ['日历日', 'Calendar days'],
  parts: ['各部分', 'Parts'],
});

const STAFF = [
  ...([
    'customer_service',
    'reviewer',
    'approver',
    'committee',
    'committee_chair',
    'board',
    'finance',
  ] as const),
  ...(['risk', 'admin', 'auditor'] as const),
] as const;

const PLACES = [
  ['/admin/processes', 'processes', ['admin']],
  ['/admin/acts', 'acts', ['admin', 'risk', 'auditor']],
  ['/admin/checks', 'checks', ['admin', 'auditor']],
  ['/admin/people', 'people', ['admin', 'risk', 'auditor']],
  ['/admin/changes', 'changes', ['admin', 'risk', 'auditor']],
  // Managers too: each sees for whom they answer.
  ['/admin/reviews', 'reviews', STAFF],
  ['/admin/rules', 'rules', ['admin', 'risk', 'auditor']],
  ['/admin/audit', 'audit', ['admin', 'risk', 'auditor']],
  ['/admin/machines', 'machines', ['admin', 'auditor']],
  ['/admin/emergencies', 'emergencies', ['admin', 'auditor', 'operator']],
  ['/admin/calendar', 'calendar', ['operator']],
  ['/admin/parts', 'parts', ['admin', 'risk', 'auditor', 'operator']],
] as const satisfies readonly (readonly [string, keyof typeof WORDS, readonly Role[]])[];

/** The screens of administration that the reader may read. */
export function AdminTabs() {
  const say = useWords(WORDS);
  const session = useSession();
  const mine = PLACES.filter(([, , roles]) =>
    session?.roles.some((role) => (roles as readonly Role[]).includes(role)),
  );
  return <Tabs label={say('admin')} tabs={mine.map(([to, text]) => [to, say(text)] as const)} />;
}
