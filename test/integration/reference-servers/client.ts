/** What a server answered; `body` is the parsed JSON, undefined where there is none. */
export interface Answer<Body = unknown> {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Body
}

export interface Call {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
}

/** One HTTP request, with nothing between the test and the server. */
export const send = async <Body = unknown>(url: string, call: Call = {}): Promise<Answer<Body>> => {
  const { method = 'GET', headers = {}, body } = call
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: (text === '' ? undefined : JSON.parse(text)) as Body }
}

export interface OrderBody {
  readonly id: string
  readonly status: string
  readonly version: number
  readonly partnerId?: string
  readonly customerId?: string
  readonly channel: string
  readonly createdAt: string
  readonly statusChangedAt: string
  readonly assignee?: { readonly operatorId: string } | null
  readonly previousStatus?: string
  readonly cancellation: { readonly reason: string } | null
}

export interface PageBody {
  readonly items: readonly OrderBody[]
  readonly nextCursor: string | null
}

export interface ProblemBody {
  readonly code: string
  readonly traceId: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}
