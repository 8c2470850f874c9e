/** Where a node of a Redis Cluster listens. */
export interface NodeAddress {
  readonly host: string
  readonly port: number
}

/** Addresses as the cluster names them, and where they are reached from here; for networks that translate addresses. */
export type NatMap = Readonly<Record<string, NodeAddress>> | ((name: string) => NodeAddress | null)

export const nameOf = ({ host, port }: NodeAddress): string => `${host}:${port}`

/** The address of `host:port`, where the host may be an IPv6 address; an empty host stands for the node that said so. */
export const parseAddress = (text: string, teller: NodeAddress): NodeAddress | undefined => {
  const colon = text.lastIndexOf(':')
  const port = Number(text.slice(colon + 1))
  if (colon < 0 || !isPort(port)) return undefined
  return { host: text.slice(0, colon) || teller.host, port }
}

export const isPort = (port: unknown): port is number =>
  typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536

/** Where the address is reached from here. */
export const reachedAt = (address: NodeAddress, natMap: NatMap | undefined): NodeAddress => {
  if (natMap === undefined) return address
  const name = nameOf(address)
  return (typeof natMap === 'function' ? natMap(name) : natMap[name]) ?? address
}
