import { createHmac } from 'node:crypto'

/**
 * Returns the headers that prove who has sent a body, and when, as Standard Webhooks has them. Written apart from the package on purpose:
 * the tests of the package check what this server signs.
 */
export function signedHeaders(id: string, body: string, secret: string, now: number): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
