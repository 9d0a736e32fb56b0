import { describe, expect, it } from '@jest/globals';
import type { Answers } from '../../../web/client/client';
import {
  bodyOf,
  DECISION_KEYS,
  type DecisionForm,
  EMPTY_FORM,
  fieldsFor,
  missingFrom,
  readForm,
} from '../../../web/desk/features/case/decision/decisionForm';

const reason = (code: Answers['DecisionReason'], isConfidential = false) => ({
  code,
  decisions: ['REJECT'] satisfies Answers['Task']['decisions'],
  text: code,
  told: code,
  isConfidential,
});
/** What the form reads of a task. */
const taskOf = (
  kind: Answers['Task']['kind'],
  refusalReasons: Answers['Task']['refusalReasons'] = [],
): Answers['Task'] => ({ kind, refusalReasons }) as Answers['Task'];
const file = {
  task: taskOf('REVIEW_APPLICATION', [reason('D201'), reason('D601', true), reason('D900')]),
  choices: [
    { decision: 'APPROVE', needs: [] },
    { decision: 'REJECT', needs: ['reason'] },
    { decision: 'ASK_FOR_MORE', needs: ['reason'] },
  ] satisfies Answers['TaskFile']['choices'],
  partReasons: [],
};
const form = (filled: Partial<DecisionForm>): DecisionForm => ({ ...EMPTY_FORM, ...filled });
const missing = (filled: Partial<DecisionForm>): string | null =>
  missingFrom(file, form(filled))?.[1] ?? null;

