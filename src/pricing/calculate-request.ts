import { z } from 'zod'
import { describeGiven } from '../error/configuration-error.ts'
import { RequestValidationError, type ValidationIssue } from '../error/validation-errors.ts'
import type { Duration } from '../foundation/duration.ts'
import type { ReadOptions } from '../operation/call-options.ts'
import type { OperationDefinition } from '../operation/definition.ts'
import { type ModelFileFormat, type ModelInput, type NamedInput, issuesOfInput } from '../model/model-input.ts'
import { MES, type PricedWith } from './pricing-api.ts'
import type { CalculationProgress } from './progress.ts'

/** The name of calculations in errors and events. */
export const CALCULATE = 'quotes.calculate'

/** As if the document described it: for errors and options alone. */
export const OPERATION: OperationDefinition = {
  id: CALCULATE,
  api: MES,
  method: 'POST',
  path: '',
  request: z.unknown(),
  responses: {},
  schemaFingerprint: '',
}

/** What to price. */
export interface CalculateRequest<Currency extends string = string> {
  /** The 3D model: a path, a `file:` URL, bytes, a Blob or File, a stream, or `{ modelId }` or `{ sha256 }` of one that the MES has. */
  readonly model: ModelInput
  /** Name of the file, for people, 1 to 255 characters. Default: that of the path or File. */
  readonly fileName?: string | undefined
  /** Default: by the file name's extension, else by the content. */
  readonly format?: ModelFileFormat | undefined
  /** Code of the material, such as `AU585`. */
  readonly materialCode: string
  /** Code of one of the material's finishes. Default: the material's first. */
  readonly finishCode?: string | undefined
  /** Number of pieces, 1 to 1000. */
  readonly quantity: number
  /** Currency of the price (ISO 4217). */
  readonly currency: Currency
}

/** Options of a calculation. */
export interface CalculateOptions extends Pick<ReadOptions, 'signal' | 'maxStaleness' | 'cache' | 'atLeast'> {
  /** Time limit of the whole call, reading and uploading the model included. Default `30m`. */
  readonly timeout?: Duration | undefined
  /** Told how far it has come: at the begin of each phase, and at most 20 times a second within it. What it throws never fails the call. */
  readonly onProgress?: ((progress: CalculationProgress) => unknown) | undefined
}

/** A request, its parts checked as far as that needs no model. */
export interface CheckedRequest {
  readonly input: NamedInput
  readonly pricedWith: PricedWith
}

const MEMBERS: readonly string[] = [
  'model',
  'fileName',
  'format',
  'materialCode',
  'finishCode',
  'quantity',
  'currency',
] satisfies (keyof CalculateRequest)[]

/** @throws {RequestValidationError} */
export const checkListener = <Listener>({ onProgress }: { readonly onProgress?: Listener }): Listener | undefined => {
  if (onProgress === undefined || typeof onProgress === 'function') return onProgress
  throw new RequestValidationError(
    CALCULATE,
    [{ path: 'onProgress', message: `expected a function, got ${describeGiven(onProgress)}` }],
    MES,
  )
}

/** The model of a request, which is asked for it once: it may be a stream that is opened then. */
export const modelOf = (given: CalculateRequest): unknown =>
  typeof given === 'object' && given !== null ? given.model : undefined

/**
 * @param model that of the request
 * @param check what the API takes with a quote, and throws a `RequestValidationError` that names places below `body`
 * @throws {RequestValidationError}
 */
export const checkCalculateRequest = (
  given: CalculateRequest,
  model: unknown,
  check: (pricedWith: PricedWith) => void,
): CheckedRequest => {
  if (typeof given !== 'object' || given === null)
    throw new RequestValidationError(CALCULATE, [{ path: 'request', message: 'expected an object' }], MES)
  const { fileName, format, materialCode, finishCode, quantity, currency } = given
  const issues: ValidationIssue[] = Object.keys(given)
    .filter((name) => !MEMBERS.includes(name))
    .map((name) => ({ path: name, message: `expected one of ${MEMBERS.join(', ')}` }))
  const pricedWith = { materialCode, ...(finishCode !== undefined && { finishCode }), quantity, currency }
  issues.push(...issuesOfInput({ model, fileName, format }), ...issuesOf(() => check(pricedWith), pricedWith))
  if (issues.length > 0) throw new RequestValidationError(CALCULATE, issues, MES)
  return {
    input: { model: model as ModelInput, ...(fileName !== undefined && { fileName }), ...(format !== undefined && { format }) },
    pricedWith,
  }
}

const issuesOf = (check: () => void, given: Readonly<Record<string, unknown>>): readonly ValidationIssue[] => {
  try {
    check()
    return []
  } catch (error) {
    if (!(error instanceof RequestValidationError)) throw error
    return error.issues.map(({ path, message }) => said(path.replace(/^body\./, ''), message, given))
  }
}

/** A schema says what is allowed; nothing of a price is a secret, so that what was given can be said as well. */
const said = (path: string, message: string, given: Readonly<Record<string, unknown>>): ValidationIssue => ({
  path,
  message: Object.hasOwn(given, path) ? `${message.replace(/, received \w+$/, '')}, got ${describeGiven(given[path])}` : message,
})
