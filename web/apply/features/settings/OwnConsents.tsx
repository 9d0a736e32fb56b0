import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['同意与授权', 'What you agreed to'],
  PRIVACY_POLICY: ['隐私政策', 'Privacy policy'],
  CREDIT_ENQUIRY: ['征信查询授权', 'Asking the credit bureau'],
  MARKETING: ['产品信息', 'News of products'],
  FILE_SHARING: ['向本机构提供资料', 'This institution having your file'],
  given: ['第 {version} 版，同意于', 'Version {version}, agreed to on'],
  not: ['未同意', 'Not agreed to'],
  withdraw: ['撤回', 'Withdraw'],
  withdrawThis: ['撤回：{text}', 'Withdraw: {text}'],
  give: ['同意', 'Agree'],
  giveThis: ['同意：{text}', 'Agree: {text}'],
  byClosing: ['注销账户即撤回', 'Withdrawn by closing the account'],
  read: ['查看全文', 'Read it'],
});

/** Each consent with its text and version; given and withdrawn any time. */
export function OwnConsents() {
  const say = useWords(WORDS);
  const texts = api.useQuery('get', '/legal-texts');
  const consents = api.useQuery('get', '/me/consents');
  const giving = api.useMutation('post', '/me/consents');
  const withdrawing = api.useMutation('post', '/me/consent-withdrawals');
  const refresh = (): void => void consents.refetch();
  const inForce = (consents.data?.items ?? []).filter(({ withdrawnAt }) => withdrawnAt === null);
  // The file goes to another institution from the screen of enterprises; here it is taken back.
  const shown = (texts.data?.items ?? []).filter(
    ({ purpose }) => purpose !== 'FILE_SHARING' || inForce.some((consent) => consent.purpose === purpose),
  );
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <ProblemNotice error={texts.error ?? consents.error ?? giving.error ?? withdrawing.error} />
      {(texts.isPending || consents.isPending) && <div className="skeleton tall" />}
      {shown.map(({ purpose, version, text, isRequired }) => {
        const given = inForce.find((consent) => consent.purpose === purpose);
        const name = say(purpose);
        return (
          <div key={purpose} className="stack-tight">
            <div className="row spread">
              <span>
                <strong>{name}</strong>{' '}
                <small>
                  {given === undefined ? say('not') : say('given', { version: given.textVersion })}{' '}
                  {given !== undefined && <Instant at={given.givenAt} />}
                </small>
              </span>
              {given === undefined && (
                <button
                  type="button"
                  className="button"
                  aria-label={say('giveThis', { text: name })}
                  onClick={() => giving.mutate({ body: { purpose, version } }, { onSuccess: refresh })}
                >
                  {say('give')}
                </button>
              )}
              {given !== undefined && !isRequired && (
                <button
                  type="button"
                  className="button plain"
                  aria-label={say('withdrawThis', { text: name })}
                  onClick={() => withdrawing.mutate({ body: { purpose } }, { onSuccess: refresh })}
                >
                  {say('withdraw')}
                </button>
              )}
              {given !== undefined && isRequired && <small>{say('byClosing')}</small>}
            </div>
            <details>
              <summary>{say('read')}</summary>
              <p className="legal">{given?.text ?? text}</p>
            </details>
          </div>
        );
      })}
    </section>
  );
}
