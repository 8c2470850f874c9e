import { createHmac, timingSafeEqual } from 'node:crypto'
import { ConfigurationError } from '../error/configuration-error.ts'

/** Headers of a signed message (Standard Webhooks, https://www.standardwebhooks.com). */
export interface SignedHeaders {
  readonly 'webhook-id': string
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string
  /** `v1,` and base64; several signatures are separated by blanks. */
  readonly 'webhook-signature': string
}

/** A message to be signed. */
export interface UnsignedMessage {
  readonly id: string
  readonly body: string | Uint8Array
  /** Milliseconds since 1970. */
  readonly sentAt: number
}

const SECRET = /^(?:whsec_)?([A-Za-z0-9+/]+={0,2})$/

/**
 * Returns the key that a secret holds in base64, with or without `whsec_` before it.
 *
 * @throws {ConfigurationError} for anything else; the message never shows the secret
 */
export const keyOf = (secret: unknown): Buffer => {
  const [, base64] = (typeof secret === 'string' && SECRET.exec(secret)) || []
  if (base64 === undefined) {
    const given = typeof secret === 'string' ? `a string of ${secret.length} characters` : typeof secret
    throw new ConfigurationError(`secret: expected whsec_ and base64, as the API gave it with the subscription, got ${given}`)
  }
  return Buffer.from(base64, 'base64')
}

/** Returns the headers that prove who has sent a message, and when. */
export const signMessage = ({ id, body, sentAt }: UnsignedMessage, secret: string): SignedHeaders => {
  const timestamp = String(Math.floor(sentAt / 1_000))
  const signature = digestOf({ id, timestamp, body }, keyOf(secret)).toString('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

/** What a signature covers. */
interface Signed {
  readonly id: string
  readonly timestamp: string
  readonly body: string | Uint8Array
}

/** Returns whether one of the signatures was made with one of the keys. Each comparison takes the same time, whatever it finds. */
export const isSignedBy = (keys: readonly Buffer[], signed: Signed, signatures: string): boolean => {
  const given = signatures
    .split(' ')
    .slice(0, MOST_SIGNATURES)
    .flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice(3), 'base64')] : []))
  return keys
    .map((key) => digestOf(signed, key))
    .flatMap((expected) => given.map((one) => one.length === expected.length && timingSafeEqual(one, expected)))
    .includes(true)
}

/** A sender that rotates its secret signs twice. */
const MOST_SIGNATURES = 16

const digestOf = ({ id, timestamp, body }: Signed, key: Buffer): Buffer =>
  createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
