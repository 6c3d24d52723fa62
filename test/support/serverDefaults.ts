import type { DocumentSettings } from '../../src/config/documentSettings.ts';
import type { LimitSettings } from '../../src/config/limitSettings.ts';
import type { WebSettings } from '../../src/config/webSettings.ts';

/** The default settings of a server, as `readConfig({})` returns them, on a free port. */
const limits: LimitSettings = { maxUpstreamRequests: 300 };
const web: WebSettings = {};
const documents: DocumentSettings = { manifest: null, trustedOnly: false };
export const DEFAULTS = { host: '127.0.0.1', port: 0, operationTimeoutMs: 30_000, limits, web, documents };
