import { Readable } from 'node:stream';
import type { Exported } from '../../contracts/exports';
import {
  addExport,
  type ExportOwner,
  findExport,
  listExports,
  readExport,
} from '../../gateways/database/exports';
import { XLSX_TYPE } from '../../gateways/xlsx';
import type { Parts } from '../kernel/parts';
import { forbidden, invalid } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { BOOKS, type Policy, STAFF, staff } from '../kernel/security/policy';
import { securityRules } from '../kernel/security/rules';
import { found, institutionOfCall } from '../kernel/security/scope';
import { filterOf } from '../tasks/filter';
import { readerOf } from '../tasks/reader';

/** Lists as files: asked for here, made by a worker, taken by whoever asked. */
export const exportOperations = {
  askForExport: { who: STAFF, audit: 'export.ask', do: ask },
  listExports: {
    who: STAFF,
    do: async ({ prisma }, call) => ({ items: await listExports(prisma, ownerOf(call)) }),
  },
  getExport: {
    who: STAFF,
    do: async ({ prisma }, call) => found(await findExport(prisma, ownerOf(call), call.params.exportId)),
  },
  readExport: { who: STAFF, audit: 'export.read', do: read },
} satisfies SomeOperations;

/** Who may see the list may have it as a file. */
const WHO: Readonly<Record<Exported, Policy>> = {
  TASKS: STAFF,
  LOANS: STAFF,
  PAYMENTS: STAFF,
  ENTRIES: BOOKS,
  AUDIT: staff('admin', 'auditor', 'risk'),
};

async function ask(parts: Parts, call: Call<'askForExport'>): Promise<AnswerOf<'askForExport'>> {
  const { what, format = 'CSV' } = call.body;
  mustSee(call, what);
  call.note({ what, format });
  const owner = ownerOf(call);
  const wish = { ...owner, id: call.subjectId, what, format, filter: await filterFor(parts, call) };
  await addExport(parts.sql, wish, securityRules().exports.mostWaiting);
  const file = await findExport(parts.prisma, owner, wish.id);
  if (file === null) throw invalid([{ code: 'TOO_MANY', field: 'what' }]);
  return file;
}

/** Which tasks somebody sees goes by the roles of the moment: they are written down. */
async function filterFor(parts: Parts, call: Call<'askForExport'>): Promise<object> {
  if (call.body.what !== 'TASKS') return call.body.filter;
  return filterOf(await readerOf(parts, call), call.body.filter);
}

/** Rights may have been taken since it was asked for. */
async function read(
  { prisma, sql, cipher }: Parts,
  call: Call<'readExport'>,
): Promise<AnswerOf<'readExport'>> {
  const owner = ownerOf(call);
  const { exportId } = call.params;
  const { what, rowCount, format } = found(await findExport(prisma, owner, exportId));
  mustSee(call, what);
  const content = found(await readExport(sql, cipher, owner, exportId));
  call.note({ what, rowCount });
  const name = `${what.toLowerCase()}-${exportId}.${format.toLowerCase()}`;
  call.reply.headers['content-disposition'] = `attachment; filename="${name}"`;
  if (format === 'CSV') return Readable.from([content]);
  call.reply.headers['content-type'] = XLSX_TYPE;
  return Readable.from([Buffer.from(content, 'base64')]);
}

function mustSee(call: Pick<Call, 'caller'>, what: Exported): void {
  if (!WHO[what].judge(callerOf(call)).ok) throw forbidden();
}

const ownerOf = (call: Pick<Call, 'caller'>): ExportOwner => ({
  institutionId: institutionOfCall(call),
  askedBy: callerOf(call).userId,
});
