import { setTimeout as pause } from 'node:timers/promises'
import { createSdk, type SdkOptions } from '../../src/index.ts'
import { serve } from './child.ts'
import { machineNow } from './history.ts'

/** A process that reads orders of MES through the SDK; its options are the first argument. */
const sdk = createSdk(JSON.parse(process.argv[2] ?? '') as SdkOptions)

serve({
  ready: () => sdk.ready(),
  read: async ({ id }: { readonly id: string }) => {
    const { value, cache } = await sdk.mes.orders.status(id).withMeta()
    return { version: value.version, source: cache.source }
  },
  /** Reads until the order has the version, and says when. */
  waitFor: async ({ id, version }: { readonly id: string; readonly version: number }) => {
    while ((await sdk.mes.orders.status(id)).version < version) await pause(1)
    return machineNow()
  },
  close: () => sdk.close(),
})
