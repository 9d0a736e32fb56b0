import { writeXlsxStream } from 'hucre/xlsx';
import type { Cell } from './csv';

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * A table as a workbook with one sheet (Office Open XML). Texts are texts: what looks like a formula is none.
 * @param rows pulled one by one while the file is written, so that a long list is never held as cells
 */
export async function xlsxOf(head: readonly string[], rows: AsyncIterable<readonly Cell[]>): Promise<Buffer> {
  const columns = head.map((header) => ({ header }));
  const file = writeXlsxStream(mutable(rows), { name: 'Sheet1', columns, freezePane: { rows: 1 } });
  return Buffer.from(await new Response(file).arrayBuffer());
}

async function* mutable(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<Cell[]> {
  for await (const row of rows) yield [...row];
}
