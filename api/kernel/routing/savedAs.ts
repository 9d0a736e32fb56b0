import type { Call } from './call';

/** A file of somebody's, which a browser saves and never shows. */
export interface SavedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/** Has an answer saved under its name. */
export function savedAs({ reply }: Pick<Call, 'reply'>, { name, mediaType, content }: SavedFile): void {
  Object.assign(reply.headers, {
    'Content-Type': mediaType,
    'Content-Length': String(content.length),
    // RFC 6266, 8187: any name, and nothing of it is a part of the header.
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percent)}`,
  });
}

const percent = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
