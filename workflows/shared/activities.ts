import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import { ACTIVITY_RULES, type ActivityRule, type AllActivities } from '../../contracts/activityOptions';

type ActivityName = keyof AllActivities;

/** Every activity, run as the table of options says. */
export const activities: AllActivities = Object.fromEntries(
  (Object.keys(ACTIVITY_RULES) as ActivityName[]).map((name) => [name, proxyOf(name, ACTIVITY_RULES[name])]),
) as unknown as AllActivities;

function proxyOf(name: ActivityName, rule: ActivityRule): unknown {
  return rule.runs === 'LOCAL'
    ? proxyLocalActivities<AllActivities>(rule.options)[name]
    : proxyActivities<AllActivities>(rule.options)[name];
}
