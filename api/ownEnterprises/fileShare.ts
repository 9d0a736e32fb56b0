import { uuidv7 } from 'uuidv7';
import type { ConsentPurpose } from '../../contracts/consents';
import { type EnterpriseId, workflowIds } from '../../contracts/ids';
import { readBorrower } from '../../gateways/database/enterprises';
import { findInstitution } from '../../gateways/database/institutions';
import { start, write } from '../enterprises/register';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { refusedBy } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { found } from '../kernel/security/scope';
import { wrongWithConsents } from '../ownData/consents';

/**
 * Takes the file of the enterprise that the session acts for to another institution, by consent: a copy, which that
 * institution checks and decides on as on any other. Only what was registered goes along, and nothing that an
 * institution found out. That another file of the enterprise is there already is told: whoever asks was admitted as
 * its people.
 */
export async function takeFileTo(parts: Parts, call: Call<'takeFileTo'>): Promise<AnswerOf<'takeFileTo'>> {
  const { enterprise, userId } = callerOf(call);
  const { id: fromEnterpriseId, institutionId, stage } = found(enterprise);
  const { body } = call;
  const time = await businessTime(parts);
  const institution = await findInstitution(parts.prisma, body.institutionCode);
  if (stage !== 'ACTIVE') throw refusedBy({ code: 'ENTERPRISE_NOT_ACTIVE' });
  const isAgreed = body.consents.some(({ purpose }) => purpose === SHARING);
  const errors = [
    ...(institution === null ? [{ code: 'UNKNOWN_INSTITUTION', field: 'institutionCode' } as const] : []),
    ...(institution?.id === institutionId
      ? [{ code: 'SAME_INSTITUTION', field: 'institutionCode' } as const]
      : []),
    ...wrongWithConsents(body.consents, time.today, 'consents'),
    ...(isAgreed ? [] : [{ code: 'CONSENT_REQUIRED', field: 'consents' } as const]),
  ];
  if (institution === null || errors.length > 0) throw invalid(errors);
  const file = await readBorrower(parts.prisma, parts.cipher, fromEnterpriseId);
  const { bankAccountNo, legalPerson, mail, mobile, name, uscc } = file;
  const enterpriseId = call.subjectId as EnterpriseId;
  const where = { enterpriseId, institution, time };
  call.about('ONBOARDING', enterpriseId);
  call.concerns(institution.id, enterpriseId);
  const outcome = await write(
    parts,
    { consents: body.consents, locale: file.locale },
    { uscc, name, data: { bankAccountNo, legalPerson, mail, mobile } },
    { ...where, person: { id: userId, membershipId: uuidv7() }, fromEnterpriseId },
  );
  if (outcome === 'USCC_TAKEN') throw refusedBy({ code: 'ENTERPRISE_KNOWN_THERE', field: 'institutionCode' });
  await start(parts, where, { isBrought: true });
  return { enterpriseId, workflowId: workflowIds.onboarding(enterpriseId) };
}

const SHARING: ConsentPurpose = 'FILE_SHARING';
