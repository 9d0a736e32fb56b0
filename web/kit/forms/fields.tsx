import './forms.css';
import { type ComponentProps, type ReactNode, useId } from 'react';

/** What every field has: what it is called, what helps to fill it in, and what is wrong with what was typed. */
interface About {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly wrong?: string | undefined;
}

/** What ties an input to its label, its hint and its error, for those who hear the page. */
interface Ties {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

function useTies({ hint, wrong }: About): Ties {
  const id = useId();
  const said = [hint === undefined ? '' : `${id}-hint`, wrong === undefined ? '' : `${id}-wrong`];
  const describedBy = said.filter((each) => each !== '').join(' ');
  return {
    id,
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    ...(wrong === undefined ? {} : { 'aria-invalid': true }),
  };
}

function Field({ about, ties, children }: { about: About; ties: Ties; children: ReactNode }) {
  const { label, hint, wrong } = about;
  return (
    <div className="field">
      <label htmlFor={ties.id}>{label}</label>
      {children}
      {hint !== undefined && (
        <small id={`${ties.id}-hint`} className="hint">
          {hint}
        </small>
      )}
      {wrong !== undefined && (
        <span id={`${ties.id}-wrong`} className="wrong" role="alert">
          {wrong}
        </span>
      )}
    </div>
  );
}

/** One line. @param unit stands behind what is typed, such as 元 */
export function TextField({
  label,
  hint,
  wrong,
  unit,
  ...input
}: About & { unit?: string } & Omit<ComponentProps<'input'>, 'id'>) {
  const ties = useTies({ label, hint, wrong });
  return (
    <Field about={{ label, hint, wrong }} ties={ties}>
      <div className={unit === undefined ? 'input' : 'input with-unit'}>
        <input {...input} {...ties} />
        {unit !== undefined && (
          <span className="unit" aria-hidden="true">
            {unit}
          </span>
        )}
      </div>
    </Field>
  );
}

/** An amount in yuan: digits on a phone's keyboard, and nothing that a wheel or an arrow could change. */
export function YuanField(field: ComponentProps<typeof TextField>) {
  return <TextField inputMode="decimal" autoComplete="off" className="amount" {...field} />;
}

export function AreaField({ label, hint, wrong, ...area }: About & Omit<ComponentProps<'textarea'>, 'id'>) {
  const ties = useTies({ label, hint, wrong });
  return (
    <Field about={{ label, hint, wrong }} ties={ties}>
      <textarea {...area} {...ties} />
    </Field>
  );
}

/** One of several. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly about?: ReactNode;
}

export function SelectField({
  label,
  hint,
  wrong,
  choices,
  ...select
}: About & { choices: readonly Choice[] } & Omit<ComponentProps<'select'>, 'id'>) {
  const ties = useTies({ label, hint, wrong });
  return (
    <Field about={{ label, hint, wrong }} ties={ties}>
      <select {...select} {...ties}>
        {choices.map(({ value, label: shown }) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** One of several, all in sight. @param chosen where the screen holds it, and no form does */
export function ChoiceField({
  label,
  hint,
  wrong,
  choices,
  chosen,
  ...radio
}: About & { choices: readonly Choice[]; chosen?: string } & Omit<ComponentProps<'input'>, 'id' | 'type'>) {
  const { id, ...ties } = useTies({ label, hint, wrong });
  return (
    <fieldset className="field choices" {...ties}>
      <legend>{label}</legend>
      {choices.map(({ value, label: shown, about }) => (
        <label key={value} className="choice">
          <input
            type="radio"
            {...radio}
            {...(chosen === undefined ? {} : { checked: chosen === value })}
            value={value}
          />
          <span>
            {shown}
            {about !== undefined && <small>{about}</small>}
          </span>
        </label>
      ))}
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
      {wrong !== undefined && (
        <span id={`${id}-wrong`} className="wrong" role="alert">
          {wrong}
        </span>
      )}
    </fieldset>
  );
}

/** Yes or no. */
export function TickField({
  label,
  hint,
  wrong,
  ...box
}: About & Omit<ComponentProps<'input'>, 'id' | 'type'>) {
  const { id, ...ties } = useTies({ label, hint, wrong });
  return (
    <div className="field">
      <label className="choice">
        <input type="checkbox" {...box} {...ties} />
        <span>{label}</span>
      </label>
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
      {wrong !== undefined && (
        <span id={`${id}-wrong`} className="wrong" role="alert">
          {wrong}
        </span>
      )}
    </div>
  );
}
