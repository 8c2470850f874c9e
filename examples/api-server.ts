import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createCache } from 'mes-crm-sdk/cache'

// Without REDIS_URL the cache is in this process alone.
const redis = process.env['REDIS_URL']
const cache = createCache(redis === undefined ? { namespace: 'shop' } : { redis, namespace: 'shop', principal: 'shop-api' })

/** Stands for a table; `select` for a slow query. */
const stock = new Map([['ring', 3]])
const select = async (id: string): Promise<number | null> => stock.get(id) ?? null

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const id = request.url?.slice(1) ?? ''
  if (request.method === 'PUT') {
    const count = Number((await request.toArray()).join(''))
    await cache.mutate([`stock:${id}`], async () => stock.set(id, count)) // after the commit: every process drops what is stale
    response.writeHead(204).end()
    return
  }
  const key = ['stock', id]
  const { value, source } = await cache.read({ key, ttl: '1h', tags: [`stock:${id}`] }, () => select(id))
  response.setHeader('x-source', source).end(JSON.stringify(value))
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.writeHead(500).end())
})
server.listen(Number(process.env['PORT'] ?? 3000), () => console.log('listening'))
process.once('SIGTERM', () => server.close(() => void cache.close()))
