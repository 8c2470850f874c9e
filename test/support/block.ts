/** Computes for so long: nothing else is done in this process meanwhile, as beside load. */
export const block = (milliseconds: number): void => {
  const until = performance.now() + milliseconds
  while (performance.now() < until) Math.sqrt(until)
}
