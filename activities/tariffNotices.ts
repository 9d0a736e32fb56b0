import type { CaseChange } from '../contracts/activities';
import type { EnterpriseId, InstitutionId } from '../contracts/ids';
import { instantOf } from '../domain/calendar/clock';
import { addDays, type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { parametersAt } from '../domain/parameters/parametersAt';
import { type ChargedLoan, loansWithPeriodicFees } from '../gateways/database/feeAgreements';
import { type NewNotice, tariffSubjects, tariffsToCome, writeNotices } from '../gateways/database/tariffs';
import { tellMany } from './caseRecord';
import type { ActivityDeps } from './deps';
import { noticesOf } from './feeTariffs';

const AT_ONCE = 200;

/**
 * Tells running loans of price lists to come, each once: what they pay by them now, and would. Of one that was approved
 * too late for that they are told when it has begun.
 */
export async function tellOfTariffs(deps: ActivityDeps, institutionId: string, on: IsoDate): Promise<void> {
  const since = addDays(on, -parametersAt(on).fees.noticeDays);
  const tariffs = await tariffsToCome(deps.sql, institutionId, { on, since });
  if (tariffs.length === 0) return;
  for (let after: string | null = null; ; ) {
    const loans: readonly ChargedLoan[] = await loansWithPeriodicFees(deps.sql, {
      ...{ institutionId, after, most: AT_ONCE },
    });
    const subjects = await tariffSubjects(
      deps.sql,
      loans.map(({ loanId }) => loanId),
    );
    const notices = loans.flatMap((loan) => {
      const subject = subjects.get(loan.loanId);
      return subject === undefined ? [] : noticesOf(loan, subject, tariffs, on);
    });
    const changes = notices.map((notice) => changeOf(notice, on));
    if (notices.length > 0) await tellMany(deps, changes, (client) => writeNotices(client, notices));
    after = loans.at(-1)?.loanId ?? null;
    if (loans.length < AT_ONCE) return;
  }
}

function changeOf(notice: NewNotice, on: IsoDate): CaseChange {
  const { tariff, loanId, effectiveFrom, isFavourable } = notice;
  const earliest = addDays(on, parametersAt(on).fees.noticeDays);
  const appliesFrom = earliest > effectiveFrom ? earliest : isoDate(effectiveFrom);
  return {
    ...{ caseType: 'LOAN', caseId: loanId, changeKey: `tariff/${tariff}` },
    institutionId: notice.institutionId as InstitutionId,
    enterpriseId: notice.enterpriseId as EnterpriseId,
    at: new Date(instantOf(on)).toISOString(),
    messages: [
      {
        ...{ dedupeKey: `tariff/${tariff}/${loanId}`, channel: 'EMAIL', kind: 'TARIFF_NOTICE' },
        values: { effectiveFrom: appliesFrom, answerBy: addDays(appliesFrom, -1), isFavourable },
      },
    ],
    audit: { actorId: null, action: 'TARIFF_NOTICE_SENT', outcome: tariff },
  };
}
