import { operationText } from '../error/request-failure.ts'
import { channels } from '../foundation/channels.ts'
import type { Answer } from './answer.ts'
import type { TransportRequest } from './transport.ts'

/** Operations that were reported, each with the namespace of its client. */
const reported = new Set<string>()
/** Of a header's value, in characters. */
const MAX_VALUE = 200

/**
 * Publishes an incident when an answer says that its operation is deprecated (`Deprecation`, RFC 9745) or will be switched off
 * (`Sunset`, RFC 8594): one for each operation and namespace in a process.
 */
export const reportDeprecation = (namespace: string, { api, operation, server }: TransportRequest, { headers }: Answer): void => {
  if (server === 'storage' || !channels.incident.active) return
  const said = ['deprecation', 'sunset', 'link'].flatMap((name) => {
    const value = headers.get(name)
    return value === null || (name === 'link' && !/rel="?(?:deprecation|sunset)\b/i.test(value))
      ? []
      : [`${name}: ${value.slice(0, MAX_VALUE)}`]
  })
  if (said.every((one) => one.startsWith('link'))) return
  const name = operationText({ api, operation })
  const key = `${namespace}\0${name}`
  if (reported.has(key)) return
  reported.add(key)
  channels.incident.publish({
    namespace,
    kind: 'deprecated-operation',
    cause: new Error(`${name} is deprecated (${said.join('; ')})`),
  })
}
