/** The promise's outcome, or a rejection with the signal's reason if that comes first. */
export const untilAborted = <T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error)
    // First: where a method of the signal throws, the promise's rejection is handled all the same.
    promise
      .then(resolve, reject)
      .then(() => signal.removeEventListener('abort', leave))
      .catch(() => {})
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
  })
}
