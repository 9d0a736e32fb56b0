import { requiredApproval } from '../../../domain/approval/matrix';
import { alarmMs, deadlineMs, taskHours } from '../../../domain/approval/sla';
import { businessDate, instantOf } from '../../../domain/calendar/clock';
import { daysBetween, isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import { collectionPlan } from '../../../domain/collection/collectionPlan';
import { type CollectionOrder, nextCollection } from '../../../domain/collection/nextCollection';
import { nextQuery } from '../../../domain/collection/nextQuery';
import { contactFromMs } from '../../../domain/collection/quietHours';
import { slotsOf } from '../../../domain/collection/slots';
import { type CardNumber, maskCard } from '../../../domain/identifiers/bankAccount';
import { maskEmail, maskName } from '../../../domain/identifiers/personalData';
import { type MobileE164, maskMobile } from '../../../domain/identifiers/phone';
import { maskResidentId } from '../../../domain/identifiers/residentId';
import { fen, MAX_FEN } from '../../../domain/money/fen';
import { caseRulesAt } from '../../../domain/parameters/caseRules';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import type { PaymentCodeRule } from '../../../domain/parameters/payments';
import type { Grade } from '../../../domain/parameters/scorecard';
import { compare, type Difference, type OracleAdapter } from '../adapter';

/** An entry of a block: the file's own words, which the platform must keep. */
interface Entry {
  readonly key: string;
  readonly value: unknown;
}

/** Says an entry of the file in its own words from what the platform does. */
type Retold = (value: unknown) => unknown;

const { overdue, payments, kyc, approval, security } = parametersAt(PARAMETERS_BEGIN);

const MS_PER_MINUTE = 60_000;
/** Any loan: what is compared is the slot, not whose turn it is. */
const LOAN_ID = '01890000-0000-7000-8000-000000000001';

/** What the platform does of each block, and of what is on the shelf the figures. */
const RETOLD: Readonly<Record<string, Readonly<Record<string, Retold>>>> = {
  collections: { ladder: () => ladder(), limits: (value) => limits(value) },
  payments: { codes: (value) => codes(value), unknown: (value) => sentence(value, unknownQueries()) },
  kyc: {
    documents: () => Object.values(kyc.documents).map(({ zh }) => zh),
    review: (value) => reviews(value),
    ubo: (value) => beneficialOwnerRule(value),
    screening: (value) => screeningRule(value),
    retention: (value) => sentence(value, `>=${kyc.retentionYears} years`),
    largeTxn: (value) => sentence(value, ...largeTransfers()),
  },
  approval: { matrix: () => matrix(), rules: (value) => approvalRules(value) },
  security: {
    logs: (value) => sentence(value, ...retentionRules()),
    masking: (value) => entries(value, masks()),
  },
};

/** Prose for other parts of the platform: nothing here to compare with. */
const PROSE: Readonly<Record<string, readonly string[]>> = {
  collections: ['note'],
  payments: ['idempotency', 'recon', 'alipay', 'wechat'],
  kyc: [],
  approval: ['steps', 'exposure'],
  // `pwd` is superseded by ASVS 5.0 §6.2 and §6.3: at least 12 characters, no classes, no rotation, no lock
  // (oracles-next/README); `checkPassword` has its own test.
  security: ['pipl', 'mlps', 'crypto', 'jrt0171', 'pwd'],
};

const check =
  (block: string) =>
  ({ key, value }: Entry): readonly Difference[] => {
    const path = `${block}.${key}`;
    const retell = RETOLD[block]?.[key];
    if (retell !== undefined) return compare(path, value, retell(value));
    if (PROSE[block]?.includes(key)) return [];
    return [{ path, expected: 'a known entry', actual: 'no parameter' }];
  };

export const adapter: OracleAdapter = {
  file: 'policy.json',
  blocks: Object.fromEntries(Object.keys(RETOLD).map((block) => [block, check(block)])),
};

/** The file's sentence when it holds each of the parts that the parameters say, else the missing parts. */
function sentence(value: unknown, ...parts: readonly string[]): unknown {
  const missing = parts.filter((part) => !String(value).includes(part));
  return missing.length === 0 ? value : { missing };
}

/** The same for an object of sentences: only the named entries are compared. */
function entries(value: unknown, parts: Readonly<Record<string, readonly string[]>>): unknown {
  const told = Object.entries(value as object).map(([key, text]) => [
    key,
    sentence(text, ...(parts[key] ?? [])),
  ]);
  return Object.fromEntries(told);
}

/** Reminders are those that the loan's agenda plans; the rungs after the due date are on the shelf. */
function ladder() {
  const day = isoDate('2026-03-12');
  const { reminders, firstDebitAtMs } = collectionPlan(LOAN_ID, day, overdue);
  const channelsOf = (on: number) => reminders.find((reminder) => reminder.day === on)?.channels;
  const debitDay = daysBetween(day, businessDate(firstDebitAtMs));
  return overdue.ladder.map((step) => ({
    day: step.day,
    stage: step.stage,
    channel: step.day < 0 ? channelsOf(step.day) : step.day === debitDay ? ['AUTO_DEBIT'] : step.channels,
    action: step.text.zh,
  }));
}

/** The minutes of a day at which somebody may not be disturbed, as `22:00-08:00`. */
function quietHours(): string {
  const midnight = instantOf(isoDate('2026-03-12'));
  const minutes = Array.from({ length: 24 * 60 }, (_, minute) => midnight + minute * MS_PER_MINUTE);
  const isQuiet = (atMs: number) => contactFromMs(atMs, overdue.contactLimits) > atMs;
  const begins = minutes.filter((atMs) => isQuiet(atMs) && !isQuiet(atMs - MS_PER_MINUTE));
  const ends = minutes.filter((atMs) => !isQuiet(atMs) && isQuiet(atMs - MS_PER_MINUTE));
  return `${begins.map(timeOfDay).join()}-${ends.map(timeOfDay).join()}`;
}

function timeOfDay(atMs: number): string {
  const minutes = Math.round((atMs - instantOf(businessDate(atMs))) / MS_PER_MINUTE);
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

function limits(value: unknown): unknown {
  const { maximumCallsPerDebtorPerDay } = overdue.contactLimits;
  const told = entries(value, { quietHours: [quietHours()] });
  return { ...(told as object), maxInteractiveCallsPerDebtorPerDay: maximumCallsPerDebtorPerDay };
}

/** Codes of the same class share a row in the file: `41/43`. */
function codes(value: unknown) {
  return (value as readonly { readonly code: string; readonly meaning: string }[]).map((row) => {
    const rules = row.code.split('/').map((code) => payments.codes.find((rule) => rule.code === code));
    const klasses = new Set(rules.map((rule) => rule?.klass));
    const [first] = rules;
    return {
      ...row,
      klass: klasses.size === 1 ? first?.klass : [...klasses],
      meaning: rules.length === 1 ? sentence(row.meaning, first?.text.zh ?? '') : row.meaning,
      ...ruleText(first, row),
    };
  });
}

function ruleText(rule: PaymentCodeRule | undefined, row: object): object {
  if (!('rule' in row) || rule === undefined) return {};
  const retries = retriesOf(rule.code);
  const daily = [...new Set(retries.map(businessDate))].map((day) =>
    retries.filter((atMs) => businessDate(atMs) === day),
  );
  const most = Math.max(...daily.map((orders) => orders.length));
  const limits = [
    `max ${most}/day (${[...new Set(retries.map(timeOfDay))].sort().join(',')})`,
    `max ${retries.length} per instalment`,
  ];
  const [first = []] = daily;
  const pauses = first.slice(1).map((atMs, index) => duration((atMs - (first[index] ?? 0)) / 1_000));
  return { rule: sentence(row.rule, ...(rule.klass === 'RETRY_SCHEDULED' ? limits : [pauses.join(',')])) };
}

/** The slots in which an instalment is ordered while the bank always answers with a code, until a person takes over. */
function retriesOf(code: string): number[] {
  const rules = { ...slotsOf(LOAN_ID, overdue), payments };
  const orders: CollectionOrder[] = [];
  const firstMs = instantOf(isoDate('2026-03-09'), '09:00') + rules.turnMs;
  let next = nextCollection(orders, firstMs, publishedCalendar(), rules);
  while (next.kind === 'RETRY_AT') {
    orders.push({ decidedAtMs: next.atMs, code, isConfirmed: true });
    next = nextCollection(orders, next.atMs, publishedCalendar(), rules);
  }
  return orders.map(({ decidedAtMs }) => decidedAtMs - rules.turnMs);
}

function unknownQueries(): string {
  const asked: string[] = [];
  let next = nextQuery(0, 0, payments);
  while (next.kind === 'QUERY_AT') {
    asked.push(duration(next.atMs / 1_000));
    next = nextQuery(asked.length, 0, payments);
  }
  return asked.join(',');
}

function duration(seconds: number): string {
  if (seconds >= 3_600) return `${seconds / 3_600}h`;
  return seconds >= 60 ? `${seconds / 60}m` : `${seconds}s`;
}

function reviews(value: unknown): unknown {
  const grades = Object.entries(kyc.reviewMonths).map(([grade, months]) => [grade, [`<=${months} months`]]);
  const trigger = [`within ${kyc.firstGradingWorkdays} working days`];
  return entries(value, { ...Object.fromEntries(grades), trigger });
}

function beneficialOwnerRule(value: unknown): unknown {
  const told = value as { readonly standards: readonly string[] };
  const percent = `${Number(kyc.beneficialOwnerFrom) * 100}%以上`;
  const [owning, entitled, ...others] = told.standards;
  return { ...told, standards: [sentence(owning, percent), sentence(entitled, percent), ...others] };
}

function screeningRule(value: unknown): unknown {
  const { blockFrom, reviewFrom, chineseLegalForms, evidenceYears } = kyc.screening;
  const algorithm = [
    `>=${blockFrom} block`,
    `${reviewFrom}-${blockFrom} review`,
    `<${reviewFrom} pass`,
    ...chineseLegalForms,
    `evidence ${evidenceYears} years`,
  ];
  return entries(value, { algorithm });
}

function largeTransfers(): readonly string[] {
  const { cash, organisation, personDomestic, personCrossBorder } = kyc.largeTransferFen;
  const yuan = (amountFen: number) => `>=${(amountFen / 100).toLocaleString('en-US')}`;
  return [
    `cash ${yuan(cash)}`,
    `non-natural-person transfer ${yuan(organisation)}`,
    `domestic ${yuan(personDomestic)}`,
    `cross-border ${yuan(personCrossBorder)}`,
  ];
}

function matrix() {
  return approval.matrix.map(({ maximumExposureFen, minimumGrade }) => ({
    maxFen: maximumExposureFen,
    ...(minimumGrade === null ? {} : { gradeMin: minimumGrade }),
    approvers: approversOf(maximumExposureFen, minimumGrade).map((authority) =>
      minimumGrade === null ? authority : described(authority),
    ),
  }));
}

/** Whom the matrix asks for the most, of the worst grade, that a level takes. */
function approversOf(maximumExposureFen: number | null, minimumGrade: Grade | null): readonly string[] {
  const request = { productKind: 'LOAN', isRelatedParty: false, policyException: null } as const;
  const groupExposureFen = fen(maximumExposureFen ?? MAX_FEN);
  const required = requiredApproval({ ...request, groupExposureFen, grade: minimumGrade ?? 'A' }, approval);
  return required.ok ? required.value.approvers : [required.refusal.code];
}

/** The file says how the committee votes where it first sits. */
function described(authority: string): string {
  const { quorum, majorityNumerator, majorityDenominator } = approval.committee;
  const vote = `(>=${quorum}, ${majorityNumerator}/${majorityDenominator} yes, chair has veto only)`;
  return authority === 'COMMITTEE' ? `COMMITTEE${vote}` : authority;
}

function approvalRules(value: unknown): unknown {
  const { singleBorrowerShareOfNetAssets } = approval;
  const { reminder, escalation } = deadlinesOfApproval();
  const said = [
    `SLA ${reminder}h reminder, ${escalation}h escalation`,
    `<=${Number(singleBorrowerShareOfNetAssets) * 100}% of net assets`,
  ];
  const text = (value as readonly string[]).join('\n');
  return sentence(text, ...said) === text ? value : { missing: said };
}

/**
 * Hours after its opening at which an approval is reminded of and escalated: opened in the morning of a workday that
 * two more follow, so that working hours are the hours of the clock.
 */
function deadlinesOfApproval(): Readonly<Record<'reminder' | 'escalation', number>> {
  const rules = caseRulesAt(PARAMETERS_BEGIN);
  const hours = taskHours('APPROVE_APPLICATION', rules);
  const openedAtMs = instantOf(isoDate('2019-09-03'), '10:00');
  const dueAtMs = deadlineMs(openedAtMs, hours, rules.workingTime);
  const [reminder = 0, escalation = 0] = [0, 1].map(
    (passed) => (alarmMs(dueAtMs, passed, hours, rules.workingTime) - openedAtMs) / 3_600_000,
  );
  return { reminder, escalation };
}

/** What the file shows of each kind of personal data; 统一社会信用代码 are public. */
function masks(): Readonly<Record<string, readonly string[]>> {
  return {
    mobile: [maskMobile('+8613800001234' as MobileE164)],
    idCard: [maskResidentId('320106199001011234')],
    bankCard: [maskCard('6222020000001234' as CardNumber)],
    name: [maskName('张三'), maskName('欧阳修远')],
    email: [maskEmail('amy@x.com')],
  };
}

function retentionRules(): readonly string[] {
  return [
    `network logs >=${security.networkLogMonths} months`,
    `PIA record >=${security.impactAssessmentYears} years`,
    `provide/entrust record >=${security.disclosureRecordYears} years`,
    `AML ${security.antiMoneyLaunderingYears} years`,
  ];
}
