import type { Role } from '../../kit/session/session';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { STAFF } from '../app/places';
import { Tabs } from './Tabs';

const WORDS = words({
  admin: ['管理', 'Administration'],
  running: ['运行', 'Running'],
  rights: ['人员与权限', 'People and rights'],
  rulesAndTrail: ['规则与审计', 'Rules and trail'],
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

const OVERSEERS: readonly Role[] = ['admin', 'risk', 'auditor'];

/** The screens of administration. */
export function AdminTabs() {
  const say = useWords(WORDS);
  return (
    <Tabs
      label={say('admin')}
      groups={[
        {
          name: say('running'),
          tabs: [
            ['/admin/processes', say('processes'), ['admin']],
            ['/admin/acts', say('acts'), OVERSEERS],
            ['/admin/checks', say('checks'), ['admin', 'auditor']],
            ['/admin/parts', say('parts'), [...OVERSEERS, 'operator']],
          ],
        },
        {
          name: say('rights'),
          tabs: [
            ['/admin/people', say('people'), OVERSEERS],
            ['/admin/changes', say('changes'), OVERSEERS],
            // Managers too: each sees for whom they answer.
            ['/admin/reviews', say('reviews'), STAFF],
            ['/admin/machines', say('machines'), ['admin', 'auditor']],
            ['/admin/emergencies', say('emergencies'), ['admin', 'auditor', 'operator']],
          ],
        },
        {
          name: say('rulesAndTrail'),
          tabs: [
            ['/admin/rules', say('rules'), OVERSEERS],
            ['/admin/audit', say('audit'), OVERSEERS],
            ['/admin/calendar', say('calendar'), ['operator']],
          ],
        },
      ]}
    />
  );
}
