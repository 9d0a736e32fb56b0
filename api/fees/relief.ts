import { mostRelief, reliefRoom } from '../../domain/fees/relief';
import type { FeeFile } from '../../gateways/database/feeFiles';

/** What staff may ask to give up, or back, of a charge. */
export interface Relief {
  readonly waivableFen: number;
  readonly refundableFen: number;
}

const NONE: Relief = { waivableFen: 0, refundableFen: 0 };

/** Whether something is asked about a charge and not done yet. @param but a request that does not count */
export function isAskedAbout({ requests }: Pick<FeeFile, 'requests'>, but?: string): boolean {
  return requests.some(({ id, status }) => (status === 'OPEN' || status === 'APPROVED') && id !== but);
}

/** Nothing before it is invoiced, nor while something is asked about it: then asking is refused. */
export function reliefOf(file: FeeFile): Relief {
  if (file.invoiceNo === null || isAskedAbout(file)) return NONE;
  const room = reliefRoom(file);
  return { waivableFen: mostRelief('WAIVE', room), refundableFen: mostRelief('REFUND', room) };
}
