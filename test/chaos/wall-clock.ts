const trueNow = Date.now.bind(Date)
let offset = 0

/** Sets this process's wall clock off against the machine's by so many milliseconds, from now on. */
export const setWallClock = (milliseconds: number): void => {
  offset = milliseconds
  Date.now = () => trueNow() + offset
}
