const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * Why messages are not sent to an address; null when they may be. Without this, MES would ask its own network whatever a partner wants.
 * `hosts` are those that the operator of MES allows; a loopback one among them may be sent messages without TLS.
 */
export function refusalOfTarget(address: string, hosts: readonly string[]): string | null {
  const url = URL.parse(address)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return 'must be an https address'
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'must have neither a user name nor a fragment'
  // `127.1` and `2130706433` are 127.0.0.1 too: whoever looks at a subscription must see where it leads.
  if (hostOf(address) !== url.hostname) return `must name its host as ${url.hostname}`
  if (url.protocol !== 'https:' && !LOOPBACK.has(url.hostname)) return 'must be an https address'
  return hosts.includes(url.hostname) ? null : 'must be on a host that the operator of MES has allowed'
}

/** The host as it is written, in lower case. */
function hostOf(address: string): string | undefined {
  return /^https?:\/\/(\[[^\]/?#]*\]|[^:/?#]*)/i.exec(address)?.[1]?.toLowerCase()
}
