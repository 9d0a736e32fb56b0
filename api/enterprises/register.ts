import { uuidv7 } from 'uuidv7';
import { type EnterpriseId, type InstitutionId, workflowIds } from '../../contracts/ids';
import type { OnboardingInput } from '../../contracts/workflows';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { parseCorporateAccount } from '../../domain/identifiers/bankAccount';
import { mailboxOf, parseMail } from '../../domain/identifiers/mail';
import { parseMobile } from '../../domain/identifiers/phone';
import { parseResidentId } from '../../domain/identifiers/residentId';
import { parseUscc } from '../../domain/identifiers/uscc';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { accept } from '../../domain/result';
import { checkPassword, wordsAbout } from '../../gateways/auth/password';
import { signInName, signInNames } from '../../gateways/auth/signInName';
import {
  type Registration,
  type RegistrationOutcome,
  writeRegistration,
} from '../../gateways/database/enterprises';
import { findInstitution, type InstitutionRow } from '../../gateways/database/institutions';
import { caseRulesOf } from '../../gateways/database/ownRules';
import { type PersonalData, sealPerson, sealPersonalData } from '../../gateways/database/personalData';
import { startOnboarding, timeInput } from '../../gateways/temporal/starts';
import { type BusinessTime, businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid, tooMany } from '../kernel/problems/apiProblem';
import { inTime } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { securityRules } from '../kernel/security/rules';
import { consentsOf, wrongWithConsents } from '../ownData/consents';
import { tellWhoIsKnown } from './known';

/** What a registration says, with every identifier in its one canonical form. */
export interface CheckedRegistration {
  readonly uscc: string;
  readonly name: string;
  readonly data: PersonalData;
}

/**
 * Registers an enterprise: checks, writes its row with the account of its person, then starts its process. A repeated
 * request finds the row and starts the process again, which finds itself. What is known already is answered alike, and
 * takes as long: whose customer a company is, and who has an account, nobody learns by asking.
 */
export async function registerEnterprise(
  parts: Parts,
  call: Call<'registerEnterprise'>,
): Promise<AnswerOf<'registerEnterprise'>> {
  const { body } = call;
  const time = await businessTime(parts);
  const institution = await findInstitution(parts.prisma, body.institutionCode);
  const checked = checkRegistration(body, time.today, institution);
  const errors = [
    ...(checked.ok ? [] : checked.refusals),
    ...(institution === null ? [{ code: 'UNKNOWN_INSTITUTION', field: 'institutionCode' } as const] : []),
    ...wrongWithConsents(body.consents, time.today, 'consents'),
  ];
  if (!checked.ok || institution === null || errors.length > 0) throw invalid(errors);
  await refuseMany(parts, call, checked.value.data.mail);

  const enterpriseId = call.subjectId as EnterpriseId;
  call.about('ONBOARDING', enterpriseId);
  call.concerns(institution.id);
  const to = { enterpriseId, institution, time };
  const personId = uuidv7();
  const { data } = checked.value;
  return await begin(parts, call, checked.value, {
    ...to,
    person: {
      id: personId,
      personCipher: sealPerson(parts.cipher, personId, { name: data.legalPerson.name, mail: data.mail }),
      signInName: signInName(parts.blindIndex, data.mail),
      signInNames: signInNames(parts.blindIndex, data.mail),
      passwordHash: await parts.auth.hashPassword(body.password),
      accountId: uuidv7(),
      membershipId: uuidv7(),
    },
  });
}

/** Where an enterprise is registered, and by whom. */
export interface RegisteredWith extends Pick<Registration, 'person'> {
  readonly enterpriseId: EnterpriseId;
  readonly institution: InstitutionRow;
  readonly time: BusinessTime;
}

/** Writes what was checked and starts its process, or tells those whom it is known of. */
async function begin(
  parts: Parts,
  { body }: Pick<Call<'registerEnterprise' | 'registerOwnEnterprise'>, 'body'>,
  checked: CheckedRegistration,
  where: RegisteredWith,
): Promise<AnswerOf<'registerEnterprise'>> {
  const { enterpriseId, institution } = where;
  const { locale } = body;
  const outcome = await write(parts, body, checked, where);
  if (outcome === 'USCC_TAKEN' || outcome === 'MAIL_TAKEN') {
    const { uscc, data } = checked;
    await tellWhoIsKnown(parts, { outcome, enterpriseId, institution, uscc, mail: data.mail, locale });
  } else await start(parts, where);
  return { enterpriseId, workflowId: workflowIds.onboarding(enterpriseId) };
}

/** @param more what is known of it besides */
export async function start(
  parts: Parts,
  { enterpriseId, institution, time }: Omit<RegisteredWith, 'person'>,
  more: Pick<OnboardingInput, 'isBrought'> = {},
): Promise<void> {
  const input = {
    enterpriseId,
    institutionId: institution.id as InstitutionId,
    ...timeInput(time.clock, parts.settings, await caseRulesOf(parts.sql, institution.id, time.today)),
    ...more,
  };
  await inTime(parts, () => startOnboarding(parts.temporal, input));
}

