import { legalTextsAt, wordsOf } from '../../contracts/consents';
import type { KeptData } from '../../contracts/http';
import { type EnterpriseId, workflowIds } from '../../contracts/ids';
import { type OnboardingStage, withdrawFileUpdate } from '../../contracts/workflows';
import { addMonths } from '../../domain/calendar/months';
import { eventsTold } from '../../domain/loan/owed';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { listConsents, withdrawConsent, writeConsents } from '../../gateways/database/consents';
import { isBrought, readBorrower } from '../../gateways/database/enterprises';
import {
  closeAccount,
  hasOpenBusiness,
  isLastPerson,
  type KeptRows,
  readKeptData,
} from '../../gateways/database/ownData';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { notFound } from '../kernel/problems/apiProblem';
import { refusedBy } from '../kernel/problems/refused';
import { updateNow } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { actorOf } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY, APPLICANT, lately } from '../kernel/security/policy';
import { rowOwed } from '../loans/present';
import { tellOfPeople } from '../ownEnterprises/people';
import { consentsOf, hashOf, presentConsent, REQUIRED_CONSENTS } from './consents';

/** People of an enterprise, with a factor that they proved lately where they have one. */
const OWNER = lately('OWN_FACTORS', APPLICANT);

/** What is kept of an enterprise and its people, what they agreed to, and how they leave. */
export const ownDataOperations = {
  listLegalTexts: { who: ANYBODY, do: texts },
  listConsents: { who: APPLICANT, do: async (parts, call) => shown(parts, call) },
  giveConsent: { who: APPLICANT, audit: 'consent.give', do: give },
  withdrawConsent: { who: APPLICANT, audit: 'consent.withdraw', do: withdraw },
  exportOwnData: { who: OWNER, do: exportAll },
  closeAccount: { who: OWNER, audit: 'account.close', do: close },
} satisfies SomeOperations;

const MONTHS_A_YEAR = 12;

async function texts(parts: Parts, { locale }: Call<'listLegalTexts'>): Promise<AnswerOf<'listLegalTexts'>> {
  const { today } = await businessTime(parts);
  const items = legalTextsAt(today).map((text) => ({
    purpose: text.purpose,
    version: text.version,
    effectiveFrom: text.effectiveFrom,
    isRequired: REQUIRED_CONSENTS.includes(text.purpose),
    text: wordsOf(text, locale),
    hash: hashOf(text, locale),
  }));
  return { items };
}

async function give(parts: Parts, call: Call<'giveConsent'>): Promise<AnswerOf<'giveConsent'>> {
  const enterprise = enterpriseOf(call);
  if (call.body.purpose === 'FILE_SHARING') throw refusedBy({ code: 'CONSENT_WITH_FILE' });
  const { today } = await businessTime(parts);
  const by = {
    enterpriseId: enterprise.id,
    institutionId: enterprise.institutionId,
    givenBy: callerOf(call).userId,
    locale: call.locale,
    today,
  };
  await writeConsents(parts.prisma, consentsOf([call.body], by, 'version'));
  call.note({ purpose: call.body.purpose, version: call.body.version });
  return await shown(parts, call);
}

async function withdraw(parts: Parts, call: Call<'withdrawConsent'>): Promise<AnswerOf<'withdrawConsent'>> {
  const { purpose } = call.body;
  if (REQUIRED_CONSENTS.includes(purpose)) throw refusedBy({ code: 'CONSENT_ENDS_WITH_ACCOUNT' });
  const by = callerOf(call).userId;
  const { id: enterpriseId, stage } = enterpriseOf(call);
  await withdrawConsent(parts.sql, { enterpriseId, purpose, by });
  call.note({ purpose });
  if (purpose === 'FILE_SHARING') await endAdmission(parts, call, { enterpriseId, stage });
  return await shown(parts, call);
}

