import type { Consumer } from './consumer.ts'

/** What the demo asks a consumer's process for, in this order. */
export type ConsumerRequest = 'start' | 'stop'

/**
 * Runs a consumer as a process of its own that is told what to do over IPC. Its options are the first argument, JSON. It ends with the process that
 * started it.
 */
export function runConsumer<Options>(open: (options: Options) => Consumer): void {
  const consumer = open(JSON.parse(process.argv[2] ?? '{}') as Options)
  process.on('message', (request: ConsumerRequest) => {
    if (request === 'start') consumer.start()
    else void consumer.stop().then((report) => process.send?.(report, () => process.disconnect()))
  })
  process.once('disconnect', () => process.exit())
  process.send?.('ready')
}
