import {
  beneficialOwners,
  type Holding,
  type OwnershipDeclaration,
  sharesOfPersons,
} from '../../../domain/kyc/beneficialOwners';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const parameters = parametersAt(PARAMETERS_BEGIN).kyc;

const holds = (ownerId: string, ownedId: string, share: string): Holding => ({ ownerId, ownedId, share });

/** Enterprise `E`; persons are named in small letters, companies in capitals. */
function declaration(holdings: readonly Holding[], changes: Partial<OwnershipDeclaration> = {}) {
  const persons = holdings.map(({ ownerId }) => ownerId).filter((id) => id === id.toLowerCase());
  return {
    enterpriseId: 'E',
    holdings,
    personIds: [...new Set(persons)],
    rights: [],
    controllerIds: [],
    managerIds: [],
    ...changes,
  };
}

function owners(holdings: readonly Holding[], changes: Partial<OwnershipDeclaration> = {}) {
  const found = beneficialOwners(declaration(holdings, changes), parameters);
  return found.ok
    ? found.value.map(({ personId, basis, share }) => `${personId} ${basis} ${share}`)
    : found.refusal;
}

describe('beneficial owners', () => {
  it('hold a quarter or more, directly', () => {
    expect(
      owners([holds('ann', 'E', '0.25'), holds('bob', 'E', '0.249999'), holds('cat', 'E', '0.5')]),
    ).toEqual(['ann OWNERSHIP 0.250000', 'cat OWNERSHIP 0.500000']);
  });

  it('hold through chains: multiplied along each, summed over all', () => {
    const found = owners([
      holds('H', 'E', '0.6'),
      holds('ann', 'H', '0.4'), // 0.24
      holds('ann', 'E', '0.02'), // 0.26 together
      holds('T', 'H', '0.5'),
      holds('bob', 'T', '0.8'), // 0.24
      holds('cat', 'T', '0.2'), // 0.06
    ]);
    expect(found).toEqual(['ann OWNERSHIP 0.260000']);
  });

  it('are counted exactly', () => {
    const thirds = [holds('H', 'E', '0.333333333333'), holds('ann', 'H', '0.75')];
    expect(owners([...thirds], { managerIds: ['max'] })).toEqual(['max MANAGEMENT null']);
    expect(owners([holds('A', 'E', '0.1'), holds('ann', 'A', '1'), holds('ann', 'E', '0.15')])).toEqual([
      'ann OWNERSHIP 0.250000',
    ]);
  });

  it('are found through crossed holdings, each followed once', () => {
    const crossed = [
      holds('A', 'E', '0.5'),
      holds('B', 'A', '0.5'),
      holds('A', 'B', '0.5'),
      holds('ann', 'A', '0.5'),
    ];
    expect(owners(crossed)).toEqual(['ann OWNERSHIP 0.250000']);
    expect(owners([holds('E', 'E', '0.1'), holds('ann', 'E', '0.9')])).toEqual(['ann OWNERSHIP 0.900000']);
  });

  it('may have rights or control instead of shares, under the first standard that fits', () => {
    const rights = [
      { personId: 'ann', share: '0.5' },
      { personId: 'bob', share: '0.15' },
      { personId: 'bob', share: '0.1' },
      { personId: 'cat', share: '0.2' },
    ];
    const found = owners([holds('ann', 'E', '0.3')], {
      rights,
      controllerIds: ['bob', 'dan'],
      managerIds: ['max'],
    });
    expect(found).toEqual(['ann OWNERSHIP 0.300000', 'bob RIGHTS 0.250000', 'dan CONTROL null']);
  });

  it('are the managers when nobody else is', () => {
    expect(owners([holds('ann', 'E', '0.2')], { managerIds: ['max', 'eva'] })).toEqual([
      'max MANAGEMENT null',
      'eva MANAGEMENT null',
    ]);
  });

  it('must be somebody', () => {
    expect(owners([])).toEqual({ code: 'NO_BENEFICIAL_OWNER', field: 'managerIds' });
  });

  it.each(['0', '-0.1', '1.1', 'abc', '0.1234567890123', '', '.5', '00.5', '0.0', '1.5'])(
    'are not computed from a share of %j',
    (share) => {
      expect(owners([holds('ann', 'E', '0.1'), holds('bob', 'E', share)])).toEqual({
        code: 'SHARE_OUT_OF_RANGE',
        field: 'holdings.1.share',
      });
      expect(owners([], { rights: [{ personId: 'ann', share }] })).toMatchObject({ field: 'rights.0.share' });
    },
  );

  it.each(['1', '1.0', '1.000000000000', '0.000000000001'])('accept a share of %s', (share) => {
    expect(owners([holds('ann', 'E', share)], { managerIds: ['max'] })).not.toHaveProperty('code');
  });

  it('do not hold more than all', () => {
    expect(owners([holds('ann', 'E', '0.6'), holds('bob', 'E', '0.400000000001')])).toEqual({
      code: 'SHARES_ABOVE_WHOLE',
      field: 'holdings',
      detail: { ownedId: 'E' },
    });
    expect(owners([holds('ann', 'E', '0.6'), holds('bob', 'E', '0.4')])).toHaveLength(2);
  });

  it('are refused in a structure that is too large', () => {
    const many = Array.from({ length: 501 }, (_, index) => holds(`p${index}`, 'E', '0.001'));
    expect(owners(many)).toEqual({
      code: 'OWNERSHIP_TOO_COMPLEX',
      field: 'holdings',
      detail: { maximum: 500 },
    });
    expect(owners(many.slice(0, 500), { managerIds: ['max'] })).toEqual(['max MANAGEMENT null']);
  });

  it('are refused where crossed holdings make too many chains', () => {
    const companies = Array.from({ length: 12 }, (_, index) => `C${index}`);
    const crossed = companies.flatMap((owned) =>
      companies.filter((owner) => owner !== owned).map((owner) => holds(owner, owned, '0.05')),
    );
    const tangle = declaration([holds('C0', 'E', '1'), ...crossed]);
    expect(sharesOfPersons(tangle)).toEqual({
      ok: false,
      refusal: { code: 'OWNERSHIP_TOO_COMPLEX', field: 'holdings' },
    });
    expect(owners(tangle.holdings)).toMatchObject({ code: 'OWNERSHIP_TOO_COMPLEX' });
  });
});
