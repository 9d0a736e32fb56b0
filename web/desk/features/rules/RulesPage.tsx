import { useState } from 'react';
import { api } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { Asked } from '../../parts/Asked';
import { Page, useIs } from '../../parts/Page';
import { DeadlineForm } from './DeadlineForm';
import { FeesForm } from './FeesForm';
import { InForce } from './InForce';
import { LimitsForm } from './LimitsForm';
import { MatrixForm } from './MatrixForm';
import { PricingForm } from './PricingForm';
import { RuleChanges } from './RuleChanges';
import { ScorecardForm } from './ScorecardForm';
import { ThresholdsForm } from './ThresholdsForm';
import { CHANGERS, READERS } from './words';

const WORDS = words({
  title: ['规则', 'Rules'],
  lead: [
    '本机构可自行设定的审批权限、限额、定价、评分卡、预警阈值与时限；一人提出、另一人同意，自将来某日起生效。',
    'The matrix, limits, prices, scorecard, thresholds of early warnings and deadlines that the institution sets by itself: asked for by one, agreed by another, from a day to come.',
  ],
  asked: ['已提出，等待另一人决定。', 'Asked for: a second person decides.'],
});

const FORMS = {
  MATRIX: MatrixForm,
  LIMITS: LimitsForm,
  PRICING: PricingForm,
  SCORECARD: ScorecardForm,
  FEES: FeesForm,
  THRESHOLDS: ThresholdsForm,
  DEADLINES: DeadlineForm,
};
type FormName = keyof typeof FORMS;
const FORM_WORDS = words<FormName>({
  MATRIX: ['调整审批权限', 'Change the matrix'],
  LIMITS: ['调整限额与分派', 'Change limits and assignment'],
  PRICING: ['调整定价', 'Change prices'],
  SCORECARD: ['调整评分卡', 'Change the scorecard'],
  FEES: ['调整价目表', 'Change the price list'],
  THRESHOLDS: ['调整预警阈值', 'Change thresholds of early warnings'],
  DEADLINES: ['调整时限', 'Change deadlines'],
});

/** The rules in force, other ones that somebody asks for, and what waits for a second person. */
export function RulesPage() {
  const [say, sayForm] = [useWords(WORDS), useWords(FORM_WORDS)];
  const mayChange = useIs(CHANGERS);
  const [form, setForm] = useState<FormName | 'ASKED' | null>(null);
  const Form = form === null || form === 'ASKED' ? null : FORMS[form];
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
            {Form !== null && <Form rules={inForce} {...done} />}
          </>
        )}
      </Asked>
      {mayChange && Form === null && (
        <p className="row">
          {(Object.keys(FORMS) as FormName[]).map((name) => (
            <button key={name} type="button" className="button small" onClick={() => setForm(name)}>
              {sayForm(name)}
            </button>
          ))}
        </p>
      )}
      <RuleChanges />
    </Page>
  );
}
