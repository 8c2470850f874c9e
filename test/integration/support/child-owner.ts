import { startChild } from '../../support/process.ts'

const child = await startChild(new URL('./echo-child.ts', import.meta.url), { build: 'none' })
child.pause()
process.stdout.write(String(child.pid))
setInterval(() => undefined, 60_000)
