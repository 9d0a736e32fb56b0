import type { UpdateDefinition } from '@temporalio/common';
import type { ApplicationId, EnterpriseId, InstitutionId } from '../../contracts/ids';
import { workflowIds } from '../../contracts/ids';
import type { PersonsAct } from '../../contracts/people';
import {
  type ApplicationStage,
  type ApplicationView,
  acceptOfferUpdate,
  applicationQuery,
  changeTermsUpdate,
  declineOfferUpdate,
  supplyInformationUpdate,
  withdrawUpdate,
} from '../../contracts/workflows';
import { offerPointsLimit } from '../../domain/fees/loanFees';
import { pricedOffer, shownOffer } from '../../domain/offer/pricedOffer';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { readOpenAppeals, writeAppeal } from '../../gateways/database/appeals';
import {
  type ApplicationFile,
  findApplication,
  listApplications,
  storeInformation,
  writeApplication,
} from '../../gateways/database/applications';
import { findRoute } from '../../gateways/database/approvalRoutes';
import { hashOfShown } from '../../gateways/database/feeAgreements';
import { readPoints } from '../../gateways/database/fees';
import { caseRulesOf } from '../../gateways/database/ownRules';
import { findProduct, type ProductRow } from '../../gateways/database/products';
import { findOpenTask } from '../../gateways/database/tasks';
import { readTimeline, type Timeline } from '../../gateways/database/timeline';
import { askProcess } from '../../gateways/temporal/queries';
import { appealInput, startAppeal, startApplication, timeInput } from '../../gateways/temporal/starts';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { inTime, updateIdOf, updateNow } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { actorOf, isStaff } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { APPLICANT, lately, MEMBERS, orMachine, STAFF } from '../kernel/security/policy';
import { found, scopeOfCall } from '../kernel/security/scope';
import { presentAnnualCost, presentCostItems, presentFees } from '../products/cost';
import { wrongWith, wrongWithInformation } from './checks';
import { presentAppeal, presentApplication, presentApplicationSummary } from './present';
import { whatIf } from './whatIf';

const MS_PER_HOUR = 3_600_000;

type ActName = 'supplyInformation' | 'acceptOffer' | 'changeTerms' | 'declineOffer' | 'withdrawApplication';
const READERS = orMachine('applications:read', MEMBERS);

/** Applications: applying, reading, and what the applicant does on the way. */
export const applicationOperations = {
  apply: { who: APPLICANT, audit: 'application.apply', do: apply },
  listApplications: {
    who: READERS,
    do: async ({ prisma }, call) => {
      const page = await listApplications(prisma, scopeOfCall(call), call.query, call.query);
      return { ...page, items: page.items.map((row) => presentApplicationSummary(row, call.locale)) };
    },
  },
  getApplication: { who: READERS, do: getApplication },
  supplyInformation: { who: APPLICANT, audit: 'application.supplyInformation', do: supplyInformation },
  acceptOffer: {
    who: lately('MONEY', APPLICANT),
    audit: 'application.acceptOffer',
    do: acceptOffer,
  },
  priceOffer: { who: APPLICANT, do: priceOffer },
  changeTerms: { who: APPLICANT, audit: 'application.changeTerms', do: changeTerms },
  declineOffer: {
    who: APPLICANT,
    audit: 'application.declineOffer',
    do: (parts, call) => act(parts, call, declineOfferUpdate, {}),
  },
  withdrawApplication: {
    who: APPLICANT,
    audit: 'application.withdraw',
    do: (parts, call) => act(parts, call, withdrawUpdate, {}),
  },
  appeal: { who: APPLICANT, audit: 'application.appeal', do: appeal },
  // Figures nothing that is kept.
  whatIf: { who: STAFF, audit: null, limit: 'quote', do: whatIf },
} satisfies SomeOperations;

async function apply(parts: Parts, call: Call<'apply'>): Promise<AnswerOf<'apply'>> {
  const caller = callerOf(call);
  const { enterprise } = caller;
  if (enterprise === null || enterprise.stage !== 'ACTIVE')
    throw refusedBy({ code: 'ENTERPRISE_NOT_ACTIVE' });
  const { body } = call;
  const product = await productFor(parts, body.productId, enterprise.institutionId);
  const time = await businessTime(parts);
  const wrong = wrongWith(product, body, parametersAt(time.today));
  if (wrong.length > 0) throw invalid(wrong);

  const applicationId = call.subjectId as ApplicationId;
  call.about('APPLICATION', applicationId);
  await writeApplication(parts.prisma, {
    ...body,
    id: applicationId,
    institutionId: enterprise.institutionId,
    enterpriseId: enterprise.id,
    createdBy: caller.userId,
    at: time.now,
  });
  const input = {
    applicationId,
    enterpriseId: enterprise.id as EnterpriseId,
    institutionId: enterprise.institutionId as InstitutionId,
    applicantId: caller.userId,
    amountFen: body.amountFen,
    ...timeInput(
      time.clock,
      parts.settings,
      await caseRulesOf(parts.sql, enterprise.institutionId, time.today),
    ),
  };
  await inTime(parts, () => startApplication(parts.temporal, input));
  return { applicationId, workflowId: workflowIds.application(applicationId) };
}

