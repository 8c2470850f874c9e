import { startCrm } from '../../../reference/crm/server.ts'
import { startMes, type MesOptions } from '../../../reference/mes/server.ts'
import type { ServiceOptions } from '../../../reference/shared/service/options.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { secret } from './credentials.ts'

const webhooks = { hosts: ['127.0.0.1'] }

const small = { secret, seed: { orders: 800 }, noticeDelayMs: 0 } satisfies ServiceOptions

/** A MES server with a small database of its own, closed with the test's scope. */
export const mesServer = async (options: MesOptions = {}): Promise<RunningServer & AsyncDisposable> =>
  disposable(
    await startMes({ ...small, quotes: { calculationMs: 0 }, ...options, webhooks: { ...webhooks, ...options.webhooks } }),
  )

export const crmServer = async (options: ServiceOptions = {}): Promise<RunningServer & AsyncDisposable> =>
  disposable(await startCrm({ ...small, ...options }))

const disposable = (server: RunningServer): RunningServer & AsyncDisposable => ({
  ...server,
  [Symbol.asyncDispose]: () => server.close(),
})
