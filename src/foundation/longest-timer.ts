/** Node fires a timer beyond this many milliseconds, 24.8 days, at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1
