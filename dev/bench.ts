/** `npm run bench`: speeds as ratios, see bench/. */
import '../bench/main';
