// Generated from styles.yaml, do not edit: change the document and run `npm run generate`.
import type { ApiCall, BinaryBody, CommandOptions, OperationCaller, ReadOptions } from 'mes-crm-sdk/runtime'
import {
  bodiesBinary,
  bodiesForm,
  bodiesMerge,
  bodiesMultipart,
  bodiesText,
  echoHeaders,
  echoLabel,
  echoMatrix,
  echoQuery,
  echoSimple,
} from './operations.ts'
import type {
  BodiesBinaryAnswer200,
  BodiesFormAnswer200,
  BodiesFormBody,
  BodiesMergeAnswer200,
  BodiesMergeBody,
  BodiesMultipartAnswer200,
  BodiesMultipartBody,
  BodiesTextAnswer200,
  EchoHeadersAnswer200,
  EchoLabelAnswer200,
  EchoMatrixAnswer200,
  EchoQueryAnswer200,
  EchoQueryQuery,
  EchoSimpleAnswer200,
  PointInput,
} from './types.ts'

/** The resource bodies. */
export interface BodiesResource {
  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.bodies.binary(body)
   * ```
   */
  binary(body: BinaryBody, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<BodiesBinaryAnswer200>

  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.bodies.form(body)
   * ```
   */
  form(body: BodiesFormBody, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<BodiesFormAnswer200>

  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.bodies.merge(body)
   * ```
   */
  merge(body: BodiesMergeBody, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<BodiesMergeAnswer200>

  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.bodies.multipart(body)
   * ```
   */
  multipart(body: BodiesMultipartBody, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<BodiesMultipartAnswer200>

  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.bodies.text()
   * ```
   */
  text(body?: string, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<BodiesTextAnswer200>
}

/** The resource echo. */
export interface EchoResource {
  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.echo.headers({ xList })
   * ```
   */
  headers(
    options: ReadOptions & { readonly xList: readonly number[]; readonly xMap?: PointInput | undefined; readonly xMembers?: PointInput | undefined; readonly timeout2?: string | undefined; readonly theme?: 'dark' | 'light' | undefined; readonly ids?: readonly number[] | undefined },
  ): ApiCall<EchoHeadersAnswer200>

  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.echo.label(list, elements, map, members)
   * ```
   */
  label(
    list: readonly string[],
    elements: readonly string[],
    map: PointInput,
    members: PointInput,
    options?: ReadOptions,
  ): ApiCall<EchoLabelAnswer200>

  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.echo.matrix(id, list, elements, map, members)
   * ```
   */
  matrix(
    id: number,
    list: readonly string[],
    elements: readonly string[],
    map: PointInput,
    members: PointInput,
    options?: ReadOptions,
  ): ApiCall<EchoMatrixAnswer200>

  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.echo.query()
   * ```
   */
  query(query?: EchoQueryQuery, options?: ReadOptions): ApiCall<EchoQueryAnswer200>

  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.echo.simple(list, map, members, text)
   * ```
   */
  simple(
    list: readonly string[],
    map: PointInput,
    members: PointInput,
    text: string,
    options?: ReadOptions,
  ): ApiCall<EchoSimpleAnswer200>
}

/** The API styles. */
export interface StylesApi {
  readonly bodies: BodiesResource
  readonly echo: EchoResource
}

/** The methods of the API, each as a call of its operation. */
export const createStylesApi = (caller: OperationCaller): StylesApi => ({
  bodies: {
    binary: (body, options) => caller.call(bodiesBinary, { body }, options),
    form: (body, options) => caller.call(bodiesForm, { body }, options),
    merge: (body, options) => caller.call(bodiesMerge, { body }, options),
    multipart: (body, options) => caller.call(bodiesMultipart, { body }, options),
    text: (body, options) => caller.call(bodiesText, { body }, options),
  },
  echo: {
    headers: (options) =>
      caller.call(echoHeaders, { header: { 'X-List': options?.xList, 'X-Map': options?.xMap, 'X-Members': options?.xMembers, timeout: options?.timeout2 }, cookie: { theme: options?.theme, ids: options?.ids } }, options),
    label: (list, elements, map, members, options) =>
      caller.call(echoLabel, { path: { list, elements, map, members } }, options),
    matrix: (id, list, elements, map, members, options) =>
      caller.call(echoMatrix, { path: { id, list, elements, map, members } }, options),
    query: (query = {}, options) => caller.call(echoQuery, { query }, options),
    simple: (list, map, members, text, options) => caller.call(echoSimple, { path: { list, map, members, text } }, options),
  },
})
