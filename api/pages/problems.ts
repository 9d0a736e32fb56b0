import type { RequestHandler } from 'express';
import enProblems from '../../contracts/texts/en/problems.json';
import enRefusals from '../../contracts/texts/en/refusals.json';
import zhProblems from '../../contracts/texts/zh-CN/problems.json';
import zhRefusals from '../../contracts/texts/zh-CN/refusals.json';

const en = { ...enProblems, ...enRefusals };
const zh: Readonly<Record<string, string>> = { ...zhProblems, ...zhRefusals };

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

/** Every code of a problem document with its sentence in both languages: where the `type` of each leads. */
function problemsPage(): string {
  const rows = Object.entries(en)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([code, text]) =>
        `<tr id="${code}"><td><code>${code}</code></td><td>${escaped(zh[code] ?? '')}</td><td>${escaped(text)}</td></tr>`,
    );
  return `<!doctype html>
<html lang="zh-CN">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>问题代码 · Problem codes</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/assets/page.css">
</head>
<body>
  <header><h1>问题代码 · Problem codes</h1><a href="/docs">API</a></header>
  <main class="card"><table><tbody>
${rows.join('\n')}
  </tbody></table></main>
</body>
</html>
`;
}

/** Serves the page; it does not change while the process runs. */
export function problems(): RequestHandler {
  const page = problemsPage();
  return (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('html').send(page);
  };
}
