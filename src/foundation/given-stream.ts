import { callAndForget } from './callback.ts'

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

export const isWebStream = (value: unknown): value is ReadableStream<unknown> =>
  isObject(value) && 'getReader' in value && typeof value.getReader === 'function'

export const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  isObject(value) && Symbol.asyncIterator in value

/** Whether a value is a stream of any kind that can be read: of the web, of Node, or an async iterable. */
export const isStream = (value: unknown): value is ReadableStream<unknown> | AsyncIterable<unknown> =>
  isWebStream(value) || isAsyncIterable(value)

/** The method of a stream, which has it or not; `undefined` for what is no function. */
const methodOf = (
  stream: object,
  name: 'cancel' | 'destroy' | 'on' | 'return',
): ((...given: readonly unknown[]) => unknown) | undefined => {
  const method: unknown = Reflect.get(stream, name)
  return typeof method === 'function' ? (...given) => Reflect.apply(method, stream, given) as unknown : undefined
}

/** Streams whose errors are heard: one listener is enough. */
const heard = new WeakSet<object>()

/** Hears the errors of a Node stream for the rest of its life: an error that nobody hears ends the process. Never throws. */
export const hearErrors = (given: unknown): void =>
  callAndForget(() => {
    if (!isStream(given) || heard.has(given)) return
    heard.add(given)
    methodOf(given, 'on')?.('error', () => {})
  })

/**
 * Ends a stream that nobody reads: cancels it, destroys it, or calls its `return`. Never throws, and waits for nothing. A web stream that
 * somebody else reads goes on, and an iterable whose iteration has not begun has nothing to end.
 */
export const abandon = (stream: object, reason: unknown): void => {
  hearErrors(stream)
  callAndForget(() => {
    if (isWebStream(stream)) return methodOf(stream, 'cancel')?.(reason)
    const destroy = methodOf(stream, 'destroy')
    return destroy === undefined ? methodOf(stream, 'return')?.() : destroy()
  })
}
