import { readFlags, SERVICE_FLAGS, serviceOptions } from '../shared/service/command-line.ts'
import { runServer } from '../shared/service/process.ts'
import { startCrm } from './start.ts'

export { startCrm } from './start.ts'

if (import.meta.main) await runServer(() => startCrm(serviceOptions(readFlags(SERVICE_FLAGS))))
