import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { Journal } from '../kit/journal';

/** What the list shows of a message; the message itself is a file of its own. */
export interface MailSummary {
  readonly id: string;
  readonly messageId: string;
  readonly from: string;
  /** Addresses of the envelope, in lower case. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly receivedAt: string;
  readonly bytes: number;
}

/** A message as a reader sees it. */
export interface MailContent extends MailSummary {
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly bytes: number;
  }[];
}

type MailboxEvent =
  | { readonly type: 'received'; readonly mail: MailSummary }
  | { readonly type: 'removed'; readonly ids: readonly string[] };

/** A bounded box of received mail on disk: an index in a journal, each message in a file. */
export class Mailbox {
  private readonly mails = new Map<string, MailSummary>();
  private journal: Journal<MailboxEvent, readonly MailSummary[]> | undefined;

  constructor(
    private readonly directory: string,
    private readonly maxMails: number,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  async open(): Promise<void> {
    mkdirSync(join(this.directory, 'messages'), { recursive: true, mode: 0o700 });
    this.journal = await Journal.open<MailboxEvent, readonly MailSummary[]>({
      directory: this.directory,
      name: 'mailbox',
      apply: (event) => this.apply(event),
      snapshot: () => [...this.mails.values()],
      restore: (mails) => {
        for (const mail of mails) this.mails.set(mail.id, mail);
      },
      onFault: this.onFault,
    });
  }

  async close(): Promise<void> {
    await this.journal?.close();
  }

  /** Keeps a message; resolves when it is on the disk, so that the sender may forget it. */
  async receive(raw: Buffer, to: readonly string[]): Promise<MailSummary> {
    const parsed = await simpleParser(raw);
    const mail: MailSummary = {
      id: randomUUID(),
      messageId: parsed.messageId ?? '',
      from: parsed.from?.text ?? '',
      to: to.map((address) => address.toLowerCase()),
      subject: parsed.subject ?? '',
      receivedAt: new Date().toISOString(),
      bytes: raw.length,
    };
    await writeDurably(this.pathOf(mail.id), raw);
    await this.record({ type: 'received', mail });
    const surplus = [...this.mails.keys()].slice(0, Math.max(0, this.mails.size - this.maxMails));
    if (surplus.length > 0) await this.remove(surplus);
    return mail;
  }

  /** Newest first. `since` is an ISO instant. */
  list(filter: {
    readonly to?: string | undefined;
    readonly since?: string | undefined;
  }): readonly MailSummary[] {
    const to = filter.to?.toLowerCase();
    const since = filter.since ?? '';
    return [...this.mails.values()]
      .filter((mail) => mail.receivedAt >= since && (to === undefined || mail.to.includes(to)))
      .reverse();
  }

  async content(id: string): Promise<MailContent | undefined> {
    const mail = this.mails.get(id);
    if (mail === undefined) return undefined;
    const parsed = await simpleParser(await readFile(this.pathOf(id)), { skipTextToHtml: true });
    return { ...mail, ...contentOf(parsed) };
  }

  async removeAll(): Promise<void> {
    await this.remove([...this.mails.keys()]);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.record({ type: 'removed', ids });
    await Promise.all(ids.map((id) => rm(this.pathOf(id), { force: true })));
  }

  private pathOf(id: string): string {
    return join(this.directory, 'messages', `${id}.eml`);
  }

  private async record(event: MailboxEvent): Promise<void> {
    if (this.journal === undefined) throw new Error('the mailbox is not open');
    this.journal.append(event);
    await this.journal.settled();
  }

  private apply(event: MailboxEvent): void {
    if (event.type === 'received') this.mails.set(event.mail.id, event.mail);
    else for (const id of event.ids) this.mails.delete(id);
  }
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function contentOf(parsed: ParsedMail): Omit<MailContent, keyof MailSummary> {
  const text = parsed.text ?? '';
  const html = parsed.html === false ? '' : (parsed.html ?? '');
  return {
    text,
    html,
    links: linksIn(text, html),
    attachments: parsed.attachments.map(({ contentType, filename = 'unnamed', size }) => ({
      filename,
      contentType,
      bytes: size,
    })),
  };
}

/** Web addresses in a message, in the order in which they appear, each once. */
function linksIn(text: string, html: string): readonly string[] {
  const inHtml = [...html.matchAll(/href="(https?:\/\/[^"]+)"/g)].map(([, link = '']) =>
    unescapeAttribute(link),
  );
  const inText = [...text.matchAll(/https?:\/\/[^\s<>"'，。）)]+/g)].map(([link]) => link);
  return [...new Set([...inHtml, ...inText])];
}

function unescapeAttribute(attribute: string): string {
  return attribute.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