/** The row first: a process that can't be started now is started by the sweeper. */
async function appeal(parts: Parts, call: Call<'appeal'>): Promise<AnswerOf<'appeal'>> {
  const { applicationId } = call.params;
  const row = await applicationOf(parts, call);
  call.about('APPLICATION', applicationId);
  const time = await businessTime(parts);
  const { isRepeated } = call.reply;
  if (row.appeal === null || !isRepeated) refuseToAppeal(row, time.today);
  const { institutionId, enterpriseId } = row;
  const rules = await caseRulesOf(parts.sql, institutionId, time.today);
  const answerByAt = new Date(Date.parse(time.now) + rules.appealAnswerHours * MS_PER_HOUR).toISOString();
  const isNew = await writeAppeal(parts.prisma, {
    ...{ id: applicationId, institutionId, enterpriseId },
    appealedCode: row.refusalCode ?? 'KNOCKED_OUT',
    reason: call.body.reason,
    answerByAt,
    createdBy: callerOf(call).userId,
    at: time.now,
  });
  // Another one of the enterprise asked at the same moment.
  if (!isNew && !isRepeated) throw refusedBy({ code: 'ALREADY_APPEALED' });
  const [open] = await readOpenAppeals(parts.sql, [applicationId]);
  if (open !== undefined) {
    const input = appealInput(open, timeInput(time.clock, parts.settings, rules));
    await inTime(parts, () => startAppeal(parts.temporal, input));
  }
  const { appeal: written } = await applicationOf(parts, call);
  return presentAppeal(found(written), call.locale);
}

async function applicationOf(parts: Parts, call: Call<'appeal'>): Promise<ApplicationFile> {
  return found(await findApplication(parts.prisma, scopeOfCall(call), call.params.applicationId));
}

/** The database refuses the same; here it is said in words. */
function refuseToAppeal({ appeal: made, appealUntil }: ApplicationFile, today: string): void {
  if (made !== null) throw refusedBy({ code: 'ALREADY_APPEALED' });
  if (appealUntil === null) throw refusedBy({ code: 'NOT_APPEALABLE' });
  if (today > appealUntil) throw refusedBy({ code: 'APPEAL_TOO_LATE' });
}

/** Another institution's product is as unknown as none. */
async function productFor({ prisma }: Parts, productId: string, institutionId: string): Promise<ProductRow> {
  const product = await findProduct(prisma, productId);
  if (product === null || product.institutionId !== institutionId) {
    throw invalid([{ code: 'UNKNOWN_PRODUCT', field: 'productId' }]);
  }
  return product;
}

async function getApplication(
  parts: Parts,
  call: Call<'getApplication'>,
): Promise<AnswerOf<'getApplication'>> {
  const caller = callerOf(call);
  const { applicationId } = call.params;
  const row = found(await findApplication(parts.prisma, scopeOfCall(call), applicationId));
  const [timeline, openTask, process, approval] = await Promise.all([
    readTimeline(parts.sql, parts.cipher, 'APPLICATION', applicationId),
    findOpenTask(parts.prisma, applicationId),
    row.stage === 'AWAITING_INFORMATION' ? processOf(parts, applicationId as ApplicationId) : null,
    isStaff(caller) ? findRoute(parts.prisma, applicationId) : null,
  ]);
  return presentApplication(row, {
    timeline,
    openTask,
    wanted: wantedOf(process, timeline),
    approval,
    showsStaff: isStaff(caller),
    readerId: caller.userId,
    locale: call.locale,
  });
}

/** What the process waits for; nothing is shown while it can't be asked, rather than no page at all. */
async function processOf({ temporal, log }: Parts, id: ApplicationId): Promise<ApplicationView | null> {
  try {
    return (await askProcess(temporal, workflowIds.application(id), applicationQuery)) ?? null;
  } catch (error) {
    log.warn({ err: error }, 'the process of an application could not be asked');
    return null;
  }
}

/** What is asked of the applicant now: what is missing, else what the reviewer wished to see when they sent it back. */
function wantedOf(
  process: ApplicationView | null,
  timeline: Timeline<ApplicationStage>,
): Pick<AnswerOf<'getApplication'>, 'missing' | 'wish' | 'supplyBy'> {
  if (process?.stage !== 'AWAITING_INFORMATION') return { missing: [], wish: null, supplyBy: null };
  const { missing, dueAt: supplyBy } = process;
  const last = timeline.findLast(({ kind }) => kind === 'DECISION');
  const isWish = missing.length === 0 && last?.kind === 'DECISION' && last.decision === 'ASK_FOR_MORE';
  return { missing: [...missing], wish: isWish ? last.reason : null, supplyBy };
}

