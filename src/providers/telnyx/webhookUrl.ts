import { isWordLike } from '../../redaction/keyLikeText.ts';
import { MASK } from '../../redaction/mask.ts';
import type { Redactor } from '../../redaction/redactor.ts';

/** A URL for clients that expect one, and a text for the others. */
export interface WebhookUrl {
  /** Null if Telnyx sent no URL with http or https. */
  readonly url: string | null;
  /** Null if Telnyx sent none. */
  readonly text: string | null;
}

/**
 * The URL of a webhook without user info, query and fragment. Services such as Slack put a key into the path, so segments of the
 * path that do not consist of words are masked too.
 */
export function toWebhookUrl(text: string | null, redactor: Redactor): WebhookUrl {
  // Telnyx sends `""` if there is no URL.
  if (text === null || text === '') return { url: null, text: null };
  const url = URL.parse(text);
  // Other schemes are no webhooks, and `javascript:` must not become a link.
  if (url === null || !/^https?:$/.test(url.protocol)) return { url: null, text: redactor.text(text) };
  const { protocol, host, username, password, search, hash, pathname } = url;
  const path = pathname.split('/').map((segment) => (isWordLike(segment) ? segment : MASK));
  const isPublic = `${username}${password}${search}${hash}` === '' && !path.includes(MASK);
  // Without a secret, the URL stays as Telnyx sent it.
  const shown = isPublic ? text : `${protocol}//${host}${path.join('/')}`;
  return { url: shown, text: shown };
}
