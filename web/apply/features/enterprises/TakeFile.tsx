import { type FormEvent, useState } from 'react';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { SelectField, TickField } from '../../../kit/forms/fields';
import { useSession } from '../../../kit/session/session';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['向其他机构借款', 'Borrow from another institution'],
  about: [
    '把{name}在此登记的资料提供给另一家机构，由其另行核查和决定。两家机构互不知晓，审核结论、申请和贷款都不会提供。',
    'Another institution gets what {name} is registered with here, and checks and decides by itself. Neither learns of the other; findings, applications and loans are not given.',
  ],
  institution: ['机构', 'Institution'],
  choose: ['请选择', 'Choose one'],
  PRIVACY_POLICY: [
    '同意该机构按隐私政策处理资料',
    'That institution may process it under the privacy policy',
  ],
  CREDIT_ENQUIRY: [
    '授权该机构查询征信（申请贷款时必需）',
    'It may ask the credit bureau (needed for an application)',
  ],
  FILE_SHARING: ['授权提供企业资料', 'The file may be given to it'],
  MARKETING: ['接收该机构的产品信息（可选）', 'Tell me about its products (optional)'],
  read: ['查看全文', 'Read it'],
  give: ['提供资料', 'Give it the file'],
  given: ['已提供，该机构将开始核查。', 'It has the file, and begins its checks.'],
});

/** Takes the file of the enterprise to another institution, by consent to each text by itself. */
export function TakeFile({ enterpriseName }: { enterpriseName: string }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const [institutionCode, choose] = useState('');
  const [agreed, agree] = useState<readonly string[]>([]);
  const { key } = useActKey();
  const session = useSession();
  const own = api.useQuery('get', '/me/enterprises');
  const institutions = api.useQuery('get', '/institutions');
  const texts = api.useQuery('get', '/legal-texts');
  const taking = api.useMutation('post', '/me/enterprise/file-shares', {
    onSuccess: () => void own.refetch(),
  });
  const current = own.data?.items.find(({ id }) => id === session?.enterprise?.id);
  const known = own.data?.items.filter(({ uscc }) => uscc === current?.uscc) ?? [];
  const others = (institutions.data?.items ?? []).filter(
    ({ code }) => !known.some(({ institution }) => institution.code === code),
  );
  const failed = [own, institutions, texts].find(({ data, error }) => data === undefined && error !== null);
  if (failed !== undefined) return <ProblemNotice error={failed.error} again={() => failed.refetch()} />;
  if (own.isPending || institutions.isPending || texts.isPending) return <div className="skeleton tall" />;
  if (current === undefined || (others.length === 0 && !taking.isSuccess)) return null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const consents = (texts.data?.items ?? [])
      .filter(({ purpose }) => agreed.includes(purpose))
      .map(({ purpose, version }) => ({ purpose, version }));
    taking.mutate({
      params: { header: { 'Idempotency-Key': key } },
      body: { institutionCode, consents },
    });
  };
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <p>{say('about', { name: enterpriseName })}</p>
      {taking.isSuccess ? (
        <p className="notice notice-good" role="status">
          {say('given')}
        </p>
      ) : (
        <form className="stack" onSubmit={submit}>
          <SelectField
            label={say('institution')}
            required
            value={institutionCode}
            onChange={(event) => choose(event.target.value)}
            choices={[
              { value: '', label: say('choose') },
              ...others.map(({ code, nameZh, nameEn }) => ({
                value: code,
                label: language === 'en' ? nameEn : nameZh,
              })),
            ]}
          />
          {(texts.data?.items ?? []).map(({ purpose, text }) => (
            <div key={purpose} className="stack-tight">
              <TickField
                label={say(purpose)}
                checked={agreed.includes(purpose)}
                onChange={({ target }) =>
                  agree(target.checked ? [...agreed, purpose] : agreed.filter((each) => each !== purpose))
                }
              />
              <details>
                <summary>{say('read')}</summary>
                <p className="legal">{text}</p>
              </details>
            </div>
          ))}
          <ProblemNotice error={taking.error} />
          <button
            type="submit"
            className="button primary"
            disabled={
              taking.isPending || !agreed.includes('FILE_SHARING') || !agreed.includes('PRIVACY_POLICY')
            }
          >
            {say('give')}
          </button>
        </form>
      )}
    </section>
  );
}
