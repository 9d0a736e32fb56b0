import { TextField } from '../forms/fields';
import { useWords } from '../words/language';
import { words } from '../words/words';

const WORDS = words({
  label: ['新密码', 'New password'],
  hint: [
    '至少 12 个字符，任意文字均可；不要用姓名、企业名称或常见密码',
    'At least 12 characters of any kind, without names, and none that many people use',
  ],
});

/** A password to be chosen; managers of passwords may fill it in. */
export function NewPasswordField({
  value,
  change,
  wrong,
}: {
  value: string;
  change: (value: string) => void;
  wrong?: string | undefined;
}) {
  const say = useWords(WORDS);
  return (
    <TextField
      label={say('label')}
      hint={say('hint')}
      wrong={wrong}
      type="password"
      autoComplete="new-password"
      required
      value={value}
      onChange={(event) => change(event.target.value)}
    />
  );
}
