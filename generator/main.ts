import { dirname } from 'node:path'
import { run } from './command.ts'

// npm runs scripts in the folder of the package, and says here from where it was called.
const caller = process.env['INIT_CWD'] ?? process.cwd()
process.exitCode = await run(process.argv.slice(2), (line) => console.log(line), caller, dirname(import.meta.dirname))
