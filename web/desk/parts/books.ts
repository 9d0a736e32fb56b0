/** Who reads the books, and who keeps them; the API says the same. */
export const BOOK_READERS = ['finance', 'risk', 'admin', 'auditor'] as const;
export const BOOK_KEEPERS = ['finance'] as const;
