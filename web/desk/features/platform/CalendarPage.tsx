import { useId, useState } from 'react';
import { api } from '../../../kit/api/api';
import { Day } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { Page } from '../../parts/Page';
import { ReasonForm } from '../../parts/ReasonForm';
import { OPERATORS } from './words';

const WORDS = words({
  title: ['日历日', 'Calendar days'],
  lead: [
    '声明某日与已公布的不同（临时放假或调休）。对所有机构生效，其后的扣款日随之调整。',
    'Declare a day to be otherwise than published. Of all institutions; collection dates that lie ahead follow.',
  ],
  date: ['日期', 'Day'],
  kind: ['该日为', 'It is a'],
  workday: ['工作日', 'workday'],
  holiday: ['休息日', 'day off'],
  declare: ['声明', 'Declare'],
  preview: [
    '一经声明，该日保持不变；已到来的日子不能声明。',
    'The day stays as declared; one that has come is refused.',
  ],
  done: ['已声明：', 'Declared: '],
});

/** The operator declares a day to be otherwise than published. */
export function CalendarPage() {
  const say = useWords(WORDS);
  const id = useId();
  const [typed, setTyped] = useState({ date: '', isWorkday: false });
  const declare = api.useMutation('put', '/calendar/{date}');
  const { data } = declare;
  return (
    <Page title={say('title')} lead={say('lead')} roles={OPERATORS}>
      <AdminTabs />
      {data !== undefined && (
        <p className="notice notice-good" role="status">
          {say('done')}
          <Day day={data.date} /> {say(data.isWorkday ? 'workday' : 'holiday')}
        </p>
      )}
      <section className="card">
        <ReasonForm
          act={say('declare')}
          isGrave
          send={(reason) =>
            declare.mutate({
              params: { path: { date: typed.date } },
              body: { isWorkday: typed.isWorkday, reason },
            })
          }
          leave={() => setTyped({ date: '', isWorkday: false })}
          isPending={declare.isPending}
          error={declare.error}
        >
          <p className="notice notice-warn">{say('preview')}</p>
          <div className="panes">
            <div className="field">
              <label htmlFor={`${id}-date`}>{say('date')}</label>
              <input
                id={`${id}-date`}
                type="date"
                required
                value={typed.date}
                onChange={({ target }) => setTyped({ ...typed, date: target.value })}
              />
            </div>
            <div className="field">
              <label htmlFor={`${id}-kind`}>{say('kind')}</label>
              <select
                id={`${id}-kind`}
                value={typed.isWorkday ? 'workday' : 'holiday'}
                onChange={({ target }) => setTyped({ ...typed, isWorkday: target.value === 'workday' })}
              >
                <option value="holiday">{say('holiday')}</option>
                <option value="workday">{say('workday')}</option>
              </select>
            </div>
          </div>
        </ReasonForm>
      </section>
    </Page>
  );
}
