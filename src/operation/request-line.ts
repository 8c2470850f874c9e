import type { OperationDefinition } from './definition.ts'

/** A request's parts after validation. */
export interface CheckedArguments {
  readonly path?: Readonly<Record<string, string | number | boolean>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, string | number>>
  readonly body?: unknown
}

/** The absolute URL of a request: path parameters escaped, repeated query parameters one by one. */
export const requestUrl = (baseUrl: string, operation: OperationDefinition, args: CheckedArguments): string => {
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_whole, name: string) => encodeURIComponent(String(args.path?.[name])))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(args.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) query.append(name, String(one))
  }
  const search = query.size === 0 ? '' : `?${query.toString()}`
  return `${baseUrl.replace(/\/+$/, '')}${path}${search}`
}
