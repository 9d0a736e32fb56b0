const CODE = /^[0-9a-f]{64}$/;

/** A code as it is typed off a page, in groups and capitals or not; null: it is none. */
export function codeOf(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(/\s|-/g, '').toLowerCase();
  return CODE.test(plain) ? plain : null;
}

/** The code of a file: its SHA-256. The file itself stays where it is. */
export async function codeOfFile(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
