/** Settles with the promise, which never rejects, or after `milliseconds`; the process stays alive until then. */
export const settleWithin = async (promise: Promise<unknown>, milliseconds: number): Promise<void> => {
  const expired = Promise.withResolvers<void>()
  const timer = setTimeout(expired.resolve, milliseconds)
  await Promise.race([promise, expired.promise])
  clearTimeout(timer)
}
