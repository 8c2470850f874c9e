import type { crm, Immutable, mes, Sdk } from 'mes-crm-sdk'
import type { Recorder } from '../consumers/recorder.ts'

export interface ViewParts {
  readonly operators: Sdk
  readonly seller: Sdk
  readonly recorder: Recorder
  readonly cached: boolean
}

/** The lists on the screens, and what they showed last. */
export interface Views {
  refreshOperator(): Promise<void>
  refreshSeller(): Promise<void>
  /** Orders that operators may take, as last shown. */
  readonly toTake: readonly Immutable<mes.Order>[]
  /** Orders that sellers may approve, as last shown. */
  readonly toApprove: readonly Immutable<crm.Order>[]
}

const TO_TAKE = { status: ['MANUFACTURING_APPROVED'], limit: 50 } as const
const IN_WORK = { status: ['MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED'], limit: 50 } as const
const TO_APPROVE = { status: ['PRICE_CALCULATED'], limit: 50 } as const

const rowsOf = ({
  items,
}: {
  readonly items: readonly { readonly id: string; readonly version: number; readonly createdAt: string }[]
}) => items.map(({ id, version, createdAt }) => ({ id, version, createdAt }))

export function createViews({ operators, seller, recorder, cached }: ViewParts): Views {
  let toTake: Views['toTake'] = []
  let toApprove: Views['toApprove'] = []
  const options = cached ? {} : { cache: 'bypass' as const }
  const list = (query: typeof TO_TAKE | typeof IN_WORK) =>
    recorder.observe(
      { api: 'mes', operation: 'orders.list', filter: query.status },
      () => operators.mes.orders.list({ ...query, status: [...query.status] }, options),
      rowsOf,
    )
  return {
    get toTake() {
      return toTake
    },
    get toApprove() {
      return toApprove
    },
    async refreshOperator() {
      toTake = (await list(TO_TAKE))?.items ?? toTake
      await list(IN_WORK)
    },
    async refreshSeller() {
      const query = { ...TO_APPROVE, status: [...TO_APPROVE.status] }
      const page = await recorder.observe(
        { api: 'crm', operation: 'orders.list', filter: TO_APPROVE.status },
        () => seller.crm.orders.list(query, options),
        rowsOf,
      )
      toApprove = page?.items ?? toApprove
    },
  }
}
