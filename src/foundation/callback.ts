/**
 * Calls a callback of the application whose result nobody waits for. Never throws. `failed` is told what the callback throws, and what
 * the promise that it returns rejects with, be that another realm's or any object with a `then`.
 */
export const callAndForget = (callback: () => unknown, failed: (cause: unknown) => void = () => {}): void => {
  new Promise((resolve) => resolve(callback())).catch(failed)
}
