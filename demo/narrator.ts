import pc from 'picocolors';

/** Tells the story as it happens: on stdout for people, nothing with `--json`. */
export class Narrator {
  private readonly startedAt = Date.now();

  constructor(private readonly silent: boolean) {}

  chapter(title: string): void {
    this.print(`\n${pc.bold(title)}`);
  }

  say(text: string, link?: string): void {
    const seconds = ((Date.now() - this.startedAt) / 1000).toFixed(1).padStart(6);
    this.print(`${pc.dim(`${seconds} s`)}  ${text}${link === undefined ? '' : pc.dim(`  ${link}`)}`);
  }

  check(name: string, holds: boolean, detail: string): void {
    this.print(`  ${holds ? pc.green('holds ') : pc.red('BROKEN')}  ${name}: ${detail}`);
  }

  private print(line: string): void {
    if (!this.silent) console.log(line);
  }
}
