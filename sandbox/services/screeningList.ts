import { z } from 'zod';
import { parseCsv } from '../kit/csv';
import type { ListEntry } from './model';

const COLUMNS =
  'list_code,entry_id,type,primary_name,aliases,birth_date,countries,identifiers,programme,listed_on,source_url';

const rowSchema = z.tuple([
  z.string().min(1).max(40),
  z.string().min(1).max(80),
  z.enum(['person', 'org', 'vessel']),
  z.string().min(1).max(300),
  z.string().max(2_000),
  z.string().max(10),
  z.string().max(200),
  z.string().max(1_000),
  z.string().max(200),
  z.string().max(10),
  z.string().max(500),
]);

/** Entries that nobody real is on: enough to show a hit, a near hit and a namesake. */
export const SAMPLE_LIST_CSV = `${COLUMNS}
SANDBOX_TERROR,T-001,org,黑沙洲国际贸易有限公司,Heishazhou International Trading Co. Ltd;黑沙洲贸易,,CN,uscc:91990000MA99999996,恐怖融资(样例),2021-06-01,https://lists.example/T-001
SANDBOX_TERROR,T-002,person,莫须有,Mo Xuyou;Mo Hsu-yu,1975-03-14,CN,id:990101197503140010,恐怖融资(样例),2022-01-15,https://lists.example/T-002
SANDBOX_UN,U-101,org,Northern Phantom Shipping Company,北方幻影航运公司;NPSC,,KP;PA,imo:9999991,UN sample,2017-11-22,https://lists.example/U-101
SANDBOX_UN,U-102,vessel,PHANTOM STAR,幻影之星,,KP,imo:9999992,UN sample,2018-03-30,https://lists.example/U-102
SANDBOX_HOUSE,H-201,org,虚构易燃化工有限公司,Xugou Chemicals,,CN,,内部关注名单(样例),2024-05-20,https://lists.example/H-201
SANDBOX_HOUSE,H-202,person,贾名人,Jia Mingren,1980-12-01,CN,,内部关注名单(样例),2024-05-20,https://lists.example/H-202
`;

/**
 * Reads a list in the platform's import format, several values in a cell split by `;`, identifiers as
 * `type:value`.
 * @throws z.ZodError naming the row and the column
 */
export function parseListCsv(text: string): readonly ListEntry[] {
  const [columns, ...rows] = parseCsv(text.replace(/^\uFEFF/, ''));
  z.literal(COLUMNS, { error: `the first line must be ${COLUMNS}` }).parse(columns?.join(','));
  return z.array(rowSchema).min(1).max(200_000).parse(rows).map(toEntry);
}

function toEntry(row: z.output<typeof rowSchema>): ListEntry {
  const [listCode, entryId, type, primaryName, aliases, birthDate, countries, identifiers, ...rest] = row;
  const [programme, listedOn, sourceUrl] = rest;
  return {
    listCode,
    entryId,
    type,
    primaryName,
    aliases: splitCell(aliases),
    birthDate,
    countries: splitCell(countries),
    identifiers: splitCell(identifiers).map(toIdentifier),
    programme,
    listedOn,
    sourceUrl,
  };
}

function splitCell(cell: string): readonly string[] {
  return cell
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function toIdentifier(text: string): ListEntry['identifiers'][number] {
  const [type = '', ...value] = text.split(':');
  return { type, value: value.join(':') };
}
