import { createSdk } from 'mes-crm-sdk'
import { partnerApiKey } from '../shared/api/token.ts'
import { type Consumer, type ConsumerOptions, listenForRecords } from '../consumers/consumer.ts'
import { createRecorder } from '../consumers/recorder.ts'
import { repeat } from '../consumers/repeat.ts'

export interface PartnerServiceOptions extends ConsumerOptions {
  readonly name: string
  /** The partners that this service works for, with their open orders, which a real one has in its own database. */
  readonly partners: readonly { readonly id: string; readonly orders: readonly string[] }[]
  /** How often the status of each order is asked for, in milliseconds. */
  readonly pollMs: number
}

/** An integration service that keeps partners' shops up to date: it polls the status of every open order. */
export function openPartnerService({ name, partners, pollMs, cache, ...options }: PartnerServiceOptions): Consumer {
  const sdk = createSdk({
    mes: { baseUrl: `${options.mes}/v1` },
    cache: cache === 'off' ? {} : { ...cache, principal: `service:${name}` },
    timeout: '60s',
  })
  const recorder = createRecorder()
  const listening = listenForRecords()
  const stopping = new AbortController()
  const callOptions = cache === 'off' ? { cache: 'bypass' as const } : {}
  const work: Promise<void>[] = []
  return {
    start() {
      for (const { id, orders } of partners) {
        const { mes } = sdk.as({ principal: `partner:${id}`, auth: { mes: { apiKey: partnerApiKey(id, options.secret) } } })
        for (const orderId of orders) {
          const poll = () => recorder.observe(
            { api: 'mes', operation: 'orders.status' },
            () => mes.orders.status(orderId, callOptions),
            ({ version }) => [{ id: orderId, version }],
          )
          work.push(repeat(pollMs, Math.random() * pollMs, stopping.signal, poll))
        }
      }
    },
    async stop() {
      stopping.abort()
      await Promise.all(work)
      listening.stop()
      await sdk.close()
      return { name, observations: recorder.observations, heard: listening.heard }
    },
  }
}
