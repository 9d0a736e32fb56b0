import { type FieldErrors, type FieldValues, type Resolver, set } from 'react-hook-form';

/**
 * Lets a pure function judge a whole form, also fields that are not on the screen.
 * @param judge the sentence for each field that is wrong, by its name
 */
export function judgedBy<Values extends FieldValues>(
  judge: (values: Values) => Readonly<Record<string, string>>,
): Resolver<Values> {
  return (values) => {
    const wrong = Object.entries(judge(values));
    if (wrong.length === 0) return { values, errors: {} };
    const errors: FieldErrors<Values> = {};
    for (const [name, message] of wrong) set(errors, name, { type: 'judged', message });
    return { values: {}, errors };
  };
}
