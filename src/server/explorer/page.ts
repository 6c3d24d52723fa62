import { EXAMPLES } from './examples.ts';

/** The files of the explorer, by the names that the page and the script use. */
export const FILE_NAMES = {
  script: 'graphiql.js',
  style: 'graphiql.css',
  start: 'start.js',
  icon: 'icon.svg',
  editorWorker: 'editor.worker.js',
  jsonWorker: 'json.worker.js',
  graphqlWorker: 'graphql.worker.js',
} as const;

/** What the page may load: the server's own files. The editor makes style elements, and its fonts are within the style. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  'font-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** @param folder URL of the files, relative to the page */
export function pageWith(folder: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Switchboard</title>
    <link rel="icon" href="${folder}/${FILE_NAMES.icon}">
    <link rel="stylesheet" href="${folder}/${FILE_NAMES.style}">
  </head>
  <body class="no-focus-outline">
    <noscript>The explorer needs JavaScript. GraphQL queries can be sent to this URL by POST.</noscript>
    <div id="root"></div>
    <script src="${folder}/${FILE_NAMES.script}"></script>
    <script src="${folder}/${FILE_NAMES.start}"></script>
  </body>
</html>
`;
}

/** The editor of headers accepts comments. */
const HEADERS = `{
  // With authentication, then re-fetch the schema:
  // "authorization": "Bearer <API key or JWT>"
}`;

/** Three streams that meet in one graph. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32" fill="none" stroke="#d60590" \
stroke-width="3" stroke-linecap="round"><path d="M6 6c8 0 6 10 14 10M6 16h14M6 26c8 0 6-10 14-10"/>\
<circle cx="24" cy="16" r="4" fill="#d60590"/></svg>`;

/** The first press on a tab starts an animation that moves the tab away from the pointer, so the click would miss it. */
export const STYLE = '.graphiql-container .graphiql-tab { transform: none !important; }';

const tabs = EXAMPLES.map(({ query, variables }) => ({
  query,
  variables: JSON.stringify(variables, null, 2),
  headers: HEADERS,
}));

/**
 * Opens the explorer in the page. Headers are not kept in the browser unless the user asks for that in the settings, and queries are not
 * written to the URL of the page.
 */
export const START_SCRIPT = `(() => {
  const tabs = ${JSON.stringify(tabs)};
  // GraphiQL restores the tabs of the last visit with their variables, but opens a default tab without them.
  const isFirstVisit = localStorage.getItem('graphiql:tabState') === null;
  const { src } = document.currentScript;
  const workers = {
    editorWorkerService: '${FILE_NAMES.editorWorker}',
    json: '${FILE_NAMES.jsonWorker}',
    graphql: '${FILE_NAMES.graphqlWorker}',
  };
  self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => new URL(workers[label], src).href };
  YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), {
    title: 'Switchboard',
    logo: ${JSON.stringify(ICON)},
    defaultTabs: tabs,
    ...(isFirstVisit && { initialVariables: tabs[0].variables, initialHeaders: tabs[0].headers }),
    defaultHeaders: ${JSON.stringify(HEADERS)},
    defaultEditorToolsVisibility: 'variables',
    shouldPersistHeaders: undefined,
    onEditQuery: () => {},
  });
})();
`;
