import { describe, expect, it } from '@jest/globals';
import { LOAN_CHANGE_KINDS, LOAN_CHANGE_RULES } from '../../../domain/changes/kinds';
import {
  bodyOf,
  CHANGE_FORMS,
  EMPTY_DRAFT,
  kindsFor,
} from '../../../web/desk/features/loanChanges/changeDraft';

const draft = (change: Partial<typeof EMPTY_DRAFT>) => ({ ...EMPTY_DRAFT, ...change });

describe('a change of a loan as it is typed', () => {
  it('may be asked for at the desk by those whom the rules name, kind by kind', () => {
    for (const kind of LOAN_CHANGE_KINDS) {
      const staff = LOAN_CHANGE_RULES[kind].askedBy.filter((role) => role !== 'applicant');
      expect([kind, [...CHANGE_FORMS[kind].askedBy].sort()]).toEqual([kind, [...staff].sort()]);
    }
    expect(kindsFor(['customer_service'], 'REPAYING')).toEqual(['EXTEND', 'RESCHEDULE', 'WAIVE']);
    expect(kindsFor(['reviewer'], 'REPAYING')).toEqual([]);
  });

  it('of a loan that is over, or off the books, is offered only as far as it is still possible', () => {
    expect(kindsFor(['finance', 'risk', 'customer_service'], 'CLOSED')).toEqual(['REVERSE_RECEIPT']);
    expect(kindsFor(['risk'], 'CLOSED')).toEqual([]);
    expect(kindsFor(['finance'], 'WRITTEN_OFF')).toContain('MANUAL_RECEIPT');
    const ofTheBooks = [
      'EXTEND',
      'RESCHEDULE',
      'REPRICE',
      'WAIVE',
      'ACCELERATE',
      'WRITE_OFF',
      'UPGRADE',
    ] as const;
    for (const kind of ofTheBooks) expect(kindsFor(['finance', 'risk'], 'WRITTEN_OFF')).not.toContain(kind);
  });

  it('is read into what the API takes, and nothing that was not said', () => {
    expect(bodyOf('EXTEND', draft({ months: '6', isSecured: true, hasSecurityConsent: true }))).toEqual({
      ...{ kind: 'EXTEND', months: 6, isSecured: true, hasSecurityConsent: true },
    });
    expect(bodyOf('REPRICE', draft({ rate: '4.35%', on: '2026-12-01' }))).toEqual({
      ...{ kind: 'REPRICE', annualRate: '0.0435', on: '2026-12-01' },
    });
    const waive = { ...EMPTY_DRAFT.waive, penalty: '1,234.5' };
    expect(bodyOf('WAIVE', draft({ waive }))).toEqual({
      kind: 'WAIVE',
      waive: [{ component: 'penalty', amountFen: 123_450 }],
    });
    expect(bodyOf('WRITE_OFF', draft({ evidence: ['a', 'b'] }))).toEqual({
      kind: 'WRITE_OFF',
      evidence: ['a', 'b'],
      isSharedPaper: false,
    });
    expect(bodyOf('WRITE_OFF', draft({}))).toBeNull();
    const byHand = { received: '1,200', on: '2026-12-01', evidence: ['a'] };
    expect(bodyOf('MANUAL_RECEIPT', draft(byHand))).toEqual({
      ...{ kind: 'MANUAL_RECEIPT', amountFen: 120_000, on: '2026-12-01', evidence: ['a'] },
      isOtherMoney: false,
      isSharedPaper: false,
    });
    expect(bodyOf('MANUAL_RECEIPT', draft({ ...byHand, isSharedPaper: true }))).toMatchObject({
      isSharedPaper: true,
    });
    expect(
      bodyOf('MANUAL_RECEIPT', draft({ ...byHand, bankReference: ' A1 ', isOtherMoney: true })),
    ).toMatchObject({
      ...{ bankReference: 'A1', isOtherMoney: true },
    });
    for (const lacking of [{ received: '' }, { on: '' }, { evidence: [] }])
      expect(bodyOf('MANUAL_RECEIPT', draft({ ...byHand, ...lacking }))).toBeNull();
    expect(bodyOf('DEBTOR_FACT', draft({ fact: 'EVASION', isOfLoan: true }))).toEqual({
      ...{ kind: 'DEBTOR_FACT', fact: 'EVASION', covers: 'LOAN', ends: false },
    });
    expect(bodyOf('RESCHEDULE', draft({ months: '24', method: 'EQUAL_PRINCIPAL' }))).toEqual({
      ...{ kind: 'RESCHEDULE', termMonths: 24, method: 'EQUAL_PRINCIPAL' },
    });
  });

  it('takes back a receipt of the loan, or one that repaid what its borrower owed back', () => {
    const because = 'BOUNCED';
    const receiptId = '0198c1f0-0000-7000-8000-000000000001';
    const kind = 'REVERSE_RECEIPT';
    expect(bodyOf(kind, draft({ sequence: '3', because }))).toEqual({ kind, because, sequence: 3 });
    expect(bodyOf(kind, draft({ sequence: receiptId, because }))).toEqual({ kind, because, receiptId });
  });

  it.each([
    ['EXTEND', draft({ months: 'six' })],
    ['EXTEND', draft({ months: '6', rate: 'x' })],
    ['REPRICE', EMPTY_DRAFT],
    ['WAIVE', EMPTY_DRAFT],
    ['WAIVE', draft({ waive: { ...EMPTY_DRAFT.waive, penalty: '-1' } })],
    ['BIND_ACCOUNT', draft({ bankAccountNo: ' ' })],
    ['REVERSE_RECEIPT', EMPTY_DRAFT],
    ['REVERSE_RECEIPT', draft({ sequence: '3' })],
  ] as const)('is nothing yet: %s', (kind, typed) => {
    expect(bodyOf(kind, typed)).toBeNull();
  });
});
