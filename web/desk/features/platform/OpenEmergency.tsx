import { useId, useState } from 'react';
import { api, queries } from '../../../kit/api/api';
import { useActKey } from '../../../kit/api/useActKey';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { ReasonForm } from '../../parts/ReasonForm';

const WORDS = words({
  open: ['开启应急访问', 'Open an emergency access'],
  preview: [
    '您将以该机构管理员的视角查看，不能作任何决定；机构会看到您是谁、为何、到何时。',
    'You will read as its admin reads and decide nothing; the institution sees who, why and until when.',
  ],
  institution: ['机构', 'Institution'],
  minutes: ['时长', 'For how long'],
  count: ['{count} 分钟', '{count} minutes'],
});
const MINUTES = [15, 30, 60] as const;

/** Breaks the glass of one institution. */
export function OpenEmergency() {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { key, renew } = useActKey();
  const [minutes, setMinutes] = useState<number>(MINUTES[0]);
  const [chosen, setChosen] = useState<string | null>(null);
  const institutions = api.useQuery('get', '/institutions');
  const open = api.useMutation('post', '/emergency-accesses', {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['get', '/emergency-accesses'] });
      renew();
      setOpen(false);
    },
  });
  if (!isOpen) {
    return (
      <p>
        <button type="button" className="button small danger" onClick={() => setOpen(true)}>
          {say('open')}
        </button>
      </p>
    );
  }
  const items = institutions.data?.items ?? [];
  const institutionId = chosen ?? items[0]?.id ?? '';
  return (
    <section className="card">
      <ReasonForm
        act={say('open')}
        isGrave
        send={(reason) =>
          open.mutate({
            params: { header: { 'Idempotency-Key': key } },
            body: { institutionId, minutes, reason },
          })
        }
        leave={() => setOpen(false)}
        isPending={open.isPending}
        error={open.error}
      >
        <p className="notice notice-warn">{say('preview')}</p>
        <div className="panes">
          <div className="field">
            <label htmlFor={`${id}-institution`}>{say('institution')}</label>
            <select
              id={`${id}-institution`}
              value={institutionId}
              onChange={({ target }) => setChosen(target.value)}
            >
              {items.map(({ id: each, nameZh, nameEn }) => (
                <option key={each} value={each}>
                  {language === 'en' ? nameEn : nameZh}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor={`${id}-minutes`}>{say('minutes')}</label>
            <select
              id={`${id}-minutes`}
              value={minutes}
              onChange={({ target }) => setMinutes(Number(target.value))}
            >
              {MINUTES.map((each) => (
                <option key={each} value={each}>
                  {say('count', { count: each })}
                </option>
              ))}
            </select>
          </div>
        </div>
      </ReasonForm>
    </section>
  );
}
