/** An object of any members: what JSON writes between braces. */
export interface Members<Value = unknown> {
  readonly [name: string]: Value | undefined
}

/** Neither null nor a list. */
export function isMembers<Value = unknown>(value: unknown): value is Members<Value> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
