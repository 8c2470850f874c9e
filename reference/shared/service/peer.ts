import { setTimeout as pause } from 'node:timers/promises'
import { mintToken } from '../api/token.ts'
import type { StatusNotice } from '../orders/transition.ts'

const TIMEOUT_MS = 5_000
const RETRY_MS = 500

/** The other server: MES for CRM, CRM for MES. It may become known later, and change. */
export interface Peer {
  known(): boolean
  meet(url: string): void
  /** Rejects unless the other server has applied the notice, or does not hold its order. */
  tell(notice: StatusNotice): Promise<void>
  /** Tells the other server where this one listens, until it has heard it or `signal` is aborted. */
  introduce(ownUrl: string, signal: AbortSignal): Promise<void>
}

export function createPeer(name: string, secret: string, first?: string): Peer {
  let url = first
  const send = (method: string, path: string, body: unknown): Promise<Response> => {
    if (url === undefined) throw new Error('The other server is not known yet')
    const token = mintToken({ sub: name, roles: ['service'] }, secret, 60)
    return fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  }
  return {
    known: () => url !== undefined,
    meet: (other) => void (url = other),
    async tell(notice) {
      const response = await send('POST', `/internal/orders/${notice.orderId}/status`, notice)
      await response.body?.cancel()
      if (!response.ok && response.status !== 404) throw new Error(`The other server answered ${response.status}`)
    },
    async introduce(ownUrl, signal) {
      while (!signal.aborted) {
        const heard = await send('PUT', '/internal/peer', { url: ownUrl }).catch(() => undefined)
        await heard?.body?.cancel()
        if (heard?.ok) return
        await pause(RETRY_MS, undefined, { signal }).catch(() => undefined)
      }
    },
  }
}