/** Registers a further enterprise of somebody who has an account: the link goes to the account's own mail address. */
export async function registerOwnEnterprise(
  parts: Parts,
  call: Call<'registerOwnEnterprise'>,
): Promise<AnswerOf<'registerOwnEnterprise'>> {
  const { email: mail, userId } = callerOf(call);
  const { body } = call;
  const time = await businessTime(parts);
  const institution = await findInstitution(parts.prisma, body.institutionCode);
  const checked = checkFile({ ...body, mail }, time.today);
  const errors = [
    ...(checked.ok ? [] : checked.refusals),
    ...(institution === null ? [{ code: 'UNKNOWN_INSTITUTION', field: 'institutionCode' } as const] : []),
    ...wrongWithConsents(body.consents, time.today, 'consents'),
  ];
  if (!checked.ok || institution === null || errors.length > 0) throw invalid(errors);
  await refuseMany(parts, call, mail);
  const enterpriseId = call.subjectId as EnterpriseId;
  call.about('ONBOARDING', enterpriseId);
  call.concerns(institution.id, enterpriseId);
  const person = { id: userId, membershipId: uuidv7() };
  return await begin(parts, call, checked.value, { enterpriseId, institution, time, person });
}

/** One mailbox gets only so many mails of ours, whoever registers with it; a repeated request counts once. */
async function refuseMany(
  { limits, metrics }: Parts,
  { reply }: Pick<Call, 'reply'>,
  mail: string,
): Promise<void> {
  const of = ['registrationOfMail', mailboxOf(mail), securityRules().registrationsOfMail] as const;
  const full = reply.isRepeated ? await limits.exceeded(...of) : await limits.take(...of);
  if (!full?.hasRefused) return;
  metrics.refusedByLimit('registrationOfMail');
  throw tooMany(full.seconds);
}

/** Writes a file with an institution, and what its people agree to with it. */
export async function write(
  { prisma, cipher, blindIndex }: Parts,
  { consents, locale }: Pick<Call<'registerEnterprise'>['body'], 'consents' | 'locale'>,
  { data, name, uscc }: CheckedRegistration,
  where: RegisteredWith & { readonly fromEnterpriseId?: string },
): Promise<RegistrationOutcome> {
  const { enterpriseId, fromEnterpriseId, institution, person, time } = where;
  const institutionId = institution.id;
  const by = { enterpriseId, institutionId, givenBy: person.id, locale, today: time.today };
  const given = consentsOf(consents, by, 'consents');
  const sharing = given.find(({ purpose }) => purpose === 'FILE_SHARING');
  return await writeRegistration(prisma, {
    consents: given,
    ...sealPersonalData(cipher, enterpriseId, data),
    id: enterpriseId,
    institutionId,
    uscc,
    name,
    mobileIndex: blindIndex('mobile', data.mobile),
    mailIndex: blindIndex('mail', data.mail),
    bankAccountIndex: blindIndex('bank_account', data.bankAccountNo),
    locale,
    at: time.now,
    person,
    ...(fromEnterpriseId !== undefined &&
      sharing !== undefined && { share: { fromEnterpriseId, consentId: sharing.id } }),
  });
}

/** All that is wrong with a registration, not only the first thing. */
function checkRegistration(
  body: Call<'registerEnterprise'>['body'],
  today: IsoDate,
  institution: InstitutionRow | null,
) {
  const file = checkFile(body, today);
  const { screening } = parametersAt(today).kyc;
  const whose = { names: [body.name, body.legalPerson.name], mail: body.mail, institution };
  const password = checkPassword(body.password, securityRules().password, wordsAbout(whose, screening));
  if (file.ok && password.ok) return file;
  const refusals = [...(file.ok ? [] : file.refusals), ...(password.ok ? [] : [password.refusal])];
  return { ok: false, refusals } as const;
}

/** What is wrong with what an enterprise says of itself. */
function checkFile(body: Omit<Call<'registerEnterprise'>['body'], 'password'>, today: IsoDate) {
  const uscc = parseUscc(body.uscc);
  const mobile = parseMobile(body.mobile);
  const residentId = parseResidentId(body.legalPerson.residentId, today, 'legalPerson.residentId');
  const bankAccountNo = parseCorporateAccount(body.bankAccountNo, 'bankAccountNo');
  const mail = parseMail(body.mail);
  const results = [uscc, mobile, mail, residentId, bankAccountNo];
  const refusals = results.flatMap((result) => (result.ok ? [] : [result.refusal]));
  if (!uscc.ok || !mobile.ok || !residentId.ok || !bankAccountNo.ok || !mail.ok || refusals.length > 0) {
    return { ok: false, refusals } as const;
  }
  const legalPerson = { name: body.legalPerson.name, residentId: residentId.value.residentId };
  return accept({
    uscc: uscc.value.uscc,
    name: body.name,
    data: { mobile: mobile.value, mail: mail.value, legalPerson, bankAccountNo: bankAccountNo.value },
  });
}
