import en from '../../../contracts/texts/en/tasks.json';
import zh from '../../../contracts/texts/zh-CN/tasks.json';
import { pairs } from '../../kit/words/words';

/** What a person is asked to do. */
export const TASK_WORDS = pairs(zh, en);