async function supplyInformation(
  parts: Parts,
  call: Call<'supplyInformation'>,
): Promise<AnswerOf<'supplyInformation'>> {
  const { applicationId } = call.params;
  const onFile = found(await findApplication(parts.prisma, scopeOfCall(call), applicationId));
  call.about('APPLICATION', applicationId);
  const { today } = await businessTime(parts);
  const wrong = wrongWithInformation(onFile, call.body, parametersAt(today));
  if (wrong.length > 0) throw invalid(wrong);
  await storeInformation(parts.sql, applicationId, call.body);
  return await act(parts, call, supplyInformationUpdate, {});
}

/** What was offered, as an application stands now. */
async function offerOf(parts: Parts, call: Call<'priceOffer'>) {
  const row = found(await findApplication(parts.prisma, scopeOfCall(call), call.params.applicationId));
  if (row.stage !== 'OFFERED' || row.offer === null) {
    throw refusedBy({ code: 'NOT_IN_STAGE', detail: { stage: row.stage } });
  }
  return { enterpriseId: row.enterpriseId, offer: row.offer };
}

/** Prices an offer with points, and says what somebody has seen when they accept it so. Writes nothing. */
async function priceOffer(parts: Parts, call: Call<'priceOffer'>): Promise<AnswerOf<'priceOffer'>> {
  const { enterpriseId, offer } = await offerOf(parts, call);
  const pointsBalance = await readPoints(parts.sql, enterpriseId);
  const { pointsShare } = parametersAt(offer.terms.startDate).fees;
  const points = { offered: call.query.points, balance: pointsBalance };
  const priced = accepted(pricedOffer(offer, points, pointsShare));
  const { cost, fees } = priced;
  return {
    pointsBalance,
    pointsLimit: offerPointsLimit(offer.fees, pointsBalance, { pointsShare, vatRate: offer.terms.vatRate }),
    annualCost: presentAnnualCost(cost, offer.annualRate),
    items: presentCostItems(cost.items, call.locale),
    fees: presentFees(fees, call.locale),
    shownSha256: await hashOfShown(parts.sql, shownOffer(offer, priced)),
  };
}

async function acceptOffer(parts: Parts, call: Call<'acceptOffer'>): Promise<AnswerOf<'acceptOffer'>> {
  const { pointsUsed, shownSha256 } = call.body ?? {};
  const signed = {
    ...(pointsUsed === undefined ? {} : { pointsUsed }),
    ...(shownSha256 === undefined ? {} : { shownSha256 }),
  };
  call.note(signed);
  return await act(parts, call, acceptOfferUpdate, signed);
}

async function changeTerms(parts: Parts, call: Call<'changeTerms'>): Promise<AnswerOf<'changeTerms'>> {
  const { applicationId } = call.params;
  const row = found(await findApplication(parts.prisma, scopeOfCall(call), applicationId));
  call.about('APPLICATION', applicationId);
  const { amountFen, termMonths, method } = call.body;
  const product = await productFor(parts, row.productId, row.institutionId);
  const wrong = wrongWith(product, call.body, parametersAt((await businessTime(parts)).today));
  if (wrong.length > 0) throw invalid(wrong);
  const isSame = row.amountFen === amountFen && row.termMonths === termMonths && row.method === method;
  if (isSame) throw refusedBy({ code: 'TERMS_UNCHANGED' });
  return await act(parts, call, changeTermsUpdate, { amountFen, termMonths, method });
}

/** Something that the applicant does: the workflow judges whether it is in time and its turn. */
async function act<Act extends PersonsAct = PersonsAct>(
  parts: Parts,
  call: Call<ActName>,
  update: UpdateDefinition<ApplicationView, [Act]>,
  said: Omit<Act, keyof PersonsAct>,
): Promise<AnswerOf<'acceptOffer'>> {
  const { applicationId } = call.params;
  const row = found(await findApplication(parts.prisma, scopeOfCall(call), applicationId));
  call.about('APPLICATION', applicationId);
  const act = {
    workflowId: workflowIds.application(applicationId as ApplicationId),
    update,
    actor: actorOf(callerOf(call)),
    act: said,
    updateId: updateIdOf(call),
  };
  const view = await updateNow(parts, call, act, `/applications/${applicationId}`);
  return {
    id: applicationId,
    stage: view?.stage ?? row.stage,
    since: view?.since ?? row.stageSince,
  };
}
