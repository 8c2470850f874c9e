import type { Sdk } from 'mes-crm-sdk'
import type { Recorder } from '../consumers/recorder.ts'
import type { Views } from './views.ts'

export interface StepParts {
  readonly operators: Sdk
  readonly seller: Sdk
  readonly recorder: Recorder
  readonly views: Views
}

/** The work of staff: sellers approve orders, operators take them and report them as made. */
export interface Steps {
  /** Moves one order on. Where somebody was faster, the server refuses: what a list shows is never a promise. */
  next(): Promise<void>
}

export function createSteps({ operators, seller, recorder, views }: StepParts): Steps {
  let turn = 0
  const taken: { readonly id: string; readonly version: number }[] = []

  const approve = async (): Promise<void> => {
    const order = views.toApprove[turn % 10]
    if (order === undefined) return
    const call = () => seller.crm.orders.approve(order.id, { ifMatch: order.version })
    await recorder.observe({ api: 'crm', operation: 'orders.approve' }, call, () => [])
  }
  const take = async (): Promise<void> => {
    const order = views.toTake[turn % 10]
    if (order === undefined) return
    const call = () => operators.mes.orders.claim(order.id, { ifMatch: order.version })
    const made = await recorder.observe({ api: 'mes', operation: 'orders.claim' }, call, () => [])
    if (made !== undefined) taken.push({ id: made.id, version: made.version })
  }
  const complete = async (): Promise<void> => {
    const order = taken.shift()
    if (order === undefined) return take()
    const call = () => operators.mes.orders.complete(order.id, { ifMatch: order.version })
    await recorder.observe({ api: 'mes', operation: 'orders.complete' }, call, () => [])
  }
  const cycle = [take, approve, complete] as const
  return {
    async next() {
      const step = cycle[turn % cycle.length] ?? take
      turn += 1
      await step()
    },
  }
}
