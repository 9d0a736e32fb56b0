import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { comparableName } from '../../domain/kyc/normaliseName';
import type { ScreeningParameters } from '../../domain/parameters/kyc';
import type { SecurityParameters } from '../../domain/parameters/security';
import { accept, type Result, refuse } from '../../domain/result';

const CLASSES = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u];
const HAN = /\p{Script=Han}/u;
/** A word this long is no accident: two Chinese characters are a name, three Latin letters are not. */
const LEAST_HAN = 2;
const LEAST_LATIN = 4;

/** Counts the guesses that somebody needs who knows the passwords that people choose, and how they vary them. */
const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/**
 * Whether a password is hard enough to guess: long, of several kinds of characters as house policy wants, without a
 * word of the person or the house, and none of those that many people have (ASVS 5.0 6.2.1, 6.2.4, 6.2.11).
 * @param words about the person, that a guesser would try first; see {@link wordsOfName}
 */
export function checkPassword(
  password: string,
  rules: SecurityParameters['password'],
  words: readonly string[] = [],
): Result<
  void,
  'PASSWORD_CONTAINS_NAME' | 'PASSWORD_TOO_SHORT' | 'PASSWORD_TOO_SIMPLE' | 'PASSWORD_GUESSABLE'
> {
  const minimum = rules.minimumLength;
  if ([...password].length < minimum) return refuse('PASSWORD_TOO_SHORT', 'password', { minimum });
  const classes = CLASSES.filter((kind) => kind.test(password)).length;
  if (classes < rules.minimumClasses) {
    return refuse('PASSWORD_TOO_SIMPLE', 'password', { minimum: rules.minimumClasses });
  }
  const known = [...words, ...rules.houseWords].map(plainly);
  const plain = plainly(password);
  if (known.some((word) => isTelling(word) && plain.includes(word))) {
    return refuse('PASSWORD_CONTAINS_NAME', 'password');
  }
  const { guessesLog10 } = estimator.check(password, known);
  return guessesLog10 < rules.minimumGuessesLog10
    ? refuse('PASSWORD_GUESSABLE', 'password')
    : accept(undefined);
}

/** A name as a guesser would type it: without its legal form, in characters and in pinyin. */
export function wordsOfName(name: string, parameters: ScreeningParameters): readonly string[] {
  const { characters, sounds } = comparableName(name, parameters);
  return [characters.join(''), sounds.join('')];
}

const plainly = (text: string): string => text.normalize('NFKC').toLowerCase();

function isTelling(word: string): boolean {
  return [...word].length >= (HAN.test(word) ? LEAST_HAN : LEAST_LATIN);
}
