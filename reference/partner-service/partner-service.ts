import { createSdk, type Sdk } from 'mes-crm-sdk'
import { partnerApiKey } from '../shared/api/token.ts'
import { type Consumer, type ConsumerOptions, listenForRecords } from '../consumers/consumer.ts'
import { createRecorder } from '../consumers/recorder.ts'
import { repeat } from '../consumers/repeat.ts'
import { prism } from '../quote-burst/prism.ts'

export interface PartnerServiceOptions extends ConsumerOptions {
  readonly name: string
  /** The partners that this service works for, with their open orders, which a real one has in its own database. */
  readonly partners: readonly { readonly id: string; readonly orders: readonly string[] }[]
  /** How often the status of each order is asked for, in milliseconds. */
  readonly pollMs: number
  /** How often each shop asks for a price, in milliseconds. Default: never. */
  readonly priceMs?: number
}

/** An integration service that keeps partners' shops up to date: it polls the status of every open order. */
export function openPartnerService({ name, partners, pollMs, priceMs, cache, ...options }: PartnerServiceOptions): Consumer {
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
          const poll = () =>
            recorder.observe(
              { api: 'mes', operation: 'orders.status' },
              () => mes.orders.status(orderId, callOptions),
              ({ version }) => [{ id: orderId, version }],
            )
          work.push(repeat(pollMs, Math.random() * pollMs, stopping.signal, poll))
        }
        if (priceMs !== undefined)
          work.push(repeat(priceMs, Math.random() * priceMs, stopping.signal, pricesOf(mes, stopping.signal)))
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

const MOST_SIDES = 500

/** Asks for the price of each model twice. A price that cannot be had is asked for with the next model. */
function pricesOf({ quotes }: Sdk['mes'], signal: AbortSignal): () => Promise<unknown> {
  let asked = 0
  return async () => {
    const model = prism(3 + (Math.floor(asked++ / 2) % MOST_SIDES))
    await quotes
      .calculate({ model, fileName: 'piece.stl', materialCode: 'AU585', quantity: 1, currency: 'EUR' }, { signal })
      .catch(() => undefined)
  }
}
