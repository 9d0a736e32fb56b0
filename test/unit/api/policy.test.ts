import type { Caller } from '../../../api/kernel/routing/caller';
import type { Operations } from '../../../api/kernel/routing/operation';
import { notAdmitted } from '../../../api/kernel/security/admission';
import { type FactorAsked, factorOf } from '../../../api/kernel/security/factor';
import { maySeePersonalData, scopeOf } from '../../../api/kernel/security/scope';
import { operations } from '../../../api/operations';
import { papersOf } from '../../../api/papers/operations';
import { type OperationId, operationIds, routes } from '../../../contracts/http';
import type { EnterpriseId, InstitutionId, UserId } from '../../../contracts/ids';
import { MEMBER_ROLES, ROLES, type Role, STAFF_ROLES } from '../../../domain/approval/roles';
import { TASK_RULES, type TaskRule } from '../../../domain/approval/tasks';
import { MACHINE_SCOPES, type MachineScope } from '../../../domain/machines/scopes';

const JIANGNAN = '0198c1f0-0000-7000-8000-000000000001' as InstitutionId;
const BEICHEN = '0198c1f0-0000-7000-8000-000000000002' as InstitutionId;
const ENTERPRISE = '0198c1f0-0000-7000-8000-0000000000e1' as EnterpriseId;

function callerOf(role: Role, institutionId = JIANGNAN): Caller {
  const isApplicant = role === 'applicant';
  const isStaff = STAFF_ROLES.some((each) => each === role);
  return {
    userId: `user-${role}` as UserId,
    name: role,
    email: `${role}@jiangnan.example`,
    roles: [role],
    institution: isStaff ? { id: institutionId, code: 'X', nameZh: '', nameEn: '' } : null,
    enterprise: isApplicant ? { id: ENTERPRISE, name: 'E', stage: 'ACTIVE', institutionId } : null,
    sessionId: `session-${role}`,
    sessionExpiresAt: '2026-01-01T00:00:00Z',
    factor: { isRequired: !isApplicant, isSetUp: false, provedAt: null },
    emergency: null,
    machine: null,
  };
}

