import type { FieldPath, FieldValues, UseFormSetError } from 'react-hook-form';
import { isProblem } from '../api/api';

/**
 * What the API found wrong, by field of a form.
 * @param nameOf the form's field for a path of the request, such as `legalPerson.residentId`; null: it has none
 * @returns fields with their sentence; none when the API refused for another reason
 */
export function wrongFields<Name extends string>(
  error: unknown,
  nameOf: (path: string) => Name | null,
): readonly (readonly [Name, string])[] {
  if (!isProblem(error)) return [];
  return (error.errors ?? []).flatMap(({ field, message }) => {
    const name = nameOf(field);
    return name === null ? [] : [[name, message] as const];
  });
}

/**
 * Puts what the API found wrong at the fields of a form, the first one in focus.
 * @returns the names of the fields: none when it has to be said above the form
 */
export function tellFields<Values extends FieldValues, Name extends FieldPath<Values>>(
  error: unknown,
  setError: UseFormSetError<Values>,
  nameOf: (path: string) => Name | null,
): readonly Name[] {
  const wrong = wrongFields(error, nameOf);
  for (const [index, [name, message]] of wrong.entries()) {
    setError(name, { type: 'server', message }, { shouldFocus: index === 0 });
  }
  return wrong.map(([name]) => name);
}
