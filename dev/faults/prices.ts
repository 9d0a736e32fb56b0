import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { DEMO_PASSWORD, staffMail } from '../../demo/people';
import type { Stage } from '../../demo/story';
import { addDays, type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import { INSTITUTIONS } from '../../gateways/database/baseData';

const LOOK_EVERY_MS = 1_000;
const MS_PER_DAY = 86_400_000;
/** Real time in which two people agree on a list before it counts. */
const TO_AGREE_MS = 12_000;
const BARE = { gradeDiscounts: {}, loyaltyDiscounts: [], maximumDiscount: '0' };
/** What each loan is charged: once for the contract, and for each month. */
const RULES = [
  {
    code: 'SERVICE',
    kind: 'LOAN_SERVICE',
    timing: 'PER_PROJECT',
    ...BARE,
    basis: { kind: 'OF_AMOUNT', rate: '0.003' },
  },
  {
    code: 'CARE',
    kind: 'PERIODIC',
    timing: 'MONTHLY',
    ...BARE,
    basis: { kind: 'OF_AMOUNT', rate: '0.0002' },
  },
];

/** Gives these institutions a price list, so that every loan is charged for; returns once it counts. */
export async function setPrices(
  stage: Stage,
  institutionCodes: readonly string[],
  speed: number,
): Promise<void> {
  await Promise.all(institutionCodes.map((code) => agreeOn(stage, code, speed)));
  const wanted = INSTITUTIONS.filter(({ code }) => institutionCodes.includes(code)).map(({ id }) => id);
  for (;;) {
    const { items } = await stage.platform.call('listTariffs');
    const priced = items.filter(({ rules }) => rules.length > 0).map(({ institutionId }) => institutionId);
    if (wanted.every((id) => priced.includes(id))) return;
    await sleep(LOOK_EVERY_MS);
  }
}

async function agreeOn(stage: Stage, code: string, speed: number): Promise<void> {
  const risk = await stage.platform.signedIn(staffMail('risk', code), DEMO_PASSWORD);
  // Both are signed in before days are counted.
  await stage.platform.signedIn(staffMail('admin', code), DEMO_PASSWORD);
  const { date } = await risk.call('getRules');
  await agreeOnPrices(stage, code, addDays(isoDate(date), 1 + Math.ceil((TO_AGREE_MS * speed) / MS_PER_DAY)));
}

/** Two people of an institution agree on its price list, which counts from a day to come. */
export async function agreeOnPrices(
  { platform }: Stage,
  code: string,
  effectiveFrom: IsoDate,
): Promise<void> {
  const risk = await platform.signedIn(staffMail('risk', code), DEMO_PASSWORD);
  const admin = await platform.signedIn(staffMail('admin', code), DEMO_PASSWORD);
  const body = { subject: 'fees', value: { rules: RULES }, effectiveFrom, reason: '收费标准 The price list' };
  const { id: changeId } = await risk.call('requestRules', { body, key: uuidv7() });
  await admin.call('decideRules', { params: { changeId }, body: { decision: 'APPROVE', reason: '' } });
}
