import type { FastifyError } from 'fastify'
import { Problem, type Offence } from './problem.ts'

/** The problem that a failure is reported as. Whatever is not the client's fault tells nothing of its cause. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof Error && error.name === 'AbortError') return new Problem('unavailable', { detail: 'The server is ending' })
  if (!isFastifyError(error)) return new Problem('internal-error')
  if (error.validation !== undefined) {
    const place = error.validationContext === 'body' ? 'body' : 'parameter'
    return new Problem('validation-failed', { errors: error.validation.map((offence) => offenceOf(offence, place)) })
  }
  const status = error.statusCode ?? 500
  return status < 500 ? new Problem('validation-failed', { status, detail: error.message }) : new Problem('internal-error')
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && ('validation' in error || 'statusCode' in error)
}

type AjvOffence = NonNullable<FastifyError['validation']>[number]

function offenceOf({ instancePath, keyword, message, params }: AjvOffence, place: 'body' | 'parameter'): Offence {
  const missing = keyword === 'required' ? `/${String(params['missingProperty'])}` : ''
  const unknown = ['additionalProperty', 'unevaluatedProperty'].map((name) => (name in params ? `/${String(params[name])}` : '')).join('')
  const pointer = `${instancePath}${missing}${unknown}`
  const allowed = Array.isArray(params['allowedValues']) ? `: ${params['allowedValues'].join(', ')}` : ''
  const usual = `${message ?? 'is not valid'}${allowed}`
  return {
    pointer: place === 'body' ? pointer : (pointer.split('/')[1] ?? pointer),
    detail: missing !== '' ? 'is required' : unknown !== '' ? 'is unknown' : usual,
  }
}
