/** How exact a rate is told: enough for a mark-up on a rate in basis points. */
const SCALE = 1_000_000_000n;

/**
 * The rate of a year on what is late: the contract's with its mark-up (《人民币利率管理规定》), exact, as a decimal text.
 * @param annualRate such as `0.0533`
 * @param markup such as `0.5` for half as much again
 */
export function penaltyRate(annualRate: string, markup: string): string {
  const product = units(annualRate) * (SCALE + units(markup));
  const digits = String(product).padStart(19, '0');
  const [whole, decimals] = [digits.slice(0, -18), digits.slice(-18).replace(/0+$/, '')];
  return decimals === '' ? whole : `${whole}.${decimals}`;
}

/** A decimal text in billionths. */
function units(decimal: string): bigint {
  const [whole = '0', decimals = ''] = decimal.split('.');
  return BigInt(whole) * SCALE + BigInt(decimals.slice(0, 9).padEnd(9, '0'));
}
