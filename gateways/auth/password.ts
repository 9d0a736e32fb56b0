import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { comparableName } from '../../domain/kyc/normaliseName';
import type { ScreeningParameters } from '../../domain/parameters/kyc';
import type { SecurityParameters } from '../../domain/parameters/security';
import { accept, type Result, refuse } from '../../domain/result';

const HAN = /\p{Script=Han}/u;
/** A word this long is no accident: two Chinese characters are a name, three Latin letters are not. */
const LEAST_HAN = 2;
const LEAST_LATIN = 4;

/** Counts the guesses that somebody needs who knows the passwords that people choose, and how they vary them. */
const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/**
 * Whether a password is hard enough to guess: long, without a word of the person or the house, and none of those that
 * many people have (ASVS 5.0 6.2.1, 6.2.4, 6.2.11); of which characters it is, is nobody's business (6.2.5).
 * @param words about the person, that a guesser would try first; see {@link wordsOfName}
 */
export function checkPassword(
  password: string,
  rules: SecurityParameters['password'],
  words: readonly string[] = [],
): Result<void, 'PASSWORD_CONTAINS_NAME' | 'PASSWORD_TOO_SHORT' | 'PASSWORD_GUESSABLE'> {
  const minimum = rules.minimumLength;
  if ([...password].length < minimum) return refuse('PASSWORD_TOO_SHORT', 'password', { minimum });
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

/** Whose password it is, for the words that a guesser would try first. */
export interface Whose {
  /** Of the person, of the enterprise. */
  readonly names: readonly string[];
  readonly mail: string;
  readonly institution: { readonly code: string; readonly nameZh: string; readonly nameEn: string } | null;
}

/** The words about somebody that no password of theirs has in it. */
export function wordsAbout(
  { institution, mail, names }: Whose,
  parameters: ScreeningParameters,
): readonly string[] {
  const known = institution === null ? names : [...names, institution.nameZh];
  return [
    ...known.flatMap((name) => wordsOfName(name, parameters)),
    ...mail.split(/[@.+]/),
    ...(institution === null ? [] : [...institution.nameEn.split(' '), institution.code]),
  ];
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
