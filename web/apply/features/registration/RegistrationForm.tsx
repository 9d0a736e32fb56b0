import { useEffect } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { SelectField, TextField } from '../../../kit/forms/fields';
import { tellFields } from '../../../kit/forms/problemFields';
import { useLanguage, useWords } from '../../../kit/words/language';
import { type Language, sentence, words } from '../../../kit/words/words';
import { Consents } from './Consents';
import {
  consentOf,
  fieldOf,
  keptOf,
  NOTHING_YET,
  type Registration,
  readKept,
  WRONG_NUMBER,
  wrongWith,
} from './registration';

const WORDS = words({
  institutionCode: ['放款机构', 'Lender'],
  choose: ['请选择', 'Choose one'],
  name: ['企业名称（与营业执照一致）', 'Name, as on the business licence'],
  uscc: ['统一社会信用代码', 'Unified social credit code'],
  usccHint: ['18 位', '18 characters'],
  legalPersonName: ['法定代表人姓名', 'Legal representative'],
  residentId: ['法定代表人身份证号', 'Identity number of the legal representative'],
  bankAccountNo: ['对公账户', 'Account of the enterprise'],
  bankHint: ['放款与还款都通过此账户', 'Loans are paid to it and collected from it'],
  mobile: ['手机号', 'Mobile number'],
  mail: ['邮箱（用于登录）', 'Mail address, to sign in with'],
  password: ['密码', 'Password'],
  passwordHint: [
    '至少 12 个字符，任意文字均可；不要用姓名、企业名称或常见密码',
    'At least 12 characters of any kind, without names, and none that many people use',
  ],
  missing: ['请填写', 'Fill this in'],
  register: ['注册', 'Register'],
});

type LegalText = Answers['LegalText'];

const KEPT = 'registration';

/**
 * What the platform has to know of an enterprise.
 * @param ownMail of somebody who has an account: it is registered with that, and its mail address
 * @param done gets the mail address that the link went to
 */
export function RegistrationForm({ done, ownMail }: { done: (mail: string) => void; ownMail?: string }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const form = useForm<Registration>({ defaultValues: NOTHING_YET, mode: 'onTouched' });
  const { key } = useActKey();
  useKept(form);
  const texts = api.useQuery('get', '/legal-texts');
  const institutions = api.useQuery('get', '/institutions');
  const first = api.useMutation('post', '/enterprises');
  const further = api.useMutation('post', '/me/enterprises');
  const registering = ownMail === undefined ? first : further;
  const send = form.handleSubmit(async (typed) => {
    try {
      const params = { header: { 'Idempotency-Key': key } };
      const { mail, password, ...body } = bodyOf(typed, texts.data?.items ?? [], language);
      if (ownMail === undefined) await first.mutateAsync({ params, body: { ...body, mail, password } });
      else await further.mutateAsync({ params, body });
      sessionStorage.removeItem(KEPT);
      done(ownMail ?? mail);
    } catch (error) {
      tellFields(error, form.setError, fieldOf);
    }
  });
  const field = (name: keyof Registration) => ({
    label: say(name === 'consents' ? 'register' : name),
    wrong: form.formState.errors[name]?.message,
    ...form.register(name, { required: say('missing'), validate: (typed) => wrongText(name, typed) }),
  });
  const wrongText = (name: keyof Registration, typed: string | readonly string[]): string | true => {
    const wrong = typeof typed === 'string' ? wrongWith(name, typed) : null;
    return wrong === null ? true : sentence(WRONG_NUMBER[wrong], language);
  };
  const choices = (institutions.data?.items ?? []).map(({ code, nameZh, nameEn }) => ({
    value: code,
    label: language === 'en' ? nameEn : nameZh,
  }));
  return (
    <form className="card stack" onSubmit={send} noValidate>
      <SelectField
        {...field('institutionCode')}
        choices={[{ value: '', label: say('choose') }, ...choices]}
      />
      <TextField {...field('name')} autoComplete="organization" />
      <TextField {...field('uscc')} hint={say('usccHint')} autoCapitalize="characters" autoComplete="off" />
      <TextField {...field('legalPersonName')} autoComplete="name" />
      <TextField {...field('residentId')} autoComplete="off" />
      <TextField {...field('bankAccountNo')} hint={say('bankHint')} inputMode="numeric" autoComplete="off" />
      <TextField {...field('mobile')} type="tel" autoComplete="tel" />
      {ownMail === undefined && (
        <>
          <TextField {...field('mail')} type="email" autoComplete="username" />
          <TextField
            {...field('password')}
            type="password"
            hint={say('passwordHint')}
            autoComplete="new-password"
          />
        </>
      )}
      <Consents form={form} />
      <ProblemNotice error={registering.error} />
      <button type="submit" className="button primary" disabled={registering.isPending}>
        {say('register')}
      </button>
    </form>
  );
}

/** Keeps what is typed while the window is open, through a reload too. */
function useKept(form: UseFormReturn<Registration>): void {
  useEffect(() => {
    form.reset(readKept(sessionStorage.getItem(KEPT)));
    return form.subscribe({
      formState: { values: true },
      callback: ({ values }) => sessionStorage.setItem(KEPT, JSON.stringify(keptOf(values))),
    });
  }, [form]);
}

function bodyOf(typed: Registration, texts: readonly LegalText[], locale: Language) {
  const { legalPersonName, residentId, consents, ...rest } = typed;
  const given = texts.filter((text) => consents.includes(consentOf(text)));
  return {
    ...rest,
    locale,
    legalPerson: { name: legalPersonName, residentId },
    consents: given.map(({ purpose, version }) => ({ purpose, version })),
  };
}
