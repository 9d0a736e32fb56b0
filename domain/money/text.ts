/** An amount as people read it, `¥1,234.50` and `-¥1,234.50`. */
export const amountText = (amountFen: number): string =>
  `${amountFen < 0 ? '-' : ''}¥${yuanText(Math.abs(amountFen))}`;

/** Fen as yuan for people, `1,234.50`: with two decimals, thousands apart. */
export function yuanText(amountFen: number): string {
  const digits = String(Math.abs(amountFen)).padStart(3, '0');
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amountFen < 0 ? '-' : ''}${yuan}.${digits.slice(-2)}`;
}