describe('the form of a decision', () => {
  it('asks for nothing to approve, and for a number or words to refuse', () => {
    expect(missing({ decision: 'APPROVE' })).toBeNull();
    expect(missing({ decision: 'REJECT' })).toBe('Choose a numbered reason, or say it in words');
    expect(missing({ decision: 'REJECT', reasonCode: 'D201' })).toBeNull();
    expect(missing({ decision: 'REJECT', reason: 'It is too early' })).toBeNull();
    expect(missing({ decision: 'REJECT', reason: '  ' })).not.toBeNull();
    expect(missing({ decision: 'ASK_FOR_MORE' })).toBe('Say why');
    expect(missing({})).toBe('Choose a decision first');
  });

  it('keeps a suspicion inside: no words for the applicant, and a note', () => {
    const suspicion = { decision: 'REJECT', reasonCode: 'D601' } as const;
    expect(missing({ ...suspicion, reason: 'laundering', note: 'x' })).toMatch(/leave the words/);
    expect(missing(suspicion)).toMatch(/note that stays inside/);
    expect(missing({ ...suspicion, note: 'Pattern of transfers' })).toBeNull();
  });

  it('takes a loan by its number as people write it, or by its id, and nothing else', () => {
    const money = {
      task: taskOf('IDENTIFY_RECEIPT'),
      choices: [{ decision: 'REPAY_CLAIM', needs: ['loanId'] }] satisfies Answers['TaskFile']['choices'],
      partReasons: [],
    };
    const loanId = '0198c1f0-0000-7000-8000-0000000000c1';
    const sent = (typed: string) => {
      const filled = form({ decision: 'REPAY_CLAIM', loanId: typed });
      if (missingFrom(money, filled) !== null) return missingFrom(money, filled)?.[1];
      return bodyOf(money, filled, 'REPAY_CLAIM', { version: 1, caseVersion: 1 }, null);
    };
    expect(sent(' ln2026030012 ')).toMatchObject({ loanNo: 'LN2026030012' });
    expect(sent(loanId.toUpperCase())).toMatchObject({ loanId });
    for (const typed of ['', 'LN12', '青禾']) expect(sent(typed)).toBe('Give the number of the loan (LN…)');
  });

  it('asks row by row what a check of a borrower found, and sends one word of each', () => {
    const check = {
      task: taskOf('CHECK_BORROWER'),
      choices: [
        { decision: 'IN_ORDER', needs: ['reason', 'findings'] },
      ] satisfies Answers['TaskFile']['choices'],
      partReasons: [],
    };
    const findings = {
      visit: 'ON_SITE',
      statements: 'RECEIVED',
      useOfFunds: 'AS_AGREED',
      business: 'NORMAL',
    };
    const filled = form({ decision: 'IN_ORDER', reason: 'All as agreed', ...findings });
    expect(missingFrom(check, { ...filled, business: '' })?.[1]).toMatch(/row by row/);
    expect(missingFrom(check, filled)).toBeNull();
    const seen = { version: 1, caseVersion: 2 };
    expect(bodyOf(check, filled, 'IN_ORDER', seen, null)).toMatchObject({ findings });
    // What no longer is a word of a row is not sent.
    const old = { ...filled, visit: 'BY_PIGEON' };
    expect(bodyOf(check, old, 'IN_ORDER', seen, null)).not.toHaveProperty('findings');
  });

  it('wants words where the number says nothing', () => {
    expect(missing({ decision: 'REJECT', reasonCode: 'D900' })).toBe('Say why');
  });

  it('sends what the decision asks for and nothing that was filled in for another one', () => {
    const filled = form({
      decision: 'APPROVE',
      reasonCode: 'D201',
      reason: 'typed for a refusal',
      note: 'n',
    });
    expect(bodyOf(file, filled, 'APPROVE', { version: 3, caseVersion: 7 }, null)).toEqual({
      ...{ decision: 'APPROVE', version: 3, caseVersion: 7, reason: '', note: 'n' },
    });
    expect(bodyOf(file, filled, 'REJECT', { version: 3, caseVersion: 7 }, {})).toMatchObject({
      ...{ reasonCode: 'D201', reason: 'typed for a refusal', next: {} },
    });
  });

  it('asks for each part that is sent back with a number and words, and for one at least', () => {
    const review = {
      task: taskOf('REVIEW_ENTERPRISE'),
      choices: [
        { decision: 'ASK_FOR_CORRECTION', needs: ['parts'] },
      ] satisfies Answers['TaskFile']['choices'],
      partReasons: [{ code: 'D106', text: 'Mistyped' }] satisfies Answers['TaskFile']['partReasons'],
    };
    const decision = 'ASK_FOR_CORRECTION';
    const part = { part: 'MOBILE', reasonCode: 'D106', words: ' one digit is missing ' } as const;
    const filled = form({ decision, parts: [part] });
    expect(missingFrom(review, form({ decision }))?.[1]).toMatch(/parts/);
    expect(missingFrom(review, form({ decision, parts: [{ ...part, words: ' ' }] }))).not.toBeNull();
    expect(missingFrom(review, filled)).toBeNull();
    const sent = bodyOf(review, filled, decision, { version: 1, caseVersion: 2 }, null);
    expect(sent).toMatchObject({ parts: [{ ...part, words: 'one digit is missing' }] });
    expect(readForm(JSON.parse(JSON.stringify(filled)))).toEqual(filled);
    expect(readForm({ parts: [{ part: 'HAT', reasonCode: '', words: '' }] })).toEqual(EMPTY_FORM);
  });

  it('asks for what the bank said where money is resolved', () => {
    const resolved = {
      task: taskOf('RESOLVE_PAYMENT'),
      choices: [
        { decision: 'SUCCEEDED', needs: ['reason', 'bankReference'] },
      ] satisfies Answers['TaskFile']['choices'],
      partReasons: [],
    };
    expect(fieldsFor(resolved, 'SUCCEEDED')).toEqual(['reason', 'bankReference', 'bankDate', 'note']);
    expect(missingFrom(resolved, form({ decision: 'SUCCEEDED', reason: 'They said so' }))?.[1]).toMatch(
      /reference/,
    );
  });

  it('is read from a draft that an older release wrote, as far as it is of use', () => {
    expect(readForm({ decision: 'REJECT', reason: '说明', strange: 1, note: 5 })).toEqual(
      form({ decision: 'REJECT', reason: '说明' }),
    );
    expect(readForm('nonsense')).toBeNull();
  });

  it('has no key twice among the decisions of one task', () => {
    const offered: readonly (readonly Answers['Decision'][])[] = [
      ['APPROVE', 'APPROVE_AS_EXCEPTION', 'REJECT', 'ASK_FOR_MORE'],
      ['BOOK_ON_LOAN', 'MATCH_ENTRY', 'REPAY_CLAIM', 'BOOK_AS_CAPITAL', 'RETURN'],
      ['SUCCEEDED', 'FAILED'],
      ['GRANT', 'UPHOLD'],
      ['CONFIRM', 'DISAGREE'],
      ['TRY_AGAIN', 'GIVE_UP'],
      ['TRY_AGAIN', 'CANCEL'],
      ['BOOKS_ARE_RIGHT', 'CORRECTED_BY_HAND'],
    ];
    for (const decisions of offered) {
      expect(new Set(decisions.map((decision) => DECISION_KEYS[decision])).size).toBe(decisions.length);
    }
  });
});
