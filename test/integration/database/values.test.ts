import { AUDIT_SUBJECTS } from '../../../contracts/audit';
import {
  BREAK_KINDS,
  BREAK_STATUSES,
  RECEIPT_REASONS,
  RECEIPT_STATUSES,
  RECONCILIATION_OUTCOMES,
} from '../../../contracts/differences';
import { PRODUCT_STATUSES } from '../../../contracts/http';
import { LOAN_CHANGE_STATUSES } from '../../../contracts/loanChanges';
import { MESSAGE_CHANNELS, MESSAGE_STATUSES } from '../../../contracts/messages';
import { CASE_TYPES, TASK_STATUSES } from '../../../contracts/tasks';
import { LOCALES } from '../../../contracts/texts/texts';
import {
  APPLICATION_STAGES,
  ONBOARDING_STAGES,
  PAYMENT_MANDATES,
  PAYMENT_PURPOSES,
  PAYMENT_STATUSES,
  PAYMENT_SUBJECTS,
} from '../../../contracts/workflows';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { MEMBER_ROLES, ROLES } from '../../../domain/approval/roles';
import { TASK_KINDS } from '../../../domain/approval/tasks';
import { ACCOUNT_KINDS } from '../../../domain/ledger/chart';
import { LOAN_STATUSES } from '../../../domain/loan/state';
import { REGIMES } from '../../../domain/loan/terms';
import { MACHINE_SCOPES } from '../../../domain/machines/scopes';
import { FIVE_TIER_GRADES } from '../../../domain/overdue/grades';
import { RISK_GRADES } from '../../../domain/parameters/kyc';
import { DIRECTIONS } from '../../../domain/reconciliation/matchDay';
import { DAY_COUNTS, REPAYMENT_METHODS } from '../../../domain/schedule/types';

let database: TestDatabase;

beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

/** A column's CHECK, and the values that contracts and HTTP know for it. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  account_kind_check: ACCOUNT_KINDS,
  application_method_check: REPAYMENT_METHODS,
  application_stage_check: APPLICATION_STAGES,
  break_case_kind_check: BREAK_KINDS,
  break_case_status_check: BREAK_STATUSES,
  decision_case_type_check: CASE_TYPES,
  enterprise_locale_check: LOCALES,
  enterprise_risk_grade_check: RISK_GRADES,
  enterprise_stage_check: ONBOARDING_STAGES,
  human_task_case_type_check: CASE_TYPES,
  human_task_kind_check: TASK_KINDS,
  // The operator of the platform has no tasks.
  human_task_role_check: MEMBER_ROLES,
  human_task_status_check: TASK_STATUSES,
  loan_change_status: LOAN_CHANGE_STATUSES,
  loan_regime_check: REGIMES,
  loan_risk_class_check: FIVE_TIER_GRADES,
  loan_status_check: LOAN_STATUSES,
  machine_scopes: MACHINE_SCOPES,
  membership_role_check: ROLES,
  message_case_type_check: AUDIT_SUBJECTS,
  message_channel_check: MESSAGE_CHANNELS,
  message_locale_check: LOCALES,
  message_status_check: MESSAGE_STATUSES,
  payment_mandate_type_check: PAYMENT_MANDATES,
  payment_purpose_check: PAYMENT_PURPOSES,
  payment_status_check: PAYMENT_STATUSES,
  payment_subject_type_check: PAYMENT_SUBJECTS,
  product_day_count_check: DAY_COUNTS,
  product_status_check: PRODUCT_STATUSES,
  reconciliation_item_direction_check: DIRECTIONS,
  reconciliation_item_outcome_check: RECONCILIATION_OUTCOMES,
  unidentified_receipt_reason_check: RECEIPT_REASONS,
  unidentified_receipt_status_check: RECEIPT_STATUSES,
};

test.each(Object.entries(KNOWN))('%s knows what the contract knows', async (name, known) => {
  const { rows } = await database.owner.query<{ text: string }>(
    'SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conname = $1',
    [name],
  );
  const values = rows.flatMap(({ text }) => [...text.matchAll(/'([^']+)'/g)].map((match) => match[1]));
  expect(new Set(values)).toEqual(new Set(known));
});
