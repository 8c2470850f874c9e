import type { Reply } from './command-batch.ts'
import { RedisUnavailable } from './deadline.ts'

/** Which master owns which slot, as one node said it. */
export interface SlotTable {
  /** Every master that owns a slot, once. */
  readonly masters: readonly NodeAddress[]
  /** Every replica that was named. */
  readonly replicas: readonly NodeAddress[]
  /** `undefined` where no master owns the slot. */
  ownerOf(slot: number): NodeAddress | undefined
}

/** Redis itself advises against more (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/); each costs a connection. */
const MAX_MASTERS = 1_000

/**
 * The table of a reply to `CLUSTER SLOTS` of the node `teller`; `undefined` where the reply is not well-formed or names no owner
 * at all, as a node does that has left its cluster.
 *
 * @throws {RedisUnavailable} for more than 1,000 masters
 */
export const parseSlots = (reply: Reply, teller: NodeAddress, natMap?: NatMap): SlotTable | undefined => {
  if (!Array.isArray(reply)) return undefined
  const owners: (NodeAddress | undefined)[] = Array.from({ length: SLOTS })
  const masters = new Map<string, NodeAddress>()
  const replicas = new Map<string, NodeAddress>()
  for (const range of reply) {
    const [first, last, ...nodes]: readonly unknown[] = Array.isArray(range) ? range : []
    const [master, ...others] = nodes.map((node) => parseNode(node, teller, natMap))
    if (!isSlot(first) || !isSlot(last) || master === undefined) return undefined
    owners.fill(master, first, last + 1)
    masters.set(nameOf(master), master)
    if (masters.size > MAX_MASTERS) throw new RedisUnavailable(`${nameOf(teller)} names more than ${MAX_MASTERS} masters`)
    for (const other of others) if (other !== undefined) replicas.set(nameOf(other), other)
  }
  if (masters.size === 0) return undefined
  return { masters: [...masters.values()], replicas: [...replicas.values()], ownerOf: (slot) => owners[slot] }
}

const isSlot = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < SLOTS

/** A node that does not know how it is reached names no host: it is the one that was asked. */
const parseNode = (node: unknown, teller: NodeAddress, natMap: NatMap | undefined): NodeAddress | undefined => {
  const [host, port]: readonly unknown[] = Array.isArray(node) ? node : []
  if (!isPort(port) || !(typeof host === 'string' || host === null)) return undefined
  return reachedAt({ host: host === null || host === '' || host === '?' ? teller.host : host, port }, natMap)
}

/** Number of slots of a Redis Cluster. */
export const SLOTS = 16_384

const POLYNOMIAL = 0x1021

/** CRC16 of one byte in the upper half, as in XMODEM, for each byte. */
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL
  return crc
})

/** Slot of a key in a Redis Cluster: of what stands in its first pair of braces, where that is something, else of the whole. */
export const keySlot = (key: string): number => {
  const opening = key.indexOf('{')
  const closing = opening < 0 ? -1 : key.indexOf('}', opening + 1)
  const hashed = closing > opening + 1 ? key.slice(opening + 1, closing) : key
  let crc = 0
  for (const byte of Buffer.from(hashed)) crc = ((crc << 8) & 0xffff) ^ (TABLE[(crc >> 8) ^ byte] ?? 0)
  return crc % SLOTS
}

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
