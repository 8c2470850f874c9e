import type { Consumer, ConsumerOptions } from './consumer.ts'
import { serveMetrics } from './metrics-server.ts'

/** What the demo asks a consumer's process for, in this order. */
export type ConsumerRequest = 'start' | 'stop'

/**
 * Runs a consumer as a process of its own that is told what to do over IPC. Its options are the first argument, JSON. It ends with the process that
 * started it.
 */
export async function runConsumer<Options extends ConsumerOptions>(open: (options: Options) => Consumer): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '{}') as Options
  // Before the first cache is opened, so that its first events count.
  if (options.metricsPort !== undefined) await serveMetrics(options.metricsPort)
  const consumer = open(options)
  process.on('message', (request: ConsumerRequest) => {
    if (request === 'start') consumer.start()
    else void consumer.stop().then((report) => process.send?.(report, () => process.disconnect()))
  })
  process.once('disconnect', () => process.exit())
  process.send?.('ready')
}
