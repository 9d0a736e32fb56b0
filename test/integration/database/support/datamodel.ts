import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ModelColumn {
  /** What Prisma calls it. */
  readonly field: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
}

export interface Model {
  readonly table: string;
  readonly columns: readonly ModelColumn[];
  /** Primary key and uniques, each as sorted columns. */
  readonly uniques: readonly string[];
}

/** PostgreSQL's name of a Prisma type without a native one. */
const TYPES: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'int4',
  BigInt: 'int8',
  Boolean: 'bool',
  Json: 'jsonb',
  Bytes: 'bytea',
  Decimal: 'numeric',
  DateTime: 'timestamp',
};
const NATIVE: Readonly<Record<string, string>> = {
  Uuid: 'uuid',
  Date: 'date',
  Timestamptz: 'timestamptz',
  Char: 'bpchar',
  SmallInt: 'int2',
  Decimal: 'numeric',
};

/** Reads what prisma/schema.prisma says; enough of its language for this schema. */
export function readDatamodel(): readonly Model[] {
  const text = readFileSync(join(__dirname, '../../../../prisma/schema.prisma'), 'utf8');
  return [...text.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, , body = '']) => readModel(body));
}

function readModel(body: string): Model {
  const lines = body.split('\n').map((line) => line.replace(/\/\/.*$/, '').trim());
  const table = lines.map((line) => /^@@map\("(\w+)"\)/.exec(line)?.[1]).find(Boolean) ?? '';
  const fields = lines.filter((line) => /^\w/.test(line) && !refersToModel(line));
  const columnOf = new Map(fields.map((line) => [line.split(/\s+/)[0] ?? '', columnName(line)]));
  const own = fields.filter((line) => /@(id|unique)\b/.test(line)).map((line) => columnName(line));
  const composed = lines.flatMap((line) => {
    const names = /^@@(?:id|unique)\(\[([^\]]+)\]/.exec(line)?.[1];
    return names === undefined
      ? []
      : [keyOf(names.split(',').map((name) => columnOf.get(name.trim()) ?? name))];
  });
  return { table, columns: fields.map(readColumn), uniques: [...own, ...composed].sort() };
}

/** A relation is no column: its type is another model, which is never one of Prisma's own types. */
function refersToModel(line: string): boolean {
  const type = (line.split(/\s+/)[1] ?? '').replace(/[?[\]]/g, '');
  return !(type in TYPES);
}

function columnName(line: string): string {
  return /@map\("(\w+)"\)/.exec(line)?.[1] ?? line.split(/\s+/)[0] ?? '';
}

function readColumn(line: string): ModelColumn {
  const declared = line.split(/\s+/)[1] ?? '';
  const native = /@db\.(\w+)/.exec(line)?.[1];
  const bare = declared.replace(/[?[\]]/g, '');
  const type = native === undefined ? TYPES[bare] : NATIVE[native];
  if (type === undefined) throw new Error(`unknown type in: ${line}`);
  return {
    field: line.split(/\s+/)[0] ?? '',
    column: columnName(line),
    type: declared.endsWith('[]') ? `_${type}` : type,
    nullable: declared.endsWith('?'),
  };
}

/** Columns of a key in a form that compares. */
export function keyOf(columns: readonly string[]): string {
  return [...columns].sort().join(', ');
}
