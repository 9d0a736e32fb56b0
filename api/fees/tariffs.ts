import { addDays, type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import { changeoverOn } from '../../domain/fees/periods';
import { type TariffStanding, tariffOn } from '../../domain/fees/tariff';
import { parametersAt } from '../../domain/parameters/parametersAt';
import {
  listTariffNotices,
  signedDays,
  type TariffAnswerRow,
  type TariffNoticeRow,
  writeTariffAnswer,
} from '../../gateways/database/feeFiles';
import { listInstitutions } from '../../gateways/database/institutions';
import { rulesOf, tariffDays } from '../../gateways/database/ownRules';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { refusedBy, unlessChanged } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { found, scopeOfCall } from '../kernel/security/scope';

type Notice = AnswerOf<'listTariffNotices'>['items'][number];

/** The price list in force of every institution, for whoever thinks of coming. */
export async function listTariffs(parts: Parts): Promise<AnswerOf<'listTariffs'>> {
  const { today } = await businessTime(parts);
  const institutions = await listInstitutions(parts.prisma);
  const lists = await Promise.all(
    institutions.map(async ({ id: institutionId, nameZh: zh, nameEn: en }) => {
      const { fees, versions } = await rulesOf(parts.sql, institutionId, today);
      const rules = fees.rules.map((rule) => ({
        ...rule,
      })) as AnswerOf<'listTariffs'>['items'][number]['rules'];
      return { institutionId, institutionName: { zh, en }, version: versions.fees, rules };
    }),
  );
  const days = await tariffDays(
    parts.sql,
    lists.map(({ version }) => version),
  );
  return { items: lists.map((list) => ({ ...list, effectiveFrom: found(days.get(list.version) ?? null) })) };
}

export async function listNotices(
  parts: Parts,
  call: Call<'listTariffNotices'>,
): Promise<AnswerOf<'listTariffNotices'>> {
  const { notices, answers } = await listTariffNotices(parts.prisma, scopeOfCall(call), call.query);
  return { items: await presentNotices(parts, notices, answers) };
}

export async function answerTariff(
  parts: Parts,
  call: Call<'answerTariff'>,
): Promise<AnswerOf<'answerTariff'>> {
  const { tariff, loanId } = call.params;
  const { answer, shownSha256 } = call.body;
  const own = await noticeOf(parts, call);
  call.about('LOAN', loanId);
  call.note({ tariff, answer, shownSha256 });
  if (own.shownSha256 !== shownSha256) throw refusedBy({ code: 'SHOWN_OTHERWISE' });
  const { today } = await businessTime(parts);
  if (own.answerBy === null || today > own.answerBy) throw refusedBy({ code: 'TARIFF_DECIDED' });
  const { enterprise, userId } = callerOf(call);
  const answered = writeTariffAnswer(parts.sql, {
    ...{ id: call.subjectId, tariff, loanId, answer, shownSha256 },
    ...{ enterpriseId: found(enterprise).id, answeredBy: userId },
  });
  await unlessChanged(answered);
  return await noticeOf(parts, call);
}

async function noticeOf(parts: Parts, call: Call<'answerTariff'>): Promise<Notice> {
  const { notices, answers } = await listTariffNotices(parts.prisma, scopeOfCall(call), call.params);
  const [own] = await presentNotices(parts, notices, answers);
  return found(own ?? null);
}

async function presentNotices(
  parts: Parts,
  notices: readonly TariffNoticeRow[],
  answers: readonly TariffAnswerRow[],
): Promise<Notice[]> {
  const { today } = await businessTime(parts);
  const signed = await signedDays(
    parts.sql,
    notices.map(({ loanId }) => loanId),
  );
  return notices.map((notice) => {
    const { tariff, loanId, sentOn, effectiveFrom, shown, shownSha256, isFavourable } = notice;
    const said = answers.filter((answer) => answer.tariff === tariff && answer.loanId === loanId);
    const { status, appliesFrom } = standingOf(notice, said, isoDate(signed.get(loanId) ?? sentOn), today);
    return {
      ...{ tariff, loanId, sentOn, effectiveFrom, status, shownSha256 },
      answerBy: isFavourable || appliesFrom === null ? null : addDays(appliesFrom, -1),
      answer: said.at(-1)?.answer ?? null,
      lines: shown.lines.map(({ then, ...line }) => {
        const thenTiming = then?.timing ?? line.timing;
        const thenFrom = changeoverOn(appliesFrom ?? effectiveFrom, line.timing, thenTiming);
        return { ...line, thenTiming, thenFrom };
      }),
    };
  });
}

/** How a notice stands with its loan today: a version of its own, judged by itself. */
function standingOf(
  { tariff, effectiveFrom, sentOn, isFavourable }: TariffNoticeRow,
  said: readonly TariffAnswerRow[],
  signedOn: IsoDate,
  today: IsoDate,
): TariffStanding {
  const { noticeDays } = parametersAt(sentOn).fees;
  const versions = [
    { version: 'signed', effectiveFrom: signedOn, noticeOn: null },
    { version: tariff, effectiveFrom, noticeOn: sentOn, favourable: isFavourable },
  ];
  const answers = said.map(({ answeredOn, answer }) => ({ version: tariff, on: answeredOn, answer }));
  const judged = tariffOn({ versions, answers, signedOn }, today, noticeDays);
  const own = judged.ok ? judged.value.versions.find(({ version }) => version === tariff) : undefined;
  return own ?? { version: tariff, status: 'NOT_YET', appliesFrom: null };
}