/** The whole table, written out by hand: a change of who may do what has to be made twice. */
const ALLOWED: Readonly<Record<OperationId, readonly Role[] | 'anybody'>> = {
  signIn: 'anybody',
  signOut: ROLES,
  getSession: ROLES,
  getMe: ROLES,
  proveFactor: ROLES,
  askForPasskey: ROLES,
  listFactors: ROLES,
  beginTotp: ROLES,
  confirmTotp: ROLES,
  offerPasskey: ROLES,
  addPasskey: ROLES,
  renewRecoveryCodes: ROLES,
  removeFactor: ROLES,
  askForPasswordReset: 'anybody',
  resetPassword: 'anybody',
  changePassword: ROLES,
  requestMailChange: ROLES,
  confirmMailChange: 'anybody',
  requestPhoneChange: ['applicant'],
  confirmPhoneChange: ['applicant'],
  listSessions: ROLES,
  endSession: ROLES,
  endOtherSessions: ROLES,
  listSignIns: ROLES,
  listInstitutions: 'anybody',
  listProviders: 'anybody',
  beginSignInByProvider: 'anybody',
  signInByProvider: 'anybody',
  listIdentities: ROLES,
  beginIdentity: ROLES,
  linkIdentity: ROLES,
  removeIdentity: ROLES,
  listMachines: ['admin', 'auditor'],
  addMachine: ['admin'],
  renewMachineSecret: ['admin'],
  endMachine: ['admin'],
  getToken: 'anybody',
  listTokenKeys: 'anybody',
  listLegalTexts: 'anybody',
  listConsents: ['applicant'],
  giveConsent: ['applicant'],
  withdrawConsent: ['applicant'],
  exportOwnData: ['applicant'],
  closeAccount: ['applicant'],
  listOwnEnterprises: ['applicant'],
  actForEnterprise: ['applicant'],
  registerOwnEnterprise: ['applicant'],
  takeFileTo: ['applicant'],
  listOwnPeople: ['applicant'],
  invitePerson: ['applicant'],
  takeBackInvitation: ['applicant'],
  removePerson: ['applicant'],
  joinEnterprise: 'anybody',
  listProducts: 'anybody',
  quote: 'anybody',
  listStaff: ['admin', 'risk', 'auditor'],
  listColleagues: STAFF_ROLES,
  requestStaffChange: ['admin'],
  listStaffChanges: ['admin', 'risk', 'auditor'],
  decideStaffChange: ['admin', 'risk'],
  sendInvitation: ['admin'],
  suspendStaff: ['admin', 'risk'],
  acceptInvitation: 'anybody',
  listAccessReviews: STAFF_ROLES,
  getAccessReview: STAFF_ROLES,
  answerAccessReview: STAFF_ROLES,
  registerEnterprise: 'anybody',
  activateEnterprise: 'anybody',
  askForActivation: 'anybody',
  listEnterprises: MEMBER_ROLES,
  getEnterprise: MEMBER_ROLES,
  askToCorrect: ['applicant'],
  handInCorrections: ['applicant'],
  addFileChangePaper: MEMBER_ROLES,
  askForFileChange: ['applicant'],
  listEnterprisePeople: ['customer_service', 'reviewer'],
  recoverAccess: ['customer_service', 'reviewer'],
  listFileChanges: MEMBER_ROLES,
  getFileChange: MEMBER_ROLES,
  stopFileChange: MEMBER_ROLES,
  readFileChangePaper: MEMBER_ROLES,
  apply: ['applicant'],
  listApplications: MEMBER_ROLES,
  getApplication: MEMBER_ROLES,
  supplyInformation: ['applicant'],
  priceOffer: ['applicant'],
  acceptOffer: ['applicant'],
  changeTerms: ['applicant'],
  declineOffer: ['applicant'],
  withdrawApplication: ['applicant'],
  appeal: ['applicant'],
  whatIf: STAFF_ROLES,
  listTasks: STAFF_ROLES,
  getTask: STAFF_ROLES,
  countTasks: STAFF_ROLES,
  nextTask: ['reviewer', 'approver', 'board', 'finance', 'risk', 'customer_service', 'admin'],
  claimTask: ['reviewer', 'approver', 'board', 'finance', 'risk', 'customer_service', 'admin'],
  giveTaskBack: ['reviewer', 'approver', 'board', 'finance', 'risk', 'customer_service', 'admin'],
  takeTaskOver: ['reviewer', 'approver', 'board', 'finance', 'risk', 'customer_service', 'admin'],
  snoozeTask: ['reviewer', 'approver', 'board', 'finance', 'risk', 'customer_service', 'admin'],
  endSnooze: ['reviewer', 'approver', 'board', 'finance', 'risk', 'customer_service', 'admin'],
  giveTask: ['admin'],
  decideTask: ['reviewer', 'approver', 'board', 'finance', 'risk', 'customer_service', 'admin'],
  grantDelegation: STAFF_ROLES,
  listDelegations: STAFF_ROLES,
  revokeDelegation: STAFF_ROLES,
  sayAbsent: STAFF_ROLES,
  listAbsences: STAFF_ROLES,
  withdrawAbsence: STAFF_ROLES,
  listNotices: STAFF_ROLES,
  readNotices: STAFF_ROLES,
  getNoticeMail: STAFF_ROLES,
  chooseNoticeMail: STAFF_ROLES,
  nameEscalationPerson: ['admin'],
  listMessages: ['applicant'],
  readMessages: ['applicant'],
  getHome: ['applicant'],
  search: MEMBER_ROLES,
  getDraft: MEMBER_ROLES,
  saveDraft: MEMBER_ROLES,
  removeDraft: MEMBER_ROLES,
  quoteSettlement: ['applicant', 'finance', 'customer_service'],
  listSettlementQuotes: MEMBER_ROLES,
  listPapers: MEMBER_ROLES,
  verifyPaper: 'anybody',
  getPaper: MEMBER_ROLES,
  readPaper: MEMBER_ROLES,
  askForPaper: MEMBER_ROLES,
  askForExport: STAFF_ROLES,
  listExports: STAFF_ROLES,
  getExport: STAFF_ROLES,
  readExport: STAFF_ROLES,
  getPreferences: ROLES,
  choosePreferences: ROLES,
  voteOnTask: STAFF_ROLES,
  recuseFromTask: STAFF_ROLES,
  getSitting: STAFF_ROLES,
  recordConnection: ['reviewer', 'risk'],
  listConnections: STAFF_ROLES,
  endConnection: ['risk', 'admin'],
  listLoans: MEMBER_ROLES,
  getLoan: MEMBER_ROLES,
  getStatement: MEMBER_ROLES,
  repay: ['applicant'],
  getPrepaymentOptions: MEMBER_ROLES,
  listPostLoanMatters: ['finance', 'risk', 'approver', 'board', 'admin', 'auditor'],
  getPostLoanMatter: ['finance', 'risk', 'approver', 'board', 'admin', 'auditor'],
  getWatch: ['finance', 'risk', 'approver', 'board', 'admin', 'auditor'],
  getLoanRisk: ['finance', 'risk', 'approver', 'board', 'admin', 'auditor'],
  prepay: ['applicant'],
  getRules: STAFF_ROLES,
  listRuleChanges: STAFF_ROLES,
  previewRules: ['risk', 'admin'],
  requestRules: ['risk', 'admin'],
  decideRules: ['risk', 'admin'],
  quoteLoanChange: ['finance', 'risk', 'customer_service', 'applicant'],
  requestLoanChange: ['finance', 'risk', 'customer_service', 'applicant'],
  listLoanChanges: MEMBER_ROLES,
  listRequestedChanges: ['finance', 'risk', 'approver', 'board', 'customer_service', 'admin', 'auditor'],
  getLoanChange: ['finance', 'risk', 'approver', 'board', 'customer_service', 'admin', 'auditor'],
  withdrawLoanChange: ['finance', 'risk', 'customer_service', 'applicant'],
  answerLoanChange: ['applicant'],
  listTariffs: 'anybody',
  listPublishedDisputes: 'anybody',
  listFees: MEMBER_ROLES,
  getFee: MEMBER_ROLES,
  getPoints: ['applicant'],
  quoteFee: ['finance', 'reviewer', 'admin'],
  answerQuote: ['applicant'],
  disputeFee: ['applicant'],
  requestFeeRelief: ['finance'],
  reportFeeBounce: ['finance'],
  listTariffNotices: MEMBER_ROLES,
  answerTariff: ['applicant'],
  getCollection: MEMBER_ROLES,
  listCollections: ['customer_service', 'risk', 'finance', 'admin', 'auditor'],
  promise: ['customer_service', 'risk', 'finance', 'applicant'],
  askForHold: ['customer_service', 'risk', 'applicant'],
  recordContact: ['customer_service', 'risk', 'finance'],
  listPayments: MEMBER_ROLES,
  getPayment: MEMBER_ROLES,
  getPaymentStory: ['finance', 'risk', 'admin', 'auditor'],
  receiveBankNotice: 'anybody',
  listEntries: ['finance', 'risk', 'admin', 'auditor'],
  getTrialBalance: ['finance', 'risk', 'admin', 'auditor'],
  getPortfolio: ['finance', 'risk', 'admin', 'auditor'],
  getLedgerChecks: ['finance', 'risk', 'admin', 'auditor'],
  getReconciliation: ['finance', 'risk', 'admin', 'auditor'],
  signReconciliationOff: ['finance'],
  listPeriods: ['finance', 'risk', 'admin', 'auditor'],
  listLedgerChanges: ['finance', 'risk', 'admin', 'auditor'],
  getLedgerChange: ['finance', 'risk', 'admin', 'auditor'],
  requestLedgerChange: ['finance'],
  decideLedgerChange: ['finance'],
  getStatements: ['finance', 'risk', 'admin', 'auditor'],
  listStatementEntries: ['finance', 'risk', 'admin', 'auditor'],
  cleanStatement: MEMBER_ROLES,
  getFinanceDay: ['finance', 'risk', 'admin', 'auditor'],
  getVatReport: ['finance', 'risk', 'admin', 'auditor'],
  getFundFlow: ['finance', 'risk', 'admin', 'auditor'],
  getFundForecast: ['finance', 'risk', 'admin', 'auditor'],
  getBudget: ['finance', 'risk', 'admin', 'auditor'],
  listAuditedFees: ['finance', 'risk', 'admin', 'auditor'],
  listAuditedChanges: ['finance', 'risk', 'admin', 'auditor'],
  getMonthReport: ['finance', 'risk', 'admin', 'auditor'],
  signMonthReport: ['finance', 'risk'],
  getPeriod: ['finance', 'risk', 'admin', 'auditor'],
  listBreaks: ['finance', 'risk', 'admin', 'auditor'],
  listReceipts: ['finance', 'risk', 'admin', 'auditor'],
  listAudit: ['admin', 'auditor', 'risk'],
  declareDay: ['operator'],
  getHealth: 'anybody',
  getReady: 'anybody',
  getOpenApi: 'anybody',
  openEmergencyAccess: ['operator'],
  listEmergencyAccesses: ['operator', 'admin', 'auditor'],
  endEmergencyAccess: ['operator'],
  listWorkflows: ['admin'],
  getOverview: ['operator'],
  getProcessScope: ['admin', 'operator'],
  getWorkflowFigures: ['admin'],
  checkProcesses: ['admin'],
  listProcessChecks: ['admin', 'auditor'],
  listHistories: ['admin', 'auditor'],
  readHistory: ['admin', 'auditor'],
  actOnProcess: ['admin'],
  listProcessActs: ['admin', 'risk', 'auditor'],
  decideProcessAct: ['admin', 'risk'],
  listTaskViews: STAFF_ROLES,
  addTaskView: STAFF_ROLES,
  changeTaskView: STAFF_ROLES,
  removeTaskView: STAFF_ROLES,
  comment: STAFF_ROLES,
  attach: STAFF_ROLES,
  readAttachment: STAFF_ROLES,
  previewAssignment: ['admin'],
  assignTasks: ['admin'],
  getWorkload: ['admin', 'risk', 'auditor'],
  listenToChanges: MEMBER_ROLES,
  decodePayloads: ['admin', 'operator'],
};

