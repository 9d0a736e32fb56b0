import { Link } from '@tanstack/react-router';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';

const WORDS = words({
  menu: ['主菜单', 'Main menu'],
  home: ['首页', 'Home'],
  applications: ['申请', 'Applications'],
  loans: ['贷款', 'Loans'],
  fees: ['费用', 'Fees'],
  messages: ['消息', 'Messages'],
  file: ['企业资料', 'Enterprise'],
});

/** Where people of an enterprise go. */
export function Menu() {
  const say = useWords(WORDS);
  return (
    <nav className="menu" aria-label={say('menu')}>
      <Link to="/home">{say('home')}</Link>
      <Link to="/applications">{say('applications')}</Link>
      <Link to="/loans">{say('loans')}</Link>
      <Link to="/fees">{say('fees')}</Link>
      <Link to="/messages">{say('messages')}</Link>
      <Link to="/kyc">{say('file')}</Link>
    </nav>
  );
}
