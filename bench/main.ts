import { benchMemory, benchRedis } from './tiers.ts'

await benchMemory()
await benchRedis()
