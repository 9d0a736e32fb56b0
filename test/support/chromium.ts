import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { inProject } from '../../dev/project';

/** The package is of another kind of module than tests are. It unpacks below TMPDIR, into seconds of a core. */
const UNPACK = "import('@sparticuz/chromium').then(({ default: c }) => c.executablePath())";

/** Chromium from npm, unpacked once for all tests of a version. @returns its program */
export async function chromiumProgram(): Promise<string> {
  const { version } = JSON.parse(
    readFileSync(inProject('node_modules/@sparticuz/chromium/package.json'), 'utf8'),
  ) as { readonly version: string };
  const cache = inProject('.cache/test');
  const folder = join(cache, `chromium-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    // Aside and moved: files of tests are run beside each other.
    const aside = mkdtempSync(`${folder}-`);
    await promisify(execFile)(execPath, ['-e', UNPACK], { env: { ...process.env, TMPDIR: aside } });
    try {
      renameSync(aside, folder);
    } catch (fault) {
      rmSync(aside, { recursive: true, force: true });
      // Another one was faster.
      if (!existsSync(folder)) throw fault;
    }
  }
  return join(folder, 'chromium');
}
