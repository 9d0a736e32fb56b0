import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answers } from '../../../kit/api/api';

/** Leads to where work of finance is done. */
export function WorkLink({ work, children }: { work: Answers['FinanceWork']; children: ReactNode }) {
  switch (work) {
    case 'RELEASES':
      return <Link to="/finance/releases">{children}</Link>;
    case 'PAYMENTS_UNKNOWN':
      return (
        <Link to="/finance/payments" search={{ status: 'UNKNOWN' }}>
          {children}
        </Link>
      );
    case 'UNIDENTIFIED_MONEY':
      return (
        <Link to="/finance/receipts" search={{ status: 'OPEN' }}>
          {children}
        </Link>
      );
    case 'REFUNDS_REFUSED':
      return (
        <Link to="/inbox" search={{ kind: 'RETRY_REFUND' }}>
          {children}
        </Link>
      );
    case 'DISPUTES':
      return (
        <Link to="/inbox" search={{ kind: 'SETTLE_DISPUTE' }}>
          {children}
        </Link>
      );
    case 'BREAKS':
      return (
        <Link to="/finance/breaks" search={{ status: 'OPEN' }}>
          {children}
        </Link>
      );
    case 'COLLECTIONS':
      return (
        <Link to="/inbox" search={{ kind: 'COLLECT_MANUALLY' }}>
          {children}
        </Link>
      );
    case 'FEES':
      return <Link to="/finance/fees">{children}</Link>;
    case 'DAYS_TO_SIGN':
      return <Link to="/finance/reconciliation">{children}</Link>;
    case 'MONTHS_TO_CLOSE':
      return <Link to="/finance/periods">{children}</Link>;
    case 'LEDGER_CHANGES':
      return (
        <Link to="/finance/ledger-changes" search={{ status: 'REQUESTED' }}>
          {children}
        </Link>
      );
    case 'LOAN_CHANGES':
      return <Link to="/finance/loan-changes">{children}</Link>;
    default:
      return unknown(work);
  }
}

function unknown(work: never): never {
  throw new Error(`no place for ${JSON.stringify(work)}`);
}
