import { accepted } from '../../../api/kernel/problems/refused';
import { REFUSALS, type RefusalCode } from '../../../contracts/refusals';
import en from '../../../contracts/texts/en/refusals.json';
import { type TextKey, textOf } from '../../../contracts/texts/texts';
import type zh from '../../../contracts/texts/zh-CN/refusals.json';
import { accept, type RefusalOf, type Result, refuse } from '../../../domain/result';
import { demand, orRefuse } from '../../../workflows/shared/refusals';

/**
 * These lines are proved by the compiler: `npm run types` fails when one of the marked mistakes compiles.
 */
describe('a refusal that people can not be told', () => {
  it('is refused by the compiler', () => {
    const positive = (value: number) =>
      value < 0 ? refuse('NEGATIVE') : value === 0 ? refuse('ZERO') : accept(value);
    const known: Result<number, 'NEGATIVE' | 'ZERO'> = positive(1);
    const code: RefusalOf<typeof positive> = 'ZERO';
    const { NOT_IN_STAGE: _status, ...statuses } = REFUSALS;
    const { NOT_IN_STAGE: _sentence, ...sentences } = en;

    const mistakes = () => {
      // @ts-expect-error a code that the rule does not declare
      const rule: Result<number, 'NEGATIVE'> = positive(1);
      // @ts-expect-error a code that nobody has words for, answered by the API
      accepted(refuse('NOBODY_KNOWS'));
      // @ts-expect-error the same from a process
      orRefuse(refuse('NOBODY_KNOWS'));
      // @ts-expect-error the same from the validator of an update
      demand(false, 'NOBODY_KNOWS');
      // @ts-expect-error a refusal without a status
      const table: Readonly<Record<TextKey<'refusals'>, number>> = statuses;
      // @ts-expect-error a refusal without a sentence
      const texts: Readonly<Record<RefusalCode, string>> = sentences;
      // @ts-expect-error a text that one language lacks
      const english: typeof zh = sentences;
      // @ts-expect-error a text that is not there
      textOf('en', 'refusals', 'NOBODY_KNOWS');
      return [rule, table, texts, english];
    };

    expect(mistakes).toBeInstanceOf(Function);
    expect([accepted(known), orRefuse(known), code]).toEqual([1, 1, 'ZERO']);
  });
});
