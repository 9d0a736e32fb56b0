import { ACTIVITY_RULES, type ActivityRule } from '../../../contracts/activityOptions';
import { DATABASE_PATIENCE_MS } from '../../../gateways/database/client';

test('an activity of our database ends before it is begun anew: no late attempt writes', () => {
  const rules: readonly ActivityRule[] = Object.values(ACTIVITY_RULES);
  for (const rule of rules) {
    if (rule.runs !== 'LOCAL') continue;
    for (const { startToCloseTimeout } of [rule.options, rule.whenItLasts]) {
      const milliseconds = Number.parseInt(String(startToCloseTimeout), 10) * 1_000;
      // A connection is waited for, and then a statement.
      expect(milliseconds).toBeGreaterThan(2 * DATABASE_PATIENCE_MS);
    }
  }
});
