import { asked } from '../../../gateways/database/asked';
import { plain } from '../../../gateways/database/columns';
import { Prisma } from '../../../gateways/database/generated/client';
import { readDatamodel } from '../../integration/database/support/datamodel';

const AT = new Date('2026-01-02T03:04:05.006Z');
const row = plain<'Loan'>();

describe('values of Prisma', () => {
  it('are dates or instants as the schema has them, by the name of the field', () => {
    const wrong = readDatamodel()
      .flatMap(({ columns }) => columns)
      .filter(({ type }) => type === 'date' || type === 'timestamptz')
      .filter(({ field, type }) => {
        const [read]: unknown[] = Object.values(row({ [field]: AT }));
        return read !== (type === 'date' ? '2026-01-02' : '2026-01-02T03:04:05.006Z');
      });
    expect(wrong).toEqual([]);
  });

  it('are numbers, however PostgreSQL keeps them, and none that a number can’t hold', () => {
    const vatRate = new Prisma.Decimal('0.06');
    expect(row({ principalFen: 123n, vatRate, terms: { rate: '0.12' }, nextDueDate: null })).toEqual({
      principalFen: 123,
      vatRate: 0.06,
      terms: { rate: '0.12' },
      nextDueDate: null,
    });
    expect(() => row({ principalFen: 2n ** 53n })).toThrow(RangeError);
  });

  it('are mapped in rows that a row refers to, and stay bytes where they are sealed', () => {
    const sealed = new Uint8Array([1, 2]);
    const enterprise = { createdAt: AT, mobileCipher: sealed };
    expect(row({ enterprise, changes: [{ createdAt: AT }] })).toEqual({
      enterprise: { createdAt: AT.toISOString(), mobileCipher: sealed },
      changes: [{ createdAt: AT.toISOString() }],
    });
    expect(row(null)).toBeNull();
  });
});

test('a condition that nobody asked for is left out, null is kept', () => {
  expect(asked({ status: 'OPEN', kind: undefined, code: null })).toEqual({ status: 'OPEN', code: null });
});
