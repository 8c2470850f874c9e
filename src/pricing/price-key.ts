import { hash } from 'node:crypto'
import { refuseOption } from '../error/configuration-error.ts'
import { SerializationError } from '../error/serialization-error.ts'
import { canonicalJson } from '../key/canonical.ts'
import { assertJson, type Json, memberPath } from '../key/json.ts'

/** Everything that is asked for and changes the price of a model. Further members may be any JSON; `model` is taken. */
export interface PriceParameters {
  /** Code of the material, such as `AU585`. */
  readonly materialCode: string
  /** Code of the surface finish; left out where there is none. */
  readonly finishCode?: string
  /** Pieces, an integer of at least 1. */
  readonly quantity: number
  /** ISO 4217, such as `EUR`. */
  readonly currency: string
  readonly model?: never
  readonly [name: string]: Json | undefined
}

/**
 * The key of a price: the SHA-256, in lower-case hex, of the UTF-8 bytes of the canonical JSON (RFC 8785) of the parameters and
 * `model`, the SHA-256 of the model's bytes. Two keys are equal exactly when the model and the meaning of the parameters are: the
 * order of members does not matter, and `-0` is `0`, as RFC 8785 has it. What JSON would lose or change is refused: `NaN`, `Infinity`,
 * an integer beyond 2^53, a member that is `undefined`, a Date, Map, BigInt, half a surrogate pair.
 *
 * The same key in other languages: `docs/pricing.md`; test vectors: `protocol/price-key-vectors.json`.
 *
 * @throws {ConfigurationError} for a `sha256` that is not 64 digits of lower-case hex, and for parameters that are missing or wrong
 * @throws {SerializationError} with the path of a value that canonical JSON has no text for
 * @example
 * const key = priceKey('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', {
 *   materialCode: 'AU585', finishCode: 'POLISHED', quantity: 2, currency: 'EUR',
 * }) // 64 digits
 */
export const priceKey = (sha256: string, parameters: PriceParameters): string => {
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    throw refuseOption('sha256', sha256, '64 digits of lower-case hex')
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters))
    throw refuseOption('parameters', parameters, 'an object')
  assertJson(parameters)
  refuseLoss(parameters)
  checkParameters(parameters)
  return hash('sha256', canonicalJson({ model: sha256, ...parameters }), 'hex')
}

const checkParameters = (parameters: PriceParameters): void => {
  const { materialCode, finishCode, quantity, currency }: Readonly<Record<string, unknown>> = parameters
  if (Object.hasOwn(parameters, 'model'))
    throw refuseOption('parameters.model', parameters.model, 'no such member; the model is given as sha256')
  if (!isCode(materialCode)) throw refuseOption('parameters.materialCode', materialCode, 'a text')
  if (!isCode(finishCode) && Object.hasOwn(parameters, 'finishCode'))
    throw refuseOption('parameters.finishCode', finishCode, 'a text, or no such member')
  if (!isCount(quantity)) throw refuseOption('parameters.quantity', quantity, 'an integer >= 1')
  if (!isCode(currency)) throw refuseOption('parameters.currency', currency, 'a text')
}

const isCode = (value: unknown): boolean => typeof value === 'string' && value !== ''

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1

/** Refuses what other uses of canonical JSON take for absent, or report without its path. */
const refuseLoss = (value: unknown, path = '$'): void => {
  if (value === undefined) throw new SerializationError(path, 'undefined')
  if (typeof value === 'string' && !value.isWellFormed()) throw new SerializationError(path, 'half a surrogate pair')
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) return value.forEach((element, index) => refuseLoss(element, `${path}[${index}]`))
  for (const [name, member] of Object.entries(value)) {
    if (!name.isWellFormed()) throw new SerializationError(memberPath(path, name), 'a name with half a surrogate pair')
    refuseLoss(member, memberPath(path, name))
  }
}
