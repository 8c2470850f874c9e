import { once } from 'node:events'
import { createServer } from 'node:http'
import { createMetrics } from 'mes-crm-sdk/metrics'

/** Serves the metrics of this process on a loopback port, until the process ends. */
export async function serveMetrics(port: number): Promise<void> {
  const metrics = createMetrics()
  const server = createServer((_request, response) => {
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}
