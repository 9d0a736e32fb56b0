import { EVENT_VERSION, TERMS_VERSION, upcastEvent, upcastTerms } from '../../../domain/loan/upcast';

/** As version 1 stored them. */
const RECEIVED = {
  sequence: 2,
  kind: 'RECEIVED',
  effectiveDate: '2026-02-12',
  businessKey: 'loan/01890000-0000-7000-8000-000000000001/instalment/1/collect/1',
  amountFen: 888_488,
  into: 'BANK',
  recordedOn: '2026-02-12',
};
const NIGHT = {
  sequence: 3,
  kind: 'CLASSIFIED',
  effectiveDate: '2026-02-13',
  businessKey: 'loan/01890000-0000-7000-8000-000000000001/eod/2026-02-13/classified',
  grade: 'SPECIAL_MENTION',
  reasons: ['DPD_GT_0'],
  recordedOn: '2026-02-13',
};
const TERMS = {
  loanId: '01890000-0000-7000-8000-000000000001',
  principalFen: 10_000_000,
  annualRate: '0.12',
};

describe('what is stored of a loan', () => {
  it('of version 1 is read as of today', () => {
    expect(upcastEvent(RECEIVED)).toEqual(RECEIVED);
    expect(upcastEvent({ v: 1, ...NIGHT })).toEqual({ ...NIGHT, by: 'EOD' });
    expect(upcastTerms(TERMS)).toEqual(TERMS);
  });

  it('of version 2 kept no penalty of what it wrote off', () => {
    const written = { ...NIGHT, kind: 'WRITTEN_OFF' };
    expect(upcastEvent({ v: 2, ...written })).toEqual({ ...written, dropsPenalty: true });
    expect(upcastEvent({ v: EVENT_VERSION, ...written })).toEqual(written);
  });

  it('of the version of today is read as it is', () => {
    expect(upcastEvent({ v: EVENT_VERSION, ...NIGHT })).toEqual(NIGHT);
    expect(upcastTerms({ version: TERMS_VERSION, ...TERMS })).toEqual(TERMS);
  });

  it.each([EVENT_VERSION + 1, 0, 1.5, '2', null])('of version %s is refused', (version) => {
    expect(() => upcastEvent({ v: version, ...RECEIVED })).toThrow(RangeError);
    expect(() => upcastTerms({ version, ...TERMS })).toThrow(RangeError);
  });
});