/** An institution that has not decided yet goes no further with a file that it may not have. */
async function endAdmission(
  parts: Parts,
  call: Call<'withdrawConsent'>,
  { enterpriseId, stage }: { readonly enterpriseId: EnterpriseId; readonly stage: OnboardingStage },
): Promise<void> {
  if (!(await isBrought(parts.sql, enterpriseId)) || !IN_ADMISSION.includes(stage)) return;
  const withdrawal = {
    workflowId: workflowIds.onboarding(enterpriseId),
    update: withdrawFileUpdate,
    actor: actorOf(callerOf(call)),
    act: {},
    updateId: `withdrawFile/${enterpriseId}`,
  };
  await updateNow(parts, call, withdrawal, `/enterprises/${enterpriseId}`);
}

const IN_ADMISSION: readonly OnboardingStage[] = [
  'AWAITING_ACTIVATION',
  'CHECKING',
  'IN_REVIEW',
  'AWAITING_CORRECTION',
];

async function shown(
  { prisma }: Parts,
  call: Call<'listConsents' | 'giveConsent' | 'withdrawConsent'>,
): Promise<AnswerOf<'listConsents'>> {
  return { items: (await listConsents(prisma, enterpriseOf(call).id)).map(presentConsent) };
}

async function exportAll(parts: Parts, call: Call<'exportOwnData'>): Promise<AnswerOf<'exportOwnData'>> {
  const { email, name, userId } = callerOf(call);
  const { id: enterpriseId } = enterpriseOf(call);
  const [borrower, consents, kept] = await Promise.all([
    readBorrower(parts.prisma, parts.cipher, enterpriseId),
    listConsents(parts.prisma, enterpriseId),
    readKeptData(parts.sql, { enterpriseId, userId }),
  ]);
  const { bankAccountNo, legalPerson, mail, mobile, name: company, uscc } = borrower;
  call.reply.headers['content-disposition'] = 'attachment; filename="own-data.json"';
  return {
    exportedAt: new Date().toISOString(),
    person: { id: userId, name, mail: email },
    enterprise: { id: enterpriseId, name: company, uscc, mobile, mail, legalPerson, bankAccountNo },
    consents: consents.map(presentConsent),
    ...kept,
    loans: kept.loans.map(presentOwed),
  };
}

/** A loan as its borrower owes it, and what happened to it as the borrower is told it. */
function presentOwed(loan: KeptRows['loans'][number]): KeptData['loans'][number] {
  const { id, principalFen, principalOutstandingFen, status, events } = rowOwed(loan);
  return { id, principalFen, principalOutstandingFen, status, events: eventsTold(events) };
}

async function close(parts: Parts, call: Call<'closeAccount'>): Promise<AnswerOf<'closeAccount'>> {
  const { id: enterpriseId } = enterpriseOf(call);
  const { name, userId } = callerOf(call);
  const isLast = await isLastPerson(parts.prisma, { enterpriseId, userId });
  if (isLast && (await hasOpenBusiness(parts.sql, enterpriseId))) throw refusedBy({ code: 'BUSINESS_OPEN' });
  const { today } = await businessTime(parts);
  const years = parametersAt(today).security.antiMoneyLaunderingYears;
  const keptUntil = addMonths(today, years * MONTHS_A_YEAR);
  call.about('ONBOARDING', enterpriseId);
  const { isEnterpriseClosed, isPersonGone } = await closeAccount(parts.sql, {
    ...{ enterpriseId, closedBy: userId, keptUntil },
  });
  call.note({ isEnterpriseClosed });
  if (!isEnterpriseClosed) await tellOfPeople(parts, call, enterpriseId, { person: name, change: 'LEFT' });
  return { keptUntil: isEnterpriseClosed ? keptUntil : null, isPersonGone };
}

function enterpriseOf(call: Pick<Call, 'caller'>) {
  const { enterprise } = callerOf(call);
  if (enterprise === null) throw notFound();
  return enterprise;
}
