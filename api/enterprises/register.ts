import { uuidv7 } from 'uuidv7';
import { type EnterpriseId, type InstitutionId, workflowIds } from '../../contracts/ids';
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
import { type RegistrationOutcome, writeRegistration } from '../../gateways/database/enterprises';
import { findInstitution, type InstitutionRow } from '../../gateways/database/institutions';
import { caseRulesOf } from '../../gateways/database/ownRules';
import { type PersonalData, sealPerson, sealPersonalData } from '../../gateways/database/personalData';
import { startOnboarding, timeInput } from '../../gateways/temporal/starts';
import { type BusinessTime, businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid, tooMany } from '../kernel/problems/apiProblem';
import { inTime } from '../kernel/processes';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { securityRules } from '../kernel/security/rules';
import { consentsOf, wrongWithConsents } from '../ownData/consents';
import { tellWhoIsKnown } from './known';

/** What a registration says, with every identifier in its one canonical form. */
interface CheckedRegistration {
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
  const outcome = await write(parts, call, checked.value, {
    enterpriseId,
    institutionId: institution.id,
    time,
  });
  const { uscc, data } = checked.value;
  const input = {
    enterpriseId,
    institutionId: institution.id as InstitutionId,
    ...timeInput(time.clock, parts.settings, await caseRulesOf(parts.sql, institution.id, time.today)),
  };
  if (outcome === 'USCC_TAKEN' || outcome === 'MAIL_TAKEN') {
    await tellWhoIsKnown(parts, {
      outcome,
      enterpriseId,
      institution,
      uscc,
      mail: data.mail,
      locale: body.locale,
    });
  } else await inTime(parts, () => startOnboarding(parts.temporal, input));
  return { enterpriseId, workflowId: workflowIds.onboarding(enterpriseId) };
}

/** One mailbox gets only so many mails of ours, whoever registers with it; a repeated request counts once. */
async function refuseMany(
  { limits, metrics }: Parts,
  { reply }: Call<'registerEnterprise'>,
  mail: string,
): Promise<void> {
  const of = ['registrationOfMail', mailboxOf(mail), securityRules().registrationsOfMail] as const;
  const full = reply.isRepeated ? await limits.exceeded(...of) : await limits.take(...of);
  if (!full?.hasRefused) return;
  metrics.refusedByLimit('registrationOfMail');
  throw tooMany(full.seconds);
}

async function write(
  { auth, prisma, cipher, blindIndex }: Parts,
  { body }: Call<'registerEnterprise'>,
  { data, name, uscc }: CheckedRegistration,
  where: { readonly enterpriseId: string; readonly institutionId: string; readonly time: BusinessTime },
): Promise<RegistrationOutcome> {
  const { enterpriseId, institutionId, time } = where;
  const personId = uuidv7();
  const { locale } = body;
  const by = { enterpriseId, institutionId, givenBy: personId, locale, today: time.today };
  return await writeRegistration(prisma, {
    consents: consentsOf(body.consents, by, 'consents'),
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
    person: {
      id: personId,
      personCipher: sealPerson(cipher, personId, { name: data.legalPerson.name, mail: data.mail }),
      signInName: signInName(blindIndex, data.mail),
      signInNames: signInNames(blindIndex, data.mail),
      passwordHash: await auth.hashPassword(body.password),
      accountId: uuidv7(),
      membershipId: uuidv7(),
    },
  });
}

/** All that is wrong with a registration, not only the first thing. */
function checkRegistration(
  body: Call<'registerEnterprise'>['body'],
  today: IsoDate,
  institution: InstitutionRow | null,
) {
  const uscc = parseUscc(body.uscc);
  const mobile = parseMobile(body.mobile);
  const residentId = parseResidentId(body.legalPerson.residentId, today, 'legalPerson.residentId');
  const bankAccountNo = parseCorporateAccount(body.bankAccountNo, 'bankAccountNo');
  const mail = parseMail(body.mail);
  const { screening } = parametersAt(today).kyc;
  const whose = { names: [body.name, body.legalPerson.name], mail: body.mail, institution };
  const password = checkPassword(body.password, securityRules().password, wordsAbout(whose, screening));
  const results = [uscc, mobile, mail, residentId, bankAccountNo, password];
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
