import { getEventListeners } from 'node:events'
import { readdir } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { queryObjects } from 'node:v8'
import { type CalculateRequest, createSdk, type SdkOptions } from '../../../src/index.ts'
import { serve } from '../../support/child.ts'
import { heldBytes } from '../../support/heap.ts'

/** What the process holds when nothing is under way. */
export interface Holding {
  /** Objects that are held, by kind. */
  readonly objects: Readonly<Record<string, number>>
  /** Timers and files, by kind. */
  readonly resources: Readonly<Record<string, number>>
  readonly signalListeners: number
  readonly spooled: number
}

interface Work {
  readonly request: Omit<CalculateRequest<'EUR'>, 'model' | 'quantity'>
  readonly model: string
  readonly quantities: readonly number[]
}

/** A process that prices one model in many ways; its options are the first argument. */
const options = JSON.parse(process.argv[2] ?? '') as SdkOptions & { readonly pricing: { readonly spoolFolder: string } }
const sdk = createSdk(options)
const lasting = new AbortController()
const AT_A_TIME = 50

const inputOf = (bytes: Buffer, quantity: number): CalculateRequest['model'] =>
  quantity % 5 === 0 ? new Blob([bytes]).stream() : bytes

/** One caller who stays, or in two of three cases another one who leaves early, be it as the only one. */
const priceOnce = async ({ request, model }: Work, quantity: number): Promise<void> => {
  const bytes = Buffer.from(model, 'base64')
  const ask = (signal: AbortSignal) =>
    sdk.mes.quotes.calculate({ ...request, model: inputOf(bytes, quantity), format: 'STL', quantity }, { signal, timeout: '5m' })
  const leaving = new AbortController()
  const left =
    quantity % 3 === 0
      ? undefined
      : ask(AbortSignal.any([leaving.signal, lasting.signal])).then(
          () => {},
          () => {},
        )
  const stays = quantity % 3 === 1 ? undefined : ask(lasting.signal)
  if (left !== undefined) await pause(Math.random() * 60)
  leaving.abort()
  await Promise.all([left, stays])
}

const KINDS = [AbortSignal, AbortController, Promise, Map, Set, Function]

const isOwn = (kind: string): boolean => kind === 'Timeout' || kind === 'FSReqPromise' || kind === 'MessagePort'

const holding = async (): Promise<Holding> => {
  // What is collected lets go of other things in callbacks, which take their turns.
  for (let turn = 0; turn < 8; turn++) {
    heldBytes()
    await pause(50)
  }
  const kinds = process.getActiveResourcesInfo().filter(isOwn)
  return {
    objects: Object.fromEntries(KINDS.map((kind) => [kind.name, queryObjects(kind, { format: 'count' })])),
    resources: Object.fromEntries(
      Object.entries(Object.groupBy(kinds, (kind) => kind)).map(([kind, all]) => [kind, all?.length ?? 0]),
    ),
    signalListeners: getEventListeners(lasting.signal, 'abort').length,
    spooled: (await readdir(options.pricing.spoolFolder)).length,
  }
}

serve({
  ready: () => sdk.ready(),
  price: async (work: Work) => {
    for (let start = 0; start < work.quantities.length; start += AT_A_TIME) {
      await Promise.all(work.quantities.slice(start, start + AT_A_TIME).map((quantity) => priceOnce(work, quantity)))
    }
  },
  holding,
})
