import { ems } from './ems/index.ts';
import type { Provider } from './provider.ts';
import { telnyx } from './telnyx/index.ts';
import { xstream } from './xstream/index.ts';

/** All providers. A new provider needs a folder, an SDL file and a line here. */
export const providers: readonly Provider[] = [ems, telnyx, xstream];
