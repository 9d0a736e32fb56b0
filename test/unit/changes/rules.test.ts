import { isoDate } from '../../../domain/calendar/isoDate';
import { approvalsFor } from '../../../domain/changes/authority';
import { allowedExtension } from '../../../domain/changes/extensionLimit';
import { LOAN_CHANGE_KINDS, LOAN_CHANGE_RULES } from '../../../domain/changes/kinds';
import { waivedParts } from '../../../domain/changes/waive';
import { fen } from '../../../domain/money/fen';
import { parametersAt } from '../../../domain/parameters/parametersAt';

const { changes } = parametersAt(isoDate('2026-11-27'));

describe('how far a loan may be extended', () => {
  it.each([
    [1, 1],
    [12, 12],
    [13, 6],
    [24, 12],
    [60, 30],
    [61, 36],
    [360, 36],
  ])('a term of %i months by %i', (termMonths, limitMonths) => {
    const request = {
      ...{ startDate: isoDate('2026-01-15'), termMonths, months: limitMonths, extendedSoFarMonths: 0 },
      ...{ appliedOn: isoDate('2026-02-01'), overdueFen: 0, isSecured: false, hasSecurityConsent: false },
    };
    expect(allowedExtension(request, changes.extension)).toMatchObject({ ok: true, value: { limitMonths } });
    expect(allowedExtension({ ...request, months: limitMonths + 1 }, changes.extension)).toMatchObject({
      refusal: { code: 'EXTENSION_TOO_LONG', detail: { maximumMonths: limitMonths } },
    });
  });
});

describe('who must approve a change', () => {
  it('is said for every kind and every amount, never fewer people for more', () => {
    for (const kind of LOAN_CHANGE_KINDS) {
      const counts = [0, 100_000, 100_001, 60_000_000, 900_000_000_000].map(
        (amountFen) => approvalsFor(kind, amountFen, changes).length,
      );
      expect(counts[0]).toBeGreaterThan(0);
      expect(counts).toEqual(counts.toSorted((one, other) => one - other));
    }
  });

  it('is at each amount whoever the law asks for, and at the lowest nobody else', () => {
    for (const kind of LOAN_CHANGE_KINDS) {
      const { approvedBy } = LOAN_CHANGE_RULES[kind];
      const [lowest, ...higher] = changes.authority[kind].map(({ approvals }) => approvals);
      expect([kind, lowest]).toEqual([kind, approvedBy]);
      for (const approvals of higher) expect(approvals).toEqual(expect.arrayContaining([...approvedBy]));
    }
  });

  it('is risk wherever a borrower in trouble is rescheduled', () => {
    expect(approvalsFor('RESCHEDULE', 1, changes)).toEqual(['risk']);
    expect(() => approvalsFor('WAIVE', 1, { authority: { ...changes.authority, WAIVE: [] } })).toThrow(
      RangeError,
    );
  });
});

describe('a waiver', () => {
  const nothing = {
    fee: fen(0),
    compound: fen(0),
    penalty: fen(0),
    interest: fen(0),
    interestNotDue: fen(0),
  };
  const unpaid = [
    { instalment: 1, ...nothing, penalty: fen(70) },
    { instalment: 2, ...nothing, penalty: fen(50) },
  ];

  it('gives up the oldest first', () => {
    expect(waivedParts([{ component: 'penalty', amountFen: 100 }], unpaid)).toEqual({
      ok: true,
      value: [
        { instalment: 1, component: 'penalty', amountFen: 70 },
        { instalment: 2, component: 'penalty', amountFen: 30 },
      ],
    });
  });

  it('is all or nothing, line by line', () => {
    const twice = [
      { component: 'penalty', amountFen: 100 },
      { component: 'penalty', amountFen: 21 },
    ] as const;
    expect(waivedParts(twice, unpaid)).toMatchObject({
      refusal: { code: 'AMOUNT_EXCEEDS_UNPAID', detail: { component: 'penalty', maximumFen: 20 } },
    });
    expect(waivedParts([{ component: 'principal', amountFen: 1 }], unpaid)).toMatchObject({
      refusal: { code: 'PRINCIPAL_NOT_WAIVABLE' },
    });
    expect(waivedParts([{ component: 'penalty', amountFen: 0 }], unpaid)).toMatchObject({
      refusal: { code: 'AMOUNT_NOT_POSITIVE' },
    });
  });
});
