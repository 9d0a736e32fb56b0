/** A share such as `0.035` as it is typed, `3.5`: exact, no float takes part. */
export function percentTyped(share: string): string {
  const [whole = '0', decimals = ''] = share.split('.');
  const digits = `${whole}${decimals.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  const rest = decimals.slice(2).replace(/0+$/, '');
  return rest === '' ? digits : `${digits}.${rest}`;
}

const PERCENT = /^(\d{1,3})(?:\.(\d{1,4}))?$/;

/** What was typed as a percentage, as the share that the API takes; null: no percentage. */
export function shareOf(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(/\s/g, '').replace(/%$/, '');
  const [, whole, decimals = ''] = PERCENT.exec(plain) ?? [];
  if (whole === undefined) return null;
  const padded = whole.padStart(3, '0');
  const after = `${padded.slice(1)}${decimals}`.replace(/0+$/, '');
  return after === '' ? (padded[0] ?? '0') : `${padded[0]}.${after}`;
}
