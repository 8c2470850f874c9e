import ts from 'typescript'
import { beforeAll, describe, expect, test } from 'vitest'

const repository = new URL('../../../', import.meta.url).pathname

/** What an editor shows for the method that the snippet mentions last. */
type Hover = (expression: string) => { readonly documentation: string; readonly signature: string; readonly tags: string }

/** One language service over a file that exists in memory alone, next to the generated clients. */
const createHover = (): Hover => {
  const file = `${repository}test/unit/generator/snippet.ts`
  const { config } = ts.readConfigFile(`${repository}tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repository)
  let version = 0
  let text = ''
  const service = ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: (name) => (name === file ? String(version) : '0'),
    getScriptSnapshot: (name) => {
      const content = name === file ? text : ts.sys.readFile(name)
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
    },
    getCurrentDirectory: () => repository,
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: (name) => (name === file ? text : ts.sys.readFile(name)),
  })
  return (expression) => {
    version += 1
    text = `import type { MesApi } from '../../../src/generated/mes/index.ts'
import type { CrmApi } from '../../../src/generated/crm/index.ts'
declare const sdk: { readonly mes: MesApi; readonly crm: CrmApi }
declare const order: Awaited<ReturnType<MesApi['orders']['get']>>
export const seen = ${expression}
`
    const info = service.getQuickInfoAtPosition(file, text.trimEnd().length - 1)
    return {
      documentation: ts.displayPartsToString(info?.documentation),
      signature: ts.displayPartsToString(info?.displayParts),
      tags: (info?.tags ?? []).map(({ name, text: parts }) => `@${name} ${ts.displayPartsToString(parts)}`).join('\n'),
    }
  }
}

describe('an editor shows', () => {
  let hover: Hover

  beforeAll(() => {
    hover = createHover()
    hover('sdk.mes.orders.list')
  })

  test("the document's words on a method", () => {
    const { documentation, signature } = hover('sdk.mes.orders.list')
    expect(documentation).toContain('Lists orders, newest first unless sorted otherwise.')
    expect(documentation).toContain('One page of the orders that the principal may see and that meet every given filter.')
    expect(signature).toContain('OrdersResource.list(query?: OrdersListQuery, options?: ReadOptions): PagedCall<')
  })

  test('how long an answer is cached, for whom, and what drops it', () => {
    expect(hover('sdk.mes.orders.list').documentation.replaceAll(/\s+/g, ' ')).toContain(
      'Cached 30 s per principal; dropped when `orders`, `orders:status:{status}` or `order:{id}` is invalidated.',
    )
    expect(hover('sdk.mes.quotes.get').documentation.replaceAll(/\s+/g, ' ')).toContain(
      '10 min (at most until `validUntil`) while `status` is SUCCEEDED',
    )
    expect(hover('sdk.mes.materials.list').documentation).toContain('Cached 1 h for all principals together')
  })

  test('what a command invalidates and how it fails', () => {
    const { documentation } = hover('sdk.crm.orders.approve')
    expect(documentation.replaceAll(/\s+/g, ' ')).toContain('Invalidates `order:{orderId}`, `crm:orders`,')
    expect(documentation).toContain('`version-mismatch` (412)')
  })

  test('an example and the meaning of each argument', () => {
    const { tags } = hover('sdk.mes.orders.claim')
    expect(tags).toContain("await sdk.mes.orders.claim('ord_000042', { ifMatch: 7 })")
    expect(tags).toContain('Takes the version, an integer of 0 or more, or an ETag.')
    expect(tags).toMatch(/@param orderId (?:- )?Id of the order\./)
  })

  test("the document's words on a field of an answer", () => {
    expect(hover('order.price.amountMinor').documentation).toContain('Amount in minor units of the currency, such as cents.')
    expect(hover('order.status').documentation).toContain('Where an order is on its way')
  })
})
