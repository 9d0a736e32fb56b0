import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { DraftNote } from '../../../kit/drafts/DraftNote';
import type { Draft } from '../../../kit/drafts/useDraft';
import { Instant } from '../../../kit/figures/figures';
import { judgedBy } from '../../../kit/forms/judgedBy';
import { tellFields } from '../../../kit/forms/problemFields';
import { useFormDraft } from '../../../kit/forms/useFormDraft';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { ConsentAsked } from './ConsentAsked';
import { FromFile } from './FromFile';
import { DebtFields, FIELD_NAMES, PeriodFields, PreviousFields, ProfileFields } from './InformationFields';
import { fieldOfPath, type InformationField, informationOf, type TypedInformation } from './information';
import { emptyOf, othersThan, wantedConsents, wantedFields } from './wanted';
import { wrongInformation } from './wrongInformation';

const WORDS = words({
  until: ['请在以下时间前补齐', 'Supply it by'],
  wish: ['审查人员的意见', 'What the reviewer asks for'],
  required: ['请填写', 'Fill this in'],
  rest: ['已提交的其他资料（可修改）', 'What is on file besides (may be changed)'],
  profile: ['用途与企业概况', 'Purpose and your enterprise'],
  debts: ['负债', 'Debts'],
  send: ['提交补充资料', 'Send what was missing'],
});

interface FormProps {
  readonly draft: Draft<TypedInformation>;
  readonly application: Answers['Application'];
  readonly begun: TypedInformation;
}

/** The fields that are asked for, filled in with what is on file; the others folded away. */
export function RequestsForm({ draft, application, begun }: FormProps) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const navigate = useNavigate();
  const { id: applicationId, missing, wish, supplyBy } = application;
  const { key } = useActKey();
  const wanted = useMemo(() => wantedFields(missing), [missing]);
  const resolver = useMemo(
    () => judgedBy<TypedInformation>((typed) => told(typed, wanted, say('required'), sayPair)),
    [wanted, say, sayPair],
  );
  const form = useForm<TypedInformation>({ defaultValues: begun, resolver, mode: 'onTouched' });
  const keeping = useFormDraft(form, draft);
  const supplying = api.useMutation('post', '/applications/{applicationId}/information', {
    onSuccess: async () => {
      await draft.end();
      await queries.invalidateQueries();
      await navigate({ to: '/applications/$applicationId', params: { applicationId } });
    },
    onError: (error) => tellFields(error, form.setError, fieldOfPath),
  });
  const send = form.handleSubmit((typed) =>
    supplying.mutate({
      params: { path: { applicationId }, header: { 'Idempotency-Key': key } },
      body: { purpose: typed.purpose.trim(), ...informationOf(typed) },
    }),
  );
  const others = useMemo(() => ({ only: othersThan(begun, wanted) }), [begun, wanted]);
  const asked = { only: wanted };
  return (
    <FormProvider {...form}>
      <form className="stack" noValidate onSubmit={(event) => void send(event)} {...keeping}>
        {supplyBy !== null && (
          <p>
            {say('until')} <Instant at={supplyBy} />
          </p>
        )}
        {wish !== null && (
          <section className="notice notice-warn">
            <h2>{say('wish')}</h2>
            <p>{wish}</p>
          </section>
        )}
        <ConsentAsked purposes={wantedConsents(missing)} />
        {(hasYear(wanted, 'current') || hasYear(wanted, 'previous')) && <FromFile />}
        {wanted.size > 0 && (
          <section className="card stack">
            <ProfileFields {...asked} />
            {hasYear(wanted, 'current') && <h2>{sayPair(FIELD_NAMES['statements.current'])}</h2>}
            <PeriodFields year="current" {...asked} />
            {hasYear(wanted, 'previous') && (
              <>
                <h2>{sayPair(FIELD_NAMES['statements.previous'])}</h2>
                <PreviousFields {...asked} />
              </>
            )}
            <DebtFields {...asked} />
          </section>
        )}
        <details className="card" open={wish !== null}>
          <summary>{say('rest')}</summary>
          <div className="stack">
            <ProfileFields {...others} />
            {hasYear(others.only, 'current') && <h2>{sayPair(FIELD_NAMES['statements.current'])}</h2>}
            <PeriodFields year="current" {...others} />
            {hasYear(others.only, 'previous') && <h2>{sayPair(FIELD_NAMES['statements.previous'])}</h2>}
            <PeriodFields year="previous" {...others} />
            <DebtFields {...others} />
          </div>
        </details>
        <ProblemNotice error={supplying.error} />
        <div className="acts">
          <DraftNote draft={draft} />
          <button type="submit" className="button primary" disabled={supplying.isPending}>
            {say('send')}
          </button>
        </div>
      </form>
    </FormProvider>
  );
}

const hasYear = (fields: ReadonlySet<InformationField>, year: 'current' | 'previous'): boolean =>
  [...fields].some((name) => name.startsWith(`${year}.`));

function told(
  typed: TypedInformation,
  wanted: ReadonlySet<InformationField>,
  required: string,
  say: ReturnType<typeof useSay>,
): Record<string, string> {
  const wrong = Object.entries(wrongInformation(typed)).map(([name, said]) => [name, say(...said)]);
  const empty = emptyOf(typed, wanted).map((name) => [name, required]);
  return Object.fromEntries([...empty, ...wrong]) as Record<string, string>;
}
