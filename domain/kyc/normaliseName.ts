import { Converter } from 'opencc-js/t2cn';
import { pinyin } from 'pinyin-pro';
import type { ScreeningParameters } from '../parameters/kyc';

/** A name made comparable. */
export interface ComparableName {
  /** Simplified characters or upper-case words without punctuation and legal form; words apart by a space. */
  readonly text: string;
  readonly isChinese: boolean;
  /** Characters, without spaces. */
  readonly characters: readonly string[];
  /** Toneless pinyin, a syllable a character, for Chinese; the sorted words for Latin. */
  readonly sounds: readonly string[];
}

const toSimplified = Converter({ from: 't', to: 'cn' });
const HAN = /\p{Script=Han}/u;
const NOT_A_LETTER = /[^\p{Letter}\p{Number}]+/gu;

/**
 * Brings a name into the form in which names are compared: NFKC, upper case, simplified characters, no
 * punctuation, no legal form. A name that is nothing but a legal form is kept as it is.
 */
export function comparableName(name: string, parameters: ScreeningParameters): ComparableName {
  const words = toSimplified(name.normalize('NFKC').toUpperCase()).replace(NOT_A_LETTER, ' ').trim();
  const isChinese = HAN.test(words);
  const text = isChinese ? withoutChineseForm(words, parameters) : withoutLatinForms(words, parameters);
  return {
    text,
    isChinese,
    characters: [...text.replaceAll(' ', '')],
    sounds: isChinese ? syllablesOf(text) : text.split(' ').sort(),
  };
}

function withoutChineseForm(words: string, { chineseLegalForms }: ScreeningParameters): string {
  const name = words.replaceAll(' ', '');
  const form = chineseLegalForms.find((candidate) => name.endsWith(candidate)) ?? '';
  return name.slice(0, name.length - form.length) || name;
}

function withoutLatinForms(words: string, { latinLegalForms }: ScreeningParameters): string {
  const all = words.split(' ');
  const last = all.findLastIndex((word) => !latinLegalForms.includes(word));
  return (last < 0 ? all : all.slice(0, last + 1)).join(' ');
}

function syllablesOf(text: string): readonly string[] {
  return pinyin(text, { toneType: 'none', type: 'array' }).map((syllable) => syllable.toUpperCase());
}
