import { serve } from '../../support/child.ts'

serve({
  describe: () => ({ args: process.argv.slice(2), greeting: process.env['GREETING'], pid: process.pid }),
  echo: (params: unknown) => params,
  fail: (reason: string) => {
    throw new TypeError(reason)
  },
  never: () => new Promise(() => undefined),
  print: (text: string) => new Promise<void>((resolve) => void process.stdout.write(`${text}\n`, () => resolve())),
})
