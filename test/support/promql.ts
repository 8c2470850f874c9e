/** What a query names. */
export interface NamesOfQuery {
  /** Labels that are matched, by the metric that they belong to. */
  readonly metrics: ReadonlyMap<string, readonly string[]>
  /** Labels that results are grouped or joined by. */
  readonly grouped: readonly string[]
}

/** The metrics and labels of a query. Recorded series are none. */
export const namesOf = (expr: string): NamesOfQuery => {
  const metrics = new Map<string, readonly string[]>()
  for (const [, name = '', matchers = ''] of expr.matchAll(/(?<![:\w])(mescrm_\w+)(?:\{([^}]*)\})?/g)) {
    const labels = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label)
    metrics.set(name, [...(metrics.get(name) ?? []), ...labels])
  }
  const grouped = metrics.size === 0 ? [] : [...expr.matchAll(/\b(?:by|on) \(([\w, ]+)\)/g)].flatMap(([, names = '']) => names.split(', '))
  return { metrics, grouped }
}
