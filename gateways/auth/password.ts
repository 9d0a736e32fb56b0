import type { SecurityParameters } from '../../domain/parameters/security';
import { accept, type Result, refuse } from '../../domain/result';

const CLASSES = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u];

/** Whether a password is hard enough to guess. */
export function checkPassword(
  password: string,
  rules: SecurityParameters['password'],
  /** Words about the person that a guesser would try first. */
  personal: readonly string[] = [],
): Result<void, 'PASSWORD_CONTAINS_NAME' | 'PASSWORD_TOO_SHORT' | 'PASSWORD_TOO_SIMPLE'> {
  const minimum = rules.minimumLength;
  if ([...password].length < minimum) return refuse('PASSWORD_TOO_SHORT', 'password', { minimum });
  const classes = CLASSES.filter((kind) => kind.test(password)).length;
  if (classes < rules.minimumClasses) {
    return refuse('PASSWORD_TOO_SIMPLE', 'password', { minimum: rules.minimumClasses });
  }
  const lower = password.toLowerCase();
  const contains = personal.some((word) => word.length >= 4 && lower.includes(word.toLowerCase()));
  return contains ? refuse('PASSWORD_CONTAINS_NAME', 'password') : accept(undefined);
}
