/** A host as a `Host` header has it: `graph.example`, `graph.example:8443`, `[::1]:4000`. */
export interface HostAndPort {
  /** In lower case; an IPv6 address has its brackets. */
  readonly name: string;
  /** Empty if it is not part of the text, or is 80. */
  readonly port: string;
}

/** Null if the text is not a host. Addresses are normalised: `127.1` is `127.0.0.1`. */
export function parseHost(text: string): HostAndPort | null {
  // In a URL these characters end the host, or the user name before it.
  if (!/^[^\s/\\?#@]+$/.test(text)) return null;
  const url = URL.parse(`http://${text}/`);
  return url === null ? null : { name: url.hostname, port: url.port };
}
