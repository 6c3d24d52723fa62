/** The headers of every answer. A page sets a content security policy of its own. */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  // An answer that a browser opens as a page loads nothing and is shown in no frame.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;
