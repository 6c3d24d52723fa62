import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { css, editorWorkerService, graphqlWorker, js, jsonWorker } from '@graphql-yoga/render-graphiql/graphiql';
import { FILE_NAMES, ICON, START_SCRIPT, STYLE } from './page.ts';

/*
 * GraphiQL, as files. This module takes tens of megabytes and a noticeable time to load, so it is imported when the explorer is first opened.
 */

export interface File {
  readonly type: string;
  readonly text: string;
  /** Compressed once, when it is first requested. */
  readonly gzipped: () => Promise<Buffer>;
}

const compress = promisify(gzip);

/** By their names in `FILE_NAMES`. */
export const files: ReadonlyMap<string, File> = new Map([
  [FILE_NAMES.script, file('text/javascript', js)],
  [FILE_NAMES.style, file('text/css', css + STYLE)],
  [FILE_NAMES.start, file('text/javascript', START_SCRIPT)],
  [FILE_NAMES.icon, file('image/svg+xml', ICON)],
  [FILE_NAMES.editorWorker, file('text/javascript', editorWorkerService)],
  [FILE_NAMES.jsonWorker, file('text/javascript', jsonWorker)],
  [FILE_NAMES.graphqlWorker, file('text/javascript', graphqlWorker)],
]);

/** Changes with any of the files, so that browsers can keep them for ever. */
export const version: string = [...files.values()]
  .reduce((hash, { text }) => hash.update(text), createHash('sha256'))
  .digest('hex')
  .slice(0, 16);

function file(type: string, text: string): File {
  let compressed: Promise<Buffer> | null = null;
  return {
    type: `${type}; charset=utf-8`,
    text,
    gzipped: () => {
      compressed ??= compress(text);
      return compressed;
    },
  };
}
