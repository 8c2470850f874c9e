import { NAMESPACE } from './fleet.ts'

const DAY = 86_400
const SPAN = 7_200
const SCRAPE = 15

/** OpenMetrics text of a yesterday on which the origin bore so many loads a second. */
export const yesterday = (loads: number, scale: number): string => {
  const name = 'namespace:mescrm_cache_loads:rate5m'
  const first = Date.now() / 1_000 - (DAY + SPAN / 12) * scale
  const samples = Array.from(
    { length: SPAN / SCRAPE },
    (_, index) => `${name}{namespace="${NAMESPACE}"} ${loads} ${(first + index * SCRAPE * scale).toFixed(3)}`,
  )
  return `# TYPE ${name} gauge\n${samples.join('\n')}\n# EOF\n`
}
