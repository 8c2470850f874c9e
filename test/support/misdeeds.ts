import { runInNewContext } from 'node:vm'

/** An object with a `then` of its own, which is what somebody awaits who takes it for a promise. */
// oxlint-disable-next-line no-thenable -- such objects are what it is for
const withThen = (then: PropertyDescriptor): object => Object.defineProperties({}, { then })

/** What a callback of a caller may do, by what it is called; each fails with an error or in its own way. */
export const MISDEEDS: Readonly<Record<string, () => unknown>> = {
  throws: () => {
    throw new Error('it throws')
  },
  rejects: () => Promise.reject(new Error('it rejects')),
  'throws what has no text': () => {
    throw Object.create(null) as Error
  },
  'throws its own cause': () => {
    const error = new Error('it is its own cause')
    error.cause = error
    throw error
  },
  'never settles': () => new Promise(() => {}),
  'returns a promise of another realm that rejects': () =>
    runInNewContext('Promise.reject(new Error("it is of another realm"))') as unknown,
  'returns a thenable that rejects': () =>
    withThen({ value: (_resolve: unknown, reject: (cause: unknown) => void) => reject(new Error('its thenable rejects')) }),
  'returns what throws where its then is looked at': () =>
    withThen({
      get: () => {
        throw new Error('its then throws')
      },
    }),
}

/** A thenable that resolves with a value. */
export const thenable = (value: unknown): object => withThen({ value: (resolve: (value: unknown) => void) => resolve(value) })
