import { Redis } from 'ioredis'
import { createCache } from 'mes-crm-sdk/cache'
import { serve } from '../test/support/child.ts'

/** A process that follows the log, or merely listens to its channel, and says what that costs it. */
const [url = '', kind = ''] = process.argv.slice(2)
const cache = kind === 'follower' ? createCache({ redis: url, namespace: 'bench' }) : undefined
const bare = kind === 'subscriber' ? new Redis(url) : undefined
let heard = 0
bare?.on('message', () => heard++)

serve({
  ready: async () => {
    await cache?.ready()
    await bare?.subscribe('{bench}:log:0')
  },
  position: () => cache?.position,
  heard: () => heard,
  /** Processor time of this process so far, in milliseconds. */
  used: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1_000
  },
})
