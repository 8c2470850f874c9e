const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Why messages are not sent to an address; null when they may be. Without this, MES would ask its own network whatever a partner wants. */
export function refusalOfTarget(address: string, hosts: readonly string[]): string | null {
  const url = URL.parse(address)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return 'must be an https address'
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'must have neither a user name nor a fragment'
  if (LOOPBACK.has(url.hostname)) return null
  if (url.protocol !== 'https:') return 'must be an https address'
  return hosts.includes(url.hostname) ? null : 'must be on a host that the operator of MES has allowed'
}