test('every route has a policy, and no policy is left over', () => {
  expect(Object.keys(operations).sort()).toEqual([...operationIds].sort());
});

describe.each(operationIds)('%s', (operation) => {
  const allowed = ALLOWED[operation];

  test('is public in its policy exactly when it is public in its contract', () => {
    expect(operations[operation].who.isPublic).toBe(routes[operation].access === 'public');
    expect(operations[operation].who.isPublic).toBe(allowed === 'anybody');
  });

  test('lets in the roles of the table and nobody else', () => {
    const letIn = ROLES.filter((role) => operations[operation].who.judge(callerOf(role)).ok);
    expect(letIn.toSorted()).toEqual((allowed === 'anybody' ? [...ROLES] : [...allowed]).toSorted());
  });

  test('asks strangers to sign in', () => {
    const verdict = operations[operation].who.judge(null);
    const expected = allowed === 'anybody' ? { ok: true } : { ok: false, refusal: { code: 'NOT_SIGNED_IN' } };
    expect(verdict).toMatchObject(expected);
  });
});

/** What asks for more, or less, than a second factor that was proved in the session; by hand once more. */
const FACTORS: Readonly<Record<Exclude<FactorAsked, 'PROVED'>, readonly OperationId[]>> = {
  NOTHING: [
    'signOut',
    'getSession',
    'getMe',
    'proveFactor',
    'askForPasskey',
    'getPreferences',
    'choosePreferences',
  ],
  OWN_FACTORS: [
    'listFactors',
    'beginTotp',
    'confirmTotp',
    'offerPasskey',
    'addPasskey',
    'renewRecoveryCodes',
    'removeFactor',
    'changePassword',
    'requestMailChange',
    'requestPhoneChange',
    'exportOwnData',
    'closeAccount',
    'registerOwnEnterprise',
    'takeFileTo',
    'invitePerson',
    'removePerson',
    'handInCorrections',
    'askForFileChange',
  ],
  MONEY: [
    'acceptOffer',
    'voteOnTask',
    'repay',
    'prepay',
    'requestLoanChange',
    'answerLoanChange',
    'answerQuote',
    'requestFeeRelief',
    'reportFeeBounce',
    'answerTariff',
    'signReconciliationOff',
    'requestLedgerChange',
    'decideLedgerChange',
    'signMonthReport',
  ],
  ACCESS: [
    'requestStaffChange',
    'decideStaffChange',
    'sendInvitation',
    'suspendStaff',
    'answerAccessReview',
    'beginIdentity',
    'linkIdentity',
    'removeIdentity',
    'addMachine',
    'renewMachineSecret',
    'endMachine',
    'recoverAccess',
    'grantDelegation',
    'requestRules',
    'decideRules',
    'openEmergencyAccess',
    'actOnProcess',
    'decideProcessAct',
  ],
  PERSONAL_DATA: ['decodePayloads', 'readHistory'],
};

