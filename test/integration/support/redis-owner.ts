import { startRedis } from '../../support/redis-server.ts'

const redis = await startRedis()
process.stdout.write(String(redis.pid))
setInterval(() => undefined, 60_000)
