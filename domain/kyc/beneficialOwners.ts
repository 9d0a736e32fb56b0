import { type DecimalText, Exact, fixed } from '../parameters/decimal';
import type { KycParameters } from '../parameters/kyc';
import { accept, type Result, refuse } from '../result';

/** A direct holding: `ownerId` holds `share` (0 < share ≤ 1) of `ownedId`. */
export interface Holding {
  readonly ownerId: string;
  readonly ownedId: string;
  readonly share: string;
}

/** Income or votes that a person has without, or beyond, shares. */
export interface SpecialRight {
  readonly personId: string;
  readonly share: string;
}

/** What an enterprise declares about who is behind it. */
export interface OwnershipDeclaration {
  readonly enterpriseId: string;
  readonly holdings: readonly Holding[];
  /** Which of the owners are natural persons; all others are organisations to be looked through. */
  readonly personIds: readonly string[];
  readonly rights: readonly SpecialRight[];
  /** Natural persons who control it in fact, alone or together. */
  readonly controllerIds: readonly string[];
  /** Natural persons who run it day by day. */
  readonly managerIds: readonly string[];
}

/** Which standard of 令〔2024〕第3号 makes a person a beneficial owner. */
export type OwnershipBasis = 'OWNERSHIP' | 'RIGHTS' | 'CONTROL' | 'MANAGEMENT';

export interface BeneficialOwner {
  readonly personId: string;
  readonly basis: OwnershipBasis;
  /** Share held through all chains or by right, six places; null for control and management. */
  readonly share: DecimalText | null;
}

/** Chains are walked one by one; crossed holdings of many companies could make millions of them. */
const MOST_HOLDINGS = 500;
const MOST_CHAIN_STEPS = 20_000;

/**
 * The beneficial owners: shares are multiplied along each chain and summed over chains, 25 % or more counts;
 * then rights, then control; managers only when nobody else is found. Crossed holdings are followed once.
 */
export function beneficialOwners(
  declaration: OwnershipDeclaration,
  parameters: KycParameters,
): Result<
  readonly BeneficialOwner[],
  'NO_BENEFICIAL_OWNER' | 'OWNERSHIP_TOO_COMPLEX' | 'SHARES_ABOVE_WHOLE' | 'SHARE_OUT_OF_RANGE'
> {
  const refusal = declarationRefusal(declaration);
  if (refusal !== null) return { ok: false, refusal };
  const shares = sharesOfPersons(declaration);
  if (!shares.ok) return shares;

  const owners = [
    ...atLeast(shares.value, 'OWNERSHIP', parameters),
    ...atLeast(sharesByRight(declaration.rights), 'RIGHTS', parameters),
    ...declaration.controllerIds.map((personId) => owner(personId, 'CONTROL')),
  ];
  const found = owners.length > 0 ? owners : declaration.managerIds.map((id) => owner(id, 'MANAGEMENT'));
  return found.length > 0 ? accept(firstBasisOnly(found)) : refuse('NO_BENEFICIAL_OWNER', 'managerIds');
}

/** A chain of holdings from the enterprise up to `id`. */
interface Chain {
  readonly id: string;
  readonly share: Exact;
  readonly through: readonly string[];
}

/** The share of each natural person in an enterprise, through all chains; unrounded. */
export function sharesOfPersons(
  declaration: Pick<OwnershipDeclaration, 'enterpriseId' | 'holdings' | 'personIds'>,
): Result<ReadonlyMap<string, Exact>, 'OWNERSHIP_TOO_COMPLEX'> {
  const owners = groupBy(declaration.holdings, (holding) => holding.ownedId);
  const persons = new Set(declaration.personIds);
  const shares = new Map<string, Exact>();
  const { enterpriseId } = declaration;
  const open: Chain[] = [{ id: enterpriseId, share: new Exact(1), through: [enterpriseId] }];
  for (let steps = 0; open.length > 0; steps += 1) {
    if (steps > MOST_CHAIN_STEPS) return refuse('OWNERSHIP_TOO_COMPLEX', 'holdings');
    const chain = open.pop() as Chain;
    for (const { ownerId, share } of owners.get(chain.id) ?? []) {
      const held = chain.share.times(share);
      if (persons.has(ownerId)) shares.set(ownerId, held.plus(shares.get(ownerId) ?? 0));
      else if (!chain.through.includes(ownerId)) {
        open.push({ id: ownerId, share: held, through: [...chain.through, ownerId] });
      }
    }
  }
  return accept(shares);
}

function declarationRefusal({ holdings, rights }: OwnershipDeclaration) {
  if (holdings.length > MOST_HOLDINGS) {
    return refuse('OWNERSHIP_TOO_COMPLEX', 'holdings', { maximum: MOST_HOLDINGS }).refusal;
  }
  return (
    shareRefusal(holdings, 'holdings') ??
    shareRefusal(rights, 'rights') ??
    wholeRefusal(groupBy(holdings, (holding) => holding.ownedId))
  );
}

function shareRefusal(items: readonly { readonly share: string }[], path: string) {
  const index = items.findIndex(({ share }) => !isShare(share));
  return index < 0 ? null : refuse('SHARE_OUT_OF_RANGE', `${path}.${index}.share`).refusal;
}

function isShare(share: unknown): boolean {
  return typeof share === 'string' && /^(0\.\d{1,12}|1(\.0{1,12})?)$/.test(share) && Number(share) > 0;
}

function wholeRefusal(holdingsOf: ReadonlyMap<string, readonly Holding[]>) {
  for (const [ownedId, held] of holdingsOf) {
    if (sum(held.map(({ share }) => share)).greaterThan(1)) {
      return refuse('SHARES_ABOVE_WHOLE', 'holdings', { ownedId }).refusal;
    }
  }
  return null;
}

function sharesByRight(rights: readonly SpecialRight[]): ReadonlyMap<string, Exact> {
  const ofPerson = groupBy(rights, ({ personId }) => personId);
  return new Map([...ofPerson].map(([personId, held]) => [personId, sum(held.map(({ share }) => share))]));
}

function sum(shares: readonly string[]): Exact {
  return shares.reduce((total, share) => total.plus(share), new Exact(0));
}

function atLeast(
  shares: ReadonlyMap<string, Exact>,
  basis: OwnershipBasis,
  { beneficialOwnerFrom }: KycParameters,
): readonly BeneficialOwner[] {
  return [...shares]
    .filter(([, share]) => share.greaterThanOrEqualTo(beneficialOwnerFrom))
    .map(([personId, share]) => ({ personId, basis, share: fixed(share, 6) }));
}

function owner(personId: string, basis: OwnershipBasis): BeneficialOwner {
  return { personId, basis, share: null };
}

/** A person who meets several standards is listed under the first. */
function firstBasisOnly(owners: readonly BeneficialOwner[]): readonly BeneficialOwner[] {
  const byPerson = groupBy(owners, ({ personId }) => personId);
  return [...byPerson.values()].flatMap(([first]) => first ?? []);
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