/** What machines may call, by the scope that it takes; by hand once more. */
const FOR_MACHINES: Readonly<Record<MachineScope, readonly OperationId[]>> = {
  'enterprises:read': ['listEnterprises', 'getEnterprise'],
  'applications:read': ['listApplications', 'getApplication'],
  'loans:read': ['listLoans', 'getLoan', 'getStatement', 'getPrepaymentOptions'],
  'payments:read': ['listPayments', 'getPayment'],
  'books:read': [
    'listEntries',
    'getTrialBalance',
    'getLedgerChecks',
    'getPortfolio',
    'getStatements',
    'listStatementEntries',
    'getVatReport',
    'getFundFlow',
    'getFundForecast',
    'getBudget',
  ],
  'reconciliation:read': ['getReconciliation', 'listBreaks', 'listReceipts'],
};

describe('a machine', () => {
  const machine = (scopes: readonly MachineScope[]): Caller => ({
    ...callerOf('admin'),
    ...{ roles: [], machine: { scopes } },
  });

  test.each(MACHINE_SCOPES)('with %s may call what reads that, and nothing else', (scope) => {
    const letIn = operationIds.filter(
      (id) => !operations[id].who.isPublic && operations[id].who.judge(machine([scope])).ok,
    );
    expect(letIn.toSorted()).toEqual([...FOR_MACHINES[scope]].toSorted());
    for (const id of letIn) expect(routes[id].method).toBe('get');
  });

  test('without a scope may call nothing, and whatever asks for a factor asks in vain', () => {
    const bare = machine([]);
    for (const id of operationIds) {
      if (!operations[id].who.isPublic)
        expect(notAdmitted(operations[id].who, bare)?.code).toBe('NOT_YOUR_ROLE');
    }
    expect(notAdmitted(operations.listLoans.who, machine(['loans:read']))).toBeNull();
    expect(factorOf(machine(MACHINE_SCOPES), 'PROVED').ok).toBe(false);
  });

  test('reads personal data masked', () => {
    const of = { enterpriseId: ENTERPRISE, institutionId: JIANGNAN };
    expect(maySeePersonalData(machine(MACHINE_SCOPES), of)).toBe(false);
  });
});

