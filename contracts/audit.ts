import { CASE_TYPES } from './tasks';

/** What people ask for over HTTP and what changes something, done or refused. */
export const REQUEST_ACTIONS = [
  'session.signIn',
  'session.signOut',
  'factor.prove',
  'factor.begin',
  'factor.confirm',
  'factor.addPasskey',
  'factor.renewRecoveryCodes',
  'factor.remove',
  'staff.requestChange',
  'staff.decideChange',
  'staff.sendInvitation',
  'staff.acceptInvitation',
  'staff.suspend',
  'staff.answerReview',
  'account.askForPasswordReset',
  'account.resetPassword',
  'account.changePassword',
  'account.requestMailChange',
  'account.confirmMailChange',
  'account.requestPhoneChange',
  'account.confirmPhoneChange',
  'account.endSession',
  'account.endOtherSessions',
  'enterprise.register',
  'enterprise.activate',
  'application.apply',
  'application.supplyInformation',
  'application.acceptOffer',
  'application.declineOffer',
  'application.changeTerms',
  'application.withdraw',
  'task.claim',
  'task.give',
  'task.giveBack',
  'task.takeOver',
  'task.decide',
  'task.vote',
  'task.recuse',
  'connection.record',
  'connection.end',
  'delegation.grant',
  'delegation.revoke',
  'absence.say',
  'absence.withdraw',
  'loan.repay',
  'loan.prepay',
  'loan.requestChange',
  'loan.decideChange',
  'bank.notice',
  'calendar.declare',
  'emergency.open',
  'emergency.look',
  'emergency.end',
  'process.check',
  'process.act',
  'process.decideAct',
  'process.readHistory',
  'read.refused',
  'personalData.read',
  'payloads.decode',
] as const;
export type RequestAction = (typeof REQUEST_ACTIONS)[number];

/** What processes write of their cases. */
export const PROCESS_ACTIONS = [
  'STAGE_ENTERED',
  'DECISION_RECORDED',
  'CASE_RECHECKED',
  'TASK_OPENED',
  'TASK_CLAIMED',
  'TASK_RELEASED',
  'TASK_GIVEN',
  'TASK_TAKEN_OVER',
  'TASK_REMINDED',
  'TASK_ESCALATED',
  'TASK_CANCELLED',
  'BALLOT_CAST',
  'PERSON_RECUSED',
  'ACTIVATION_REMINDED',
  'INSTALMENT_REMINDED',
  'INSTALMENT_COLLECTED',
  'COLLECTION_DECLINED',
  'LOAN_CHANGED',
  'ACCESS_REVIEWED',
  'PROCESS_ACT',
] as const;
export type ProcessAction = (typeof PROCESS_ACTIONS)[number];

/** Everything that the audit trail tells of. */
export const AUDIT_ACTIONS = [...REQUEST_ACTIONS, ...PROCESS_ACTIONS] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What a record of the trail is about: a case, or an account that somebody signs in to. */
export const AUDIT_SUBJECTS = [...CASE_TYPES, 'ACCOUNT'] as const;
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];
