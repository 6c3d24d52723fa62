import { isUtf8 } from 'node:buffer';
import type { Redactor } from '../../redaction/redactor.ts';

/**
 * The state that an application has set on a call: any bytes, in base64. If they are text, its secrets are masked. Other bytes stay
 * as they are, because only the application can read them.
 */
export function toClientState(state: string, redactor: Redactor): string {
  // Telnyx documents base64, but does not check it.
  if (!/^[\w+/-]*={0,2}$/.test(state)) return redactor.longText(state);
  const bytes = Buffer.from(state, 'base64');
  if (!isUtf8(bytes)) return state;
  const text = bytes.toString();
  const redacted = redactor.longText(text);
  return redacted === text ? state : Buffer.from(redacted).toString('base64');
}
