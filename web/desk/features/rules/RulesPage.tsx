import { useState } from 'react';
import { api } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { Asked } from '../../parts/Asked';
import { Page, useIs } from '../../parts/Page';
import { DeadlineForm } from './DeadlineForm';
import { InForce } from './InForce';
import { MatrixForm } from './MatrixForm';
import { RuleChanges } from './RuleChanges';
import { CHANGERS, READERS } from './words';

const WORDS = words({
  title: ['规则', 'Rules'],
  lead: [
    '本机构可自行设定的审批权限、限额与时限；一人提出、另一人同意，自将来某日起生效。',
    'The matrix, limits and deadlines that the institution sets by itself: asked for by one, agreed by another, from a day to come.',
  ],
  changeMatrix: ['调整审批权限', 'Change the matrix'],
  changeDeadlines: ['调整时限', 'Change deadlines'],
  asked: ['已提出，等待另一人决定。', 'Asked for: a second person decides.'],
});

/** The rules in force, other ones that somebody asks for, and what waits for a second person. */
export function RulesPage() {
  const say = useWords(WORDS);
  const mayChange = useIs(CHANGERS);
  const [form, setForm] = useState<'MATRIX' | 'DEADLINES' | 'ASKED' | null>(null);
  const rules = api.useQuery('get', '/rules', { params: { query: {} } });
  const done = { leave: () => setForm(null), asked: () => setForm('ASKED') };
  return (
    <Page title={say('title')} lead={say('lead')} roles={READERS}>
      <AdminTabs />
      <Asked of={rules}>
        {(inForce) => (
          <>
            <InForce rules={inForce} />
            {form === 'ASKED' && (
              <p className="notice notice-good" role="status">
                {say('asked')}
              </p>
            )}
            {form === 'MATRIX' && <MatrixForm rules={inForce} {...done} />}
            {form === 'DEADLINES' && <DeadlineForm rules={inForce} {...done} />}
          </>
        )}
      </Asked>
      {mayChange && (form === null || form === 'ASKED') && (
        <p className="row">
          <button type="button" className="button small" onClick={() => setForm('MATRIX')}>
            {say('changeMatrix')}
          </button>
          <button type="button" className="button small" onClick={() => setForm('DEADLINES')}>
            {say('changeDeadlines')}
          </button>
        </p>
      )}
      <RuleChanges />
    </Page>
  );
}
