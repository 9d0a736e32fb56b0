import type { BilingualText } from '../../domain/parameters/version';
import enActivities from './en/activities.json';
import enProcesses from './en/processes.json';
import enRoles from './en/roles.json';
import enStages from './en/stages.json';
import enTasks from './en/tasks.json';
import zhActivities from './zh-CN/activities.json';
import zhProcesses from './zh-CN/processes.json';
import zhRoles from './zh-CN/roles.json';
import zhStages from './zh-CN/stages.json';
import zhTasks from './zh-CN/tasks.json';

/**
 * What the Temporal UI says, in both languages at once. Apart from the other texts, because workflows carry it in
 * their bundle.
 */

/** Ties the texts of both languages by their keys: one that either lacks does not compile. */
function inBoth<Key extends string>(
  zh: Readonly<Record<Key, string>>,
  en: Readonly<Record<NoInfer<Key>, string>>,
): Readonly<Record<Key, BilingualText>> {
  const keys = Object.keys(zh) as Key[];
  return Object.fromEntries(keys.map((key) => [key, { zh: zh[key], en: en[key] }])) as Record<
    Key,
    BilingualText
  >;
}

/** Both languages in one line. */
export const oneLine = ({ zh, en }: BilingualText): string => `${zh} · ${en}`;

/** What each stage of each kind of case means. */
export const STAGE_TEXTS = {
  ONBOARDING: inBoth(zhStages.ONBOARDING, enStages.ONBOARDING),
  APPLICATION: inBoth(zhStages.APPLICATION, enStages.APPLICATION),
  APPEAL: inBoth(zhStages.APPEAL, enStages.APPEAL),
  FILE_CHANGE: inBoth(zhStages.FILE_CHANGE, enStages.FILE_CHANGE),
  LOAN: inBoth(zhStages.LOAN, enStages.LOAN),
  LOAN_CHANGE: inBoth(zhStages.LOAN_CHANGE, enStages.LOAN_CHANGE),
  COLLECTION: inBoth(zhStages.COLLECTION, enStages.COLLECTION),
  PAYMENT: inBoth(zhStages.PAYMENT, enStages.PAYMENT),
  DISPUTE: inBoth(zhStages.DISPUTE, enStages.DISPUTE),
  RECEIPT: inBoth(zhStages.RECEIPT, enStages.RECEIPT),
  BREAK: inBoth(zhStages.BREAK, enStages.BREAK),
  FEE: inBoth(zhStages.FEE, enStages.FEE),
  POST_LOAN: inBoth(zhStages.POST_LOAN, enStages.POST_LOAN),
  INSTITUTION: inBoth(zhStages.INSTITUTION, enStages.INSTITUTION),
};

type Stages = typeof STAGE_TEXTS;
/** A stage of some case. */
export type AnyStage = { [Kind in keyof Stages]: keyof Stages[Kind] }[keyof Stages];

/** Whose turn it is: a role of the platform, the bank, the calendar, or the platform itself. */
export const ROLE_TEXTS = inBoth(zhRoles, enRoles);
/** What a person is asked to do. */
export const TASK_TEXTS = inBoth(zhTasks, enTasks);
/** What a process is for, by its workflow type. */
export const PROCESS_TEXTS = inBoth(zhProcesses, enProcesses);
/** What an activity does. */
export const ACTIVITY_TEXTS = inBoth(zhActivities, enActivities);
