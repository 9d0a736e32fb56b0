import { useId, useState } from 'react';
import { api } from '../../../../kit/api/api';
import { useActKey } from '../../../../kit/api/useActKey';
import { SelectField } from '../../../../kit/forms/fields';
import { Papers } from '../../../../kit/forms/Papers';
import type { PutUp } from '../../../../kit/forms/putUp';
import { useWords } from '../../../../kit/words/language';
import { words } from '../../../../kit/words/words';
import { ReasonForm } from '../../../parts/ReasonForm';

const WORDS = words({
  open: ['找回登录：更换邮箱', 'Recover access: another mailbox'],
  title: ['为失去邮箱的人更换邮箱', 'Another mailbox for somebody who lost it'],
  about: [
    '须已当面核实身份并留存证明。风控人员同意后通知企业全体人员，其间任何人可以阻止；之后新邮箱收到链接，原密码与第二因素一并失效。',
    'Only after you have seen who it is, with papers. Somebody of risk agrees; then everybody of the enterprise is told and may stop it while it waits. The new mailbox gets a link, and password and second factors are forgotten.',
  ],
  whose: ['为谁更换', 'For whom'],
  choose: ['请选择', 'Please choose'],
  held: ['{name}（暂停代表）', '{name} (on hold)'],
  mail: ['新邮箱', 'New mail address'],
  ask: ['提请更换', 'Ask for it'],
  asked: ['已提请，等待风控同意。', 'Asked for: somebody of risk has to agree.'],
});

/** Asks for another mailbox for somebody of an enterprise who has lost theirs; risk agrees by a task. */
export function RecoverAccess({ enterpriseId }: { enterpriseId: string }) {
  const say = useWords(WORDS);
  const id = useId();
  const [isOpen, open] = useState(false);
  const [mail, type] = useState('');
  const [chosen, choose] = useState('');
  const [papers, put] = useState<readonly PutUp[]>([]);
  const { key } = useActKey();
  const people = api.useQuery(
    'get',
    '/enterprises/{enterpriseId}/people',
    { params: { path: { enterpriseId } } },
    { enabled: isOpen },
  );
  const several = people.data !== undefined && people.data.items.length > 1 ? people.data.items : null;
  const ask = api.useMutation('post', '/enterprises/{enterpriseId}/recoveries');
  if (ask.isSuccess)
    return (
      <p className="notice notice-good" role="status">
        {say('asked')}
      </p>
    );
  if (!isOpen)
    return (
      <p>
        <button type="button" className="button small" onClick={() => open(true)}>
          {say('open')}
        </button>
      </p>
    );
  const send = (reason: string): void =>
    ask.mutate({
      params: { path: { enterpriseId }, header: { 'Idempotency-Key': key } },
      body: {
        ...(chosen === '' ? {} : { userId: chosen }),
        mail: mail.trim(),
        reason,
        papers: papers.map((paper) => paper.id),
      },
    });
  return (
    <section className="case-part" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('title')}</h2>
      <p className="quiet">{say('about')}</p>
      <ReasonForm
        act={say('ask')}
        isGrave
        send={send}
        leave={() => open(false)}
        isPending={
          ask.isPending || papers.length === 0 || people.isLoading || (several !== null && chosen === '')
        }
        error={ask.error ?? people.error}
      >
        {several !== null && (
          <SelectField
            label={say('whose')}
            required
            value={chosen}
            onChange={({ target }) => choose(target.value)}
            choices={[
              { value: '', label: say('choose') },
              ...several.map(({ userId, name, isHeld }) => ({
                value: userId,
                label: isHeld ? say('held', { name }) : name,
              })),
            ]}
          />
        )}
        <div className="field">
          <label htmlFor={id}>{say('mail')}</label>
          <input
            id={id}
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            value={mail}
            onChange={({ target }) => type(target.value)}
          />
        </div>
        <Papers papers={papers} put={put} wrong={undefined} />
      </ReasonForm>
    </section>
  );
}
