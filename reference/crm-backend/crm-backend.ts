import { createSdk, type Sdk } from 'mes-crm-sdk'
import { mintToken } from '../shared/api/token.ts'
import { type Consumer, type ConsumerOptions, listenForRecords } from '../consumers/consumer.ts'
import { createRecorder } from '../consumers/recorder.ts'
import { repeat } from '../consumers/repeat.ts'
import { createSteps } from './steps.ts'
import { createViews } from './views.ts'

export interface CrmBackendOptions extends ConsumerOptions {
  /** Operators' screens, each of which shows two lists. */
  readonly screens: number
  /** Sellers' screens, each of which shows one list. */
  readonly sellers: number
  /** How often a screen is refreshed, in milliseconds. */
  readonly refreshMs: number
  /** How often an order is moved on, in milliseconds. */
  readonly stepMs: number
}

/** The backend behind the screens of operators and sellers: it shows lists of both APIs and moves orders on. */
export function openCrmBackend(options: CrmBackendOptions): Consumer {
  const { cache, secret, screens, sellers, refreshMs, stepMs } = options
  const operators = createSdk({
    mes: { baseUrl: `${options.mes}/v1`, auth: { bearer: mintToken({ sub: 'op_01', roles: ['operator'] }, secret) } },
    crm: { baseUrl: `${options.crm}/v1` },
    cache: cache === 'off' ? {} : { ...cache, principal: 'staff:operator' },
    timeout: '60s',
  })
  const seller: Sdk = operators.as({
    principal: 'staff:seller',
    auth: { crm: { bearer: mintToken({ sub: 'seller_01', roles: ['crm_seller'] }, secret) } },
  })
  const recorder = createRecorder()
  const listening = listenForRecords()
  const stopping = new AbortController()
  const views = createViews({ operators, seller, recorder, cached: cache !== 'off' })
  const steps = createSteps({ operators, seller, recorder, views })
  const work: Promise<void>[] = []
  const every = (periodMs: number, delayMs: number, task: () => Promise<unknown>): void =>
    void work.push(repeat(periodMs, delayMs, stopping.signal, task))
  return {
    start() {
      for (let screen = 0; screen < screens; screen++) every(refreshMs, (screen / screens) * refreshMs, views.refreshOperator)
      for (let screen = 0; screen < sellers; screen++) every(refreshMs, (screen / sellers) * refreshMs, views.refreshSeller)
      every(stepMs, stepMs / 2, steps.next)
    },
    async stop() {
      stopping.abort()
      await Promise.all(work)
      listening.stop()
      await operators.close()
      return { name: 'crm-backend', observations: recorder.observations, heard: listening.heard }
    },
  }
}
