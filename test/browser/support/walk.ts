import type { BrowserContext, Locator, Page, Response } from 'playwright-core';
import { DESK } from './browser';
import { settle, wrongWords } from './faults';

const PATIENCE_MS = 30_000;
/** What a press asks for is under way by then. */
const MOMENT_MS = 120;
/** What ends the session or the factor by which the others are pressed. */
const ENDS_THE_WALK = /退出|注销|移除|撤销|结束.*会话/;
const BUTTONS = 'main button:not([disabled]):not([type=submit])';

/**
 * Somebody presses every button of screens: to what it opens, or to its end where it does at once what it says. Forms
 * that it opens are left; their ends are tried in tests of their own.
 */
export class Walk {
  /** What went wrong, as `role address “button”: what`. */
  readonly found: string[] = [];
  readonly pressed: string[] = [];
  /** How many buttons were there that others had pressed for everybody. */
  left = 0;
  private now = '';
  /** Requests so far. */
  private asked = 0;

  private constructor(
    private readonly presser: string,
    private readonly page: Page,
    private readonly alike: Set<string>,
  ) {
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('dialog', (dialog) => void dialog.dismiss());
    page.on('response', (response) => void this.look(response));
    page.on('request', () => this.asked++);
  }

  /**
   * @param presser who it is told of
   * @param person the browser of somebody who is signed in
   * @param alike what others have pressed that asked the platform nothing, so that nobody's right matters: left out here
   */
  static async begin(presser: string, person: BrowserContext, alike = new Set<string>()): Promise<Walk> {
    return new Walk(presser, await person.newPage(), alike);
  }

  /** @param addresses of the screens, one after the other */
  async through(addresses: readonly string[]): Promise<void> {
    for (const address of addresses) await this.screen(address);
    await this.page.context().close();
  }

  /** Presses what is there, each on the screen as it was at first. */
  private async screen(address: string): Promise<void> {
    this.now = address;
    await settle(this.page, address);
    for (const word of await wrongWords(this.page, DESK.language)) this.tell(word);
    const names = [...new Set(await this.names())];
    const all = names.filter((each) => !ENDS_THE_WALK.test(each));
    const pressable = all.filter((each) => !this.alike.has(called(address, each)));
    this.left += all.length - pressable.length;
    for (const [at, name] of pressable.entries()) {
      if (at > 0) await settle(this.page, address);
      await this.press(address, name).catch((error: unknown) => this.tell(String(error).slice(0, 160)));
    }
  }

  private async press(address: string, name: string): Promise<void> {
    this.now = called(address, name);
    const button = await this.find(name);
    // What it does when pressed before may have taken it away: then it has nothing to press.
    if (button === null) return;
    const before = this.asked;
    if (!(await this.click(button, () => this.isStillThere(address, name)))) return;
    await this.page.waitForTimeout(MOMENT_MS);
    this.pressed.push(this.now);
    if (this.asked === before) this.alike.add(this.now);
    // It may lead to a screen that is still coming.
    const head = this.page.getByRole('heading', { level: 1 }).first();
    await head.waitFor().catch(() => this.tell('no screen is left'));
  }

  /** @returns false when others who press here have taken it away meanwhile */
  private async click(button: Locator, isStillThere: () => Promise<boolean>): Promise<boolean> {
    try {
      await button.click();
      return true;
    } catch (fault) {
      if (await isStillThere()) throw fault;
      return false;
    }
  }

  private async isStillThere(address: string, name: string): Promise<boolean> {
    await settle(this.page, address);
    return (await this.find(name)) !== null;
  }

  private async find(name: string): Promise<Locator | null> {
    const all = await this.names();
    const at = all.indexOf(name);
    return at < 0 ? null : this.page.locator(BUTTONS).filter({ visible: true }).nth(at);
  }

  /** Buttons by name; of rows without what is of the row alone, so that one row's stand for all. */
  private async names(): Promise<readonly string[]> {
    const texts = await this.page.locator(BUTTONS).filter({ visible: true }).allInnerTexts();
    return texts.map((text) =>
      text
        .replace(/\s+/g, ' ')
        .replace(/\d[\d,.:-]*/g, '#')
        .trim(),
    );
  }

  /** A refusal by right is one of a button that should not be there; a factor that is too old is asked for. */
  private async look(response: Response): Promise<void> {
    if (response.status() !== 403) return;
    // Nothing is known of one whose page was left.
    const body = await response.text().catch(() => undefined);
    if (body !== undefined && !body.includes('FACTOR_NEEDED'))
      this.tell(`403 ${new URL(response.url()).pathname}`);
  }

  private tell(what: string): void {
    this.found.push(`${this.presser} ${this.now}: ${what}`);
  }
}

function called(address: string, name: string): string {
  return `${address} “${name}”`;
}
