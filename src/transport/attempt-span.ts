import { errorKindOf } from '../error/error-kind.ts'
import { isSdkError } from '../error/sdk-error.ts'
import type { SpanStart } from '../foundation/tracing.ts'
import type { Sending } from './sending.ts'

/** What may give access, or name a person: the query, the fragment, and credentials in front of the host. */
const HIDDEN = /(?<=^\w+:\/\/)[^/?#@]*@|[?#].*$/gs

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/** The span of the next attempt, by OpenTelemetry's conventions for HTTP clients. Sensitive parts of the URL are replaced, as in logs. */
export const attemptSpan = ({ request, requestId, attempts }: Sending): SpanStart => {
  const { api, operation, method, url, shownUrl = url, template } = request
  const { protocol, hostname, port } = new URL(url)
  const path = template?.replace(/^\w+:\/\/[^/]*/, '')
  return {
    name: path === undefined ? method : `${method} ${path}`,
    kind: 'client',
    attributes: {
      'http.request.method': method,
      'http.request.resend_count': attempts === 0 ? undefined : attempts,
      'server.address': hostname,
      'server.port': port === '' ? PORTS[protocol] : Number(port),
      'url.full': shownUrl.replace(HIDDEN, ''),
      'url.template': path,
      'mescrm.api': api,
      'mescrm.operation': operation,
      'mescrm.request_id': requestId,
    },
  }
}

/** The kind of an attempt's error. An attempt whose time is over, but whose caller still waits, is too slow. */
export const attemptErrorKind = (cause: unknown, { request, signal }: Sending): string =>
  !isSdkError(cause) && signal.aborted && !request.signal.aborted ? 'timeout' : errorKindOf(cause, request.signal)
