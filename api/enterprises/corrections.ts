import { type EnterpriseId, workflowIds } from '../../contracts/ids';
import type { PersonsAct } from '../../contracts/people';
import type { RefusalCode } from '../../contracts/refusals';
import { askToCorrectUpdate, handInCorrectionUpdate, type OnboardingView } from '../../contracts/workflows';
import { parseCorporateAccount } from '../../domain/identifiers/bankAccount';
import { parseMobile } from '../../domain/identifiers/phone';
import { parseResidentId } from '../../domain/identifiers/residentId';
import type { FilePart } from '../../domain/kyc/fileParts';
import type { Refusal, Result } from '../../domain/result';
import { attachLoosePapers } from '../../gateways/database/caseAttachments';
import {
  type Corrected,
  type Correction,
  listCorrections,
  supplyCorrections,
} from '../../gateways/database/corrections';
import { type EnterpriseFile, findEnterprise } from '../../gateways/database/enterprises';
import { openPersonalData } from '../../gateways/database/personalData';
import { inTransaction } from '../../gateways/database/transaction';
import type { UpdateToSend } from '../../gateways/temporal/updates';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { refusedBy, unlessChanged } from '../kernel/problems/refused';
import { updateIdOf, updateNow } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { actorOf } from '../kernel/routing/caller';
import { found, scopeOfCall } from '../kernel/security/scope';

type Acts = 'askToCorrect' | 'handInCorrections';

/** The people of an enterprise take their file back, to put parts of it right; its process judges whether they may. */
export async function askToCorrect(
  parts: Parts,
  call: Call<'askToCorrect'>,
): Promise<AnswerOf<'askToCorrect'>> {
  const row = await ownFile(parts, call);
  const wanted = call.body.parts.map(({ part, words }) => ({ part, words, reasonCode: null }));
  return await tell(parts, call, row, { update: askToCorrectUpdate, act: { parts: wanted } });
}

/**
 * They hand in what is open. The rows first: the process goes on with what stands there. What was written by a request
 * whose answer got lost is told to the process again, here or by the sweeper. Whoever comes after somebody else is told
 * that theirs is not in.
 */
export async function handIn(
  parts: Parts,
  call: Call<'handInCorrections'>,
): Promise<AnswerOf<'handInCorrections'>> {
  const row = await ownFile(parts, call);
  const { stage, stageSince: since } = row;
  const corrections = await listCorrections(parts.sql, parts.cipher, row.id);
  const isAwaited = stage === 'AWAITING_CORRECTION';
  const open = corrections.filter(({ isOpen }) => isOpen);
  if (open.length > 0) await supply(parts, call, row, open);
  else if (!isIn(call, isAwaited, corrections.at(-1))) throw refusedBy({ code: 'CORRECTION_CLOSED' });
  // Its first answer got lost, and the process has heard of it in the meantime.
  if (!isAwaited) return { enterpriseId: row.id, stage, since };
  return await tell(parts, call, row, { update: handInCorrectionUpdate, act: {} });
}

/** Of a request while nothing is open: what it brings is in already, or it only has the process told of what is. */
function isIn(
  call: Call<'handInCorrections'>,
  isAwaited: boolean,
  last: Pick<Correction, 'suppliedBy'> | undefined,
): boolean {
  const isRepeated = call.reply.isRepeated && last?.suppliedBy === callerOf(call).userId;
  return isRepeated || (isAwaited && partsIn(call.body).length === 0);
}

async function ownFile(parts: Parts, call: Call<Acts>): Promise<EnterpriseFile> {
  const { enterpriseId } = call.params;
  const row = found(await findEnterprise(parts.prisma, scopeOfCall(call), enterpriseId));
  call.about('ONBOARDING', enterpriseId);
  return row;
}

async function tell<Act extends PersonsAct>(
  parts: Parts,
  call: Call<Acts>,
  row: EnterpriseFile,
  what: Pick<UpdateToSend<OnboardingView, Act>, 'update' | 'act'>,
): Promise<AnswerOf<'handInCorrections'>> {
  const workflowId = workflowIds.onboarding(row.id as EnterpriseId);
  const act = { ...what, workflowId, actor: actorOf(callerOf(call)), updateId: updateIdOf(call) };
  const view = await updateNow(parts, call, act, `/enterprises/${row.id}`);
  return { enterpriseId: row.id, stage: view?.stage ?? row.stage, since: view?.since ?? row.stageSince };
}

async function supply(
  parts: Parts,
  call: Call<'handInCorrections'>,
  row: EnterpriseFile,
  open: readonly Correction[],
): Promise<void> {
  const { blindIndex, cipher, sql } = parts;
  const { today } = await businessTime(parts);
  const { answer, papers } = call.body;
  const wanted = open.map(({ part }) => part);
  const given = partsIn(call.body);
  if (wanted.length !== given.length || given.some((part) => !wanted.includes(part))) {
    throw refusedBy({ code: 'PARTS_OPEN', detail: { parts: wanted.join(', ') } });
  }
  const corrected = checked(call.body, today);
  const { userId } = callerOf(call);
  const file = { ...openPersonalData(cipher, row.id, row), name: row.name };
  const writing = inTransaction(sql, async (tx) => {
    const whose = { enterpriseId: row.id, authorId: userId };
    if (!(await attachLoosePapers(tx, cipher, whose, papers))) {
      throw refusedBy({ code: 'PAPER_MISSING', field: 'papers' });
    }
    const supplied = { enterpriseId: row.id, userId, open, file, corrected, answer };
    await supplyCorrections(tx, { blindIndex, cipher }, supplied);
  });
  // A colleague was quicker.
  await unlessChanged(writing, 'CORRECTION_CLOSED');
}

type Body = Call<'handInCorrections'>['body'];

/** The parts that a request is about. */
function partsIn({ bankAccountNo, legalPerson, mobile, name, papers }: Body): readonly FilePart[] {
  return [
    ...(name === undefined ? [] : (['NAME'] as const)),
    ...(legalPerson === undefined ? [] : (['LEGAL_PERSON'] as const)),
    ...(bankAccountNo === undefined ? [] : (['BANK_ACCOUNT'] as const)),
    ...(mobile === undefined ? [] : (['MOBILE'] as const)),
    ...(papers.length === 0 ? [] : (['PAPERS'] as const)),
  ];
}

/** What was handed in, in canonical form. @throws ApiProblem with all that is wrong with it */
function checked(body: Body, today: Parameters<typeof parseResidentId>[1]): Corrected {
  const errors: Refusal<RefusalCode>[] = [];
  const or = <Value>(result: Result<Value, RefusalCode>): Value | undefined => {
    if (result.ok) return result.value;
    errors.push(result.refusal);
    return undefined;
  };
  const { bankAccountNo, legalPerson, mobile, name } = body;
  const account =
    bankAccountNo === undefined ? undefined : or(parseCorporateAccount(bankAccountNo, 'bankAccountNo'));
  const phone = mobile === undefined ? undefined : or(parseMobile(mobile));
  const person =
    legalPerson === undefined
      ? undefined
      : or(parseResidentId(legalPerson.residentId, today, 'legalPerson.residentId'));
  if (errors.length > 0) throw invalid(errors);
  return {
    ...(name === undefined ? {} : { name }),
    ...(account === undefined ? {} : { bankAccountNo: account }),
    ...(phone === undefined ? {} : { mobile: phone }),
    ...(person === undefined || legalPerson === undefined
      ? {}
      : { legalPerson: { name: legalPerson.name, residentId: person.residentId } }),
  };
}
