import { createHmac } from 'node:crypto'
import { equal } from '../../shared/api/token.ts'

/** Signed addresses that take the file of a model, without further credentials and for a while. */
export interface UploadAddresses {
  /** Path and query; `expiresAt` in milliseconds since 1970. */
  sign(modelId: string, expiresAt: number): string
  /** Whether the address was signed here, for this model, and has not expired. */
  verify(modelId: string, query: UploadQuery, now: number): boolean
}

export interface UploadQuery {
  /** Seconds since 1970. */
  readonly expires: number
  readonly signature: string
}

export function createUploadAddresses(secret: string): UploadAddresses {
  const signatureOf = (modelId: string, expires: number): string =>
    createHmac('sha256', secret).update(`upload:${modelId}:${expires}`).digest('base64url')
  return {
    sign(modelId, expiresAt) {
      const expires = Math.floor(expiresAt / 1000)
      return `/uploads/${modelId}?expires=${expires}&signature=${signatureOf(modelId, expires)}`
    },
    verify(modelId, { expires, signature }, now) {
      return equal(signature, signatureOf(modelId, expires)) && expires * 1000 > now
    },
  }
}
