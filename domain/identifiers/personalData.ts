/** Surnames of two characters; all others have one. */
const COMPOUND_SURNAMES: readonly string[] = [
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '司徒',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '夏侯',
  '宇文',
  '长孙',
  '轩辕',
  '端木',
  '百里',
  '南宫',
  '独孤',
  '申屠',
];

/** A person's name for display: the surname stays, `张*`, `欧阳**`. */
export function maskName(name: string): string {
  const characters = [...name];
  const isCompound = characters.length > 2 && COMPOUND_SURNAMES.includes(characters.slice(0, 2).join(''));
  const shown = isCompound ? 2 : 1;
  return characters.map((character, index) => (index < shown ? character : '*')).join('');
}

/** A mail address for display: the first letter and the domain stay, `a***@example.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '***' : `${email.charAt(0)}***${email.slice(at)}`;
}
