/** One label that a query matches. */
export interface Matcher {
  readonly metric: string
  readonly label: string
  /** What it may be or may not be: the alternatives of a pattern, one by one. */
  readonly values: readonly string[]
}

/** What a query names. */
export interface NamesOfQuery {
  /** Labels that are matched, by the metric that they belong to. */
  readonly metrics: ReadonlyMap<string, readonly string[]>
  readonly matchers: readonly Matcher[]
  /** Labels that results are grouped or joined by. */
  readonly grouped: readonly string[]
}

/** The metrics, labels and values of labels of a query. Recorded series are none, and variables of a dashboard are no values. */
export const namesOf = (expr: string): NamesOfQuery => {
  const metrics = new Map<string, readonly string[]>()
  const matchers: Matcher[] = []
  for (const [, metric = '', inner = ''] of expr.matchAll(/(?<![:\w])(mescrm_\w+)(?:\{([^}]*)\})?/g)) {
    const found = [...inner.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"/g)].map(([, label = '', text = '']) => ({
      metric,
      label,
      values: text.startsWith('$') ? [] : text.split('|'),
    }))
    matchers.push(...found)
    metrics.set(metric, [...(metrics.get(metric) ?? []), ...found.map(({ label }) => label)])
  }
  const grouped =
    metrics.size === 0 ? [] : [...expr.matchAll(/\b(?:by|on) \(([\w, ]+)\)/g)].flatMap(([, names = '']) => names.split(', '))
  return { metrics, matchers, grouped }
}
