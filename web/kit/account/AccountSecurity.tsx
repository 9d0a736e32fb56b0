import { useSession } from '../session/session';
import { ChangeMail, ChangePhone } from './ChangeContact';
import { ChangePassword } from './ChangePassword';
import { Factors } from './Factors';
import { Identities } from './Identities';
import { Sessions } from './Sessions';
import { SignIns } from './SignIns';
import './account.css';

/** How one signs in, and where one is signed in. @param hasPhone codes go to the phone of an enterprise; staff have none */
export function AccountSecurity({ hasPhone }: { hasPhone: boolean }) {
  const session = useSession();
  return (
    <>
      <Factors />
      <ChangePassword />
      <ChangeMail mail={session?.user.email ?? ''} />
      {hasPhone && <ChangePhone />}
      <Identities />
      <Sessions />
      <SignIns />
    </>
  );
}
