import {
  type CardNumber,
  type MobileE164,
  maskCard,
  maskEmail,
  maskMobile,
  maskName,
  maskResidentId,
} from '../../../domain/identifiers';
import { PARAMETERS_BEGIN, type PaymentCodeRule, parametersAt } from '../../../domain/parameters';
import { compare, type Difference, type OracleAdapter } from '../adapter';

/** An entry of a block: the file's own words, which the parameters must say too. */
interface Entry {
  readonly key: string;
  readonly value: unknown;
}

/** Says an entry of the file in its own words from the parameters. */
type Retold = (value: unknown) => unknown;

const { overdue, payments, kyc, approval, deadlines, security } = parametersAt(PARAMETERS_BEGIN);

/** What the parameters hold of each block. */
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
  // `pwd` is superseded: at least 12 characters, no rotation (ASVS 5.0 §6.2); `checkPassword` has its own test.
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

function ladder() {
  return overdue.ladder.map(({ day, stage, channels, actions, text }) => ({
    day,
    stage,
    channel: actions.includes('AUTO_DEBIT') ? ['AUTO_DEBIT'] : channels,
    action: text.zh,
  }));
}

function limits(value: unknown): unknown {
  const { quietFrom, quietUntil, maximumCallsPerDebtorPerDay } = overdue.contactLimits;
  const told = entries(value, { quietHours: [`${quietFrom}-${quietUntil}`] });
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
  if (!('rule' in row)) return {};
  const limits = [
    `max ${payments.maximumOrdersPerDay}/day (${overdue.debitTimes.join(',')})`,
    `max ${payments.maximumOrdersPerInstalment} per instalment`,
  ];
  const parts =
    rule?.klass === 'RETRY_SCHEDULED' ? limits : [payments.backoffSeconds.map(duration).join(',')];
  return { rule: sentence(row.rule, ...parts) };
}

function unknownQueries(): string {
  return payments.unknownQuerySeconds.map(duration).join(',');
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
  return approval.matrix.map(({ maximumExposureFen, minimumGrade, approvers }) => ({
    maxFen: maximumExposureFen,
    ...(minimumGrade === null ? {} : { gradeMin: minimumGrade }),
    approvers: approvers.map((authority) => (minimumGrade === null ? authority : described(authority))),
  }));
}

/** The file says how the committee votes where it first sits. */
function described(authority: string): string {
  const { quorum, majorityNumerator, majorityDenominator } = approval.committee;
  const vote = `(>=${quorum}, ${majorityNumerator}/${majorityDenominator} yes, chair has veto only)`;
  return authority === 'COMMITTEE' ? `COMMITTEE${vote}` : authority;
}

function approvalRules(value: unknown): unknown {
  const { singleBorrowerShareOfNetAssets } = approval;
  const { reminder, escalation } = deadlines.task;
  const said = [
    `SLA ${reminder}h reminder, ${escalation}h escalation`,
    `<=${Number(singleBorrowerShareOfNetAssets) * 100}% of net assets`,
  ];
  const text = (value as readonly string[]).join('\n');
  return sentence(text, ...said) === text ? value : { missing: said };
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
