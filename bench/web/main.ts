import { freshCompany } from '../../demo/people';
import { stageAt } from '../../demo/stage';
import { Borrower } from '../../demo/story';
import { Screens } from '../../test/browser/support/browser';
import { enterpriseCookie } from '../../test/browser/support/cookies';
import { startTestPlatform } from '../../test/support/platform';
import type { BenchLine } from '../rounds';
import { benchDecisions } from './decisions';
import { benchDesk } from './desk';
import { benchPhone } from './phone';
import { benchSizes } from './sizes';

/** The pages as they are built, before a platform of their own: `npm run bench:web`. */
export async function benchWeb(): Promise<readonly BenchLine[]> {
  const sizes = benchSizes();
  console.log('• Start a platform and a browser, a minute or so');
  const platform = await startTestPlatform({ clockSpeed: 1 });
  const screens = await Screens.open(platform.urls.api);
  try {
    const company = freshCompany();
    await (await Borrower.register(stageAt(platform.urls), company)).activate();
    const cookie = await enterpriseCookie(platform.urls.api, company.mail);
    return [
      ...sizes,
      ...(await benchPhone(screens, platform.urls.api, cookie)),
      // Before the made-up tasks, of which none has a process.
      ...(await benchDecisions(screens, platform)),
      ...(await benchDesk(screens, platform)),
    ];
  } finally {
    await screens.close();
    await platform.release();
  }
}
