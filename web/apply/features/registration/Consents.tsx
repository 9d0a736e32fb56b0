import type { UseFormReturn } from 'react-hook-form';
import { type Answers, api } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { consentOf, type Registration } from './registration';

const WORDS = words({
  PRIVACY_POLICY: ['我已阅读并同意隐私政策', 'I have read the privacy policy and agree'],
  CREDIT_ENQUIRY: [
    '授权查询企业征信（申请贷款时必需）',
    'The credit bureau may be asked (needed for an application)',
  ],
  MARKETING: ['接收产品信息（可选）', 'Tell me about products (optional)'],
  legend: ['同意与授权', 'What you agree to'],
  read: ['查看全文', 'Read it'],
  required: ['必须同意隐私政策才能注册', 'There is no account without the privacy policy'],
});

type Text = Answers['LegalText'];

/** That a file goes to another institution is agreed to where it goes. */
const isOfRegistration = (text: Text): text is Text & { purpose: Exclude<Text['purpose'], 'FILE_SHARING'> } =>
  text.purpose !== 'FILE_SHARING';

/** What is agreed to, each by itself, with its text at hand. */
export function Consents({ form }: { form: UseFormReturn<Registration> }) {
  const say = useWords(WORDS);
  const { data, isPending } = api.useQuery('get', '/legal-texts');
  const wrong = form.formState.errors.consents?.message;
  const texts = (data?.items ?? []).filter(isOfRegistration);
  const required = texts.filter(({ isRequired }) => isRequired).map(consentOf);
  const field = form.register('consents', {
    validate: (given) => required.every((value) => given.includes(value)) || say('required'),
  });
  return (
    <fieldset className="field" aria-invalid={wrong !== undefined}>
      <legend>{say('legend')}</legend>
      {isPending && <div className="skeleton tall" />}
      {texts.map((text) => (
        <div key={text.purpose} className="stack-tight">
          <label className="choice">
            <input type="checkbox" value={consentOf(text)} {...field} />
            <span>{say(text.purpose)}</span>
          </label>
          <details>
            <summary>{say('read')}</summary>
            <p className="legal">{text.text}</p>
          </details>
        </div>
      ))}
      {wrong !== undefined && (
        <span className="wrong" role="alert">
          {wrong}
        </span>
      )}
    </fieldset>
  );
}
