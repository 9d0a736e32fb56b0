/**
 * One-shot step after the processes are up: demo people and the lenders' capital; with `cases`, into an empty
 * database, enterprises at different stages too, brought there by the real processes.
 *
 * Enterprises open the link in their activation mail: without MAIL_PAGE_URL only people are made.
 */

import { stageAt } from '../demo/stage';
import { createBlindIndex, createColumnCipher } from '../gateways/crypto';
import { createPool } from '../gateways/database/pool';
import { endWith } from '../gateways/lifecycle';
import { loadSettings, type Settings } from '../gateways/settings';
import { seedCapital, seedCases, seedPeople } from '../prisma/seed';
import { markSeeded, type Seeding } from './platform/seeded';
import { Sentence } from './progress';

/** Everybody knows the password of the demo's people: with them, staff of a real institution would be anybody. */
function refuseElsewhere({ isDemo, publicUrl }: Pick<Settings, 'isDemo' | 'publicUrl'>): void {
  if (isDemo || ['localhost', '127.0.0.1'].includes(new URL(publicUrl).hostname)) return;
  throw new Sentence('The people of the demo have a password that everybody knows. In a demo say DEMO=1.');
}

async function seed(wanted: Seeding): Promise<void> {
  const settings = loadSettings('seed');
  refuseElsewhere(settings);
  const sql = createPool(settings.databaseMigrationUrl, { max: 2 });
  try {
    const stage = stageAt({
      api: settings.publicUrl,
      bank: settings.bankUrl,
      services: settings.servicesUrl,
      temporalUi: settings.temporalUiUrl,
      mail: settings.mailPageUrl ?? '',
    });
    await seedPeople(sql, {
      cipher: createColumnCipher(settings.dataKeys),
      blindIndex: createBlindIndex(settings.blindIndexKey),
    });
    await seedCapital(sql, stage);
    const { rowCount } = await sql.query('SELECT 1 FROM enterprise LIMIT 1');
    if (wanted === 'cases' && settings.mailPageUrl === undefined) {
      console.log('• No enterprises are made: their activation mails go to a mail server of yours');
    } else if (wanted === 'cases' && rowCount === 0) {
      console.log('• Enterprises register, apply and borrow, each up to another stage');
      await seedCases(stage);
    }
    await markSeeded(sql, wanted);
  } finally {
    await sql.end();
  }
}

seed(process.argv.includes('cases') ? 'cases' : 'people').catch(endWith);
