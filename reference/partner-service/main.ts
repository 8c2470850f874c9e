import { runConsumer } from '../consumers/process.ts'
import { openPartnerService } from './partner-service.ts'

await runConsumer(openPartnerService)
