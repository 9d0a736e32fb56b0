import type { RequestHandler } from 'express';
import en from '../../contracts/texts/en/refusals.json';
import zh from '../../contracts/texts/zh-CN/refusals.json';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

/** Every code of a problem document with its sentence in both languages: where the `type` of each leads. */
function problemsPage(): string {
  const chinese: Readonly<Record<string, string>> = zh;
  const rows = Object.entries(en)
    .filter(([code]) => !code.startsWith('STATUS_'))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([code, text]) =>
        `<tr id="${code}"><td><code>${code}</code></td><td>${escaped(chinese[code] ?? '')}</td><td>${escaped(text)}</td></tr>`,
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
