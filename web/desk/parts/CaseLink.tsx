import type { ReactNode } from 'react';

/** Where each kind of case is read at the desk. */
const PLACES: Readonly<Record<string, (id: string) => string>> = {
  TASK: (id) => `/desk/inbox/${id}`,
  APPLICATION: (id) => `/desk/applications/${id}`,
  APPEAL: (id) => `/desk/applications/${id}`,
  ONBOARDING: (id) => `/desk/enterprises/${id}`,
  ENTERPRISE: (id) => `/desk/enterprises/${id}`,
  LOAN: (id) => `/desk/loans/${id}`,
  COLLECTION: (id) => `/desk/loans/${id}`,
  PAYMENT: (id) => `/desk/finance/payments/${id}`,
  FEE: (id) => `/desk/finance/fees/${id}`,
  RECEIPT: () => '/desk/finance/receipts',
  BREAK: () => '/desk/finance/breaks',
};

/** Whether a kind of case has a screen of its own at the desk. */
export const hasScreen = (type: string): boolean => PLACES[type] !== undefined;

/** Leads to a case; the words alone where there is no screen of it. */
export function CaseLink({ type, id, children }: { type: string; id: string; children: ReactNode }) {
  const place = PLACES[type];
  return place === undefined ? children : <a href={place(id)}>{children}</a>;
}
