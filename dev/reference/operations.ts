import { type RouteContract, routes } from '../../contracts/http';

const HEADING = '## Every operation';
const LEAD =
  'Written by `npm run api:reference` from the contracts; [/docs](http://localhost:3000/docs) has each with its fields and refusals. _open_ is asked for without a session.';

/** The page of the API with its list of operations as the contracts have them now. @param page docs/api.md */
export function withOperations(page: string): string {
  const [told = ''] = page.split(`\n${HEADING}\n`);
  return `${told.trimEnd()}\n\n${HEADING}\n\n${LEAD}\n\n${listed(Object.values(routes))}\n`;
}

/** Subject by subject, in the order of the contracts. */
function listed(all: readonly RouteContract[]): string {
  const tags = [...new Set(all.map(({ tag }) => tag))];
  return tags
    .map(
      (tag) =>
        `**${tag}**\n\n${all
          .filter((each) => each.tag === tag)
          .map(lineOf)
          .join('\n')}`,
    )
    .join('\n\n');
}

const lineOf = ({ method, path, summary, access }: RouteContract): string =>
  `- \`${method.toUpperCase()} ${path.replace(/:(\w+)/g, '{$1}')}\` ${summary}${access === 'public' ? ' (_open_)' : ''}`;