test('what moves money, changes access or shows personal data asks for a second factor proved lately', () => {
  const signedIn = operationIds.filter((id) => !operations[id].who.isPublic);
  for (const [asked, ids] of Object.entries(FACTORS)) {
    expect(signedIn.filter((id) => operations[id].who.factor === asked)).toEqual(ids);
  }
});

test('and who decides about money, or commits the institution to lend it, proves one too', () => {
  const rules = Object.values<TaskRule>(TASK_RULES);
  const aboutMoney = rules.filter(({ role }) => role === 'finance');
  aboutMoney.push(TASK_RULES.APPROVE_APPLICATION, TASK_RULES.DECIDE_AS_COMMITTEE);
  expect(aboutMoney.map(({ factor }) => factor)).toEqual(aboutMoney.map(() => 'MONEY'));
  // Whoever reads a file decides nothing yet, and is not asked at each press.
  expect(rules).toContain(TASK_RULES.REVIEW_APPLICATION);
  expect('factor' in TASK_RULES.REVIEW_APPLICATION).toBe(false);
});

test('every operation that changes something is audited, each under a name of its own', () => {
  const table: Operations = operations;
  const changing = operationIds.filter((id) => routes[id].method !== 'get');
  const names = changing.map((id) => table[id].audit ?? null);
  // What is typed is nobody's act yet.
  const unrecorded = ['quote', 'whatIf', 'saveDraft', 'removeDraft', 'quoteLoanChange', 'cleanStatement'];
  expect(changing.filter((_id, at) => names[at] === null)).toEqual(unrecorded);
  expect(new Set(names).size).toBe(changing.length - unrecorded.length + 1);
});

test('none but signing in and looking at payloads write their records themselves', () => {
  const table: Operations = operations;
  expect(operationIds.filter((id) => table[id].recordsItself)).toEqual([
    'signIn',
    'signInByProvider',
    'decodePayloads',
  ]);
});

describe('what a reader may see', () => {
  test('staff see their institution, people of an enterprise only their enterprise', () => {
    expect(scopeOf(callerOf('finance'))).toEqual({ institutionId: JIANGNAN });
    expect(papersOf({ caller: callerOf('finance') })).toEqual({ institutionId: JIANGNAN });
    expect(papersOf({ caller: callerOf('reviewer') })).toEqual({
      institutionId: JIANGNAN,
      enterpriseId: { not: null },
    });
    expect(papersOf({ caller: callerOf('applicant') })).toEqual(scopeOf(callerOf('applicant')));
    expect(scopeOf(callerOf('applicant'))).toEqual({ institutionId: JIANGNAN, enterpriseId: ENTERPRISE });
    expect(scopeOf({ ...callerOf('admin'), institution: null })).toBeNull();
    expect(scopeOf(callerOf('operator'))).toBeNull();
  });

  test('personal data are shown in full to the owner and to reviewers of the institution only', () => {
    const of = { enterpriseId: ENTERPRISE, institutionId: JIANGNAN };
    const mayRead = ROLES.filter((role) => maySeePersonalData(callerOf(role), of));
    expect(mayRead).toEqual(['applicant', 'reviewer']);
    expect(maySeePersonalData(callerOf('reviewer', BEICHEN), of)).toBe(false);
    expect(maySeePersonalData(callerOf('applicant'), { ...of, enterpriseId: 'another' })).toBe(false);
  });
});
