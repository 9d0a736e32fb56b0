import type { ReactNode } from 'react';
import type { Answers } from '../../../../kit/api/api';
import { type FactPart, factsFor } from '../parts';
import { AppealPart, RoutePart, TermsPart } from './ApplicationParts';
import { CorrectionsPart } from './CorrectionsPart';
import { RegistryPart, ScreeningPart } from './EnterpriseParts';
import { FeePart } from './FeePart';
import { FileChangePart } from './FileChangePart';
import { LoanChangePart } from './LoanChangePart';
import { BreakPart, LoanPart, PaymentPart, ReceiptPart } from './MoneyParts';
import { PostLoanPart } from './PostLoanPart';
import { RatiosPart, ScorePart } from './RiskParts';

/** What a case is about, part by part, by what its task asks for. */
export function FactsPane({ file }: { file: Pick<Answers['TaskFile'], 'task' | 'case'> }) {
  return (
    <div className="case-facts">
      {factsFor(file.task.kind).map((part) => (
        <Part key={part} part={part} file={file.case} task={file.task} />
      ))}
    </div>
  );
}

function Part({
  part,
  file,
  task: { caseType, caseId },
}: {
  part: FactPart;
  file: Answers['CaseFile'];
  task: Answers['TaskFile']['task'];
}): ReactNode {
  const { application, enterprise, loan, payment, receipt } = file;
  switch (part) {
    case 'TERMS':
      return application !== null && <TermsPart application={application} enterprise={enterprise} />;
    case 'SCORE':
      return application !== null && <ScorePart application={application} />;
    case 'RATIOS':
      return application !== null && <RatiosPart application={application} />;
    case 'ROUTE':
      return application !== null && <RoutePart application={application} />;
    case 'APPEAL':
      return application !== null && <AppealPart application={application} />;
    case 'FILE_CHANGE':
      return <FileChangePart changeId={caseId} />;
    case 'LOAN_CHANGE':
      return <LoanChangePart changeId={caseId} />;
    case 'CORRECTIONS':
      return <CorrectionsPart corrections={file.corrections} enterpriseId={caseId} />;
    case 'REGISTRY':
      return enterprise !== null && <RegistryPart enterprise={enterprise} />;
    case 'SCREENING':
      return enterprise !== null && <ScreeningPart enterprise={enterprise} />;
    case 'LOAN':
      return loan !== null && <LoanPart loan={loan} />;
    case 'PAYMENT':
      return payment !== null && <PaymentPart payment={payment} />;
    case 'RECEIPT':
      return receipt !== null && <ReceiptPart receipt={receipt} />;
    case 'BREAK':
      return file.break !== null && <BreakPart of={file.break} />;
    case 'FEE':
      // Of a loan too it is asked whether money that goes back is tried again.
      return caseType === 'FEE' && <FeePart feeId={caseId} />;
    case 'POST_LOAN':
      return <PostLoanPart matterId={caseId} />;
    default:
      return unknown(part);
  }
}

function unknown(part: never): never {
  throw new Error(`no part ${JSON.stringify(part)}`);
}
