import { z } from 'zod'
import { MAX_ISSUES } from '../error/validation-errors.ts'

/**
 * A schema of a union whose members are told apart by the text of one property. What is wrong with a value is what the member it
 * claims to be says. A value without the property may be any of the members.
 */
export const oneOfBy = <Union>(property: string, members: Readonly<Record<string, () => z.ZodType>>): z.ZodType<Union, Union> =>
  z.custom<Union>().superRefine((value, context) => {
    const tag: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, property) : undefined
    if (tag === undefined && Object.values(members).some((member) => member().safeParse(value).success)) return
    const member = typeof tag === 'string' && Object.hasOwn(members, tag) ? members[tag] : undefined
    if (member === undefined) {
      context.addIssue({ code: 'custom', path: [property], message: `expected one of ${Object.keys(members).join(', ')}` })
      return
    }
    for (const { path, message } of member()
      .safeParse(value)
      .error?.issues.slice(0, MAX_ISSUES + 1) ?? []) {
      context.addIssue({ code: 'custom', path: [...path], message })
    }
  })
