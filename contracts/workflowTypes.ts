/** Names of the workflow functions, for those who start them without importing them. */
export const WORKFLOW_TYPES = {
  onboarding: 'onboarding',
  application: 'application',
  loan: 'loan',
  payment: 'payment',
  dispute: 'dispute',
  receipt: 'receipt',
  breakCase: 'breakCase',
  endOfDay: 'endOfDay',
  institutionEndOfDay: 'institutionEndOfDay',
  reconciliation: 'reconciliation',
  institutionReconciliation: 'institutionReconciliation',
} as const;
export type WorkflowType = keyof typeof WORKFLOW_TYPES;

/** What the Temporal UI shows as the summary of each process. */
export const WORKFLOW_SUMMARIES: Readonly<Record<WorkflowType, string>> = {
  onboarding: '企业准入 · Onboarding of an enterprise',
  application: '融资申请 · Application for a loan',
  loan: '贷款存续 · A loan until its last instalment',
  payment: '支付指令 · One order at the bank',
  dispute: '支付争议 · The bank contradicts the books',
  receipt: '待查收款 · Money that nobody ordered',
  breakCase: '对账差异 · Something that a person must look at',
  endOfDay: '日终批处理 · End of day',
  institutionEndOfDay: '机构日终 · End of day of an institution',
  reconciliation: '银行对账 · Reconciliation with the bank',
  institutionReconciliation: '机构对账 · Reconciliation of an institution',
};
