import { dirname } from 'node:path'
import { run } from './command.ts'

process.exitCode = await run(process.argv.slice(2), (line) => console.log(line), dirname(import.meta.dirname))
