import { runConsumer } from '../consumers/process.ts'
import { openCrmBackend } from './crm-backend.ts'

await runConsumer(openCrmBackend)
