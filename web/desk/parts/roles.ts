import en from '../../../contracts/texts/en/roles.json';
import zh from '../../../contracts/texts/zh-CN/roles.json';
import { pairs } from '../../kit/words/words';

/** Roles, and who else something may wait for. */
export const ROLE_WORDS = pairs(zh, en);
