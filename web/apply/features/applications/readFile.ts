import type { Grid } from './statementFile';

const SPREADSHEET = /\.xlsx$/i;

/** The sheets of a spreadsheet (XLSX), or the one of a CSV file. @throws when it can't be read */
export async function sheetsOf(file: File): Promise<readonly Grid[]> {
  if (!SPREADSHEET.test(file.name)) {
    const { parseCsv } = await import('hucre/csv');
    return [parseCsv(await textOf(file))];
  }
  const { readXlsx } = await import('hucre/xlsx');
  const { sheets } = await readXlsx(new Uint8Array(await file.arrayBuffer()));
  return sheets.map(({ rows }) => rows);
}

/** Excel in China writes CSV in GB 18030 unless it is asked for UTF-8. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
