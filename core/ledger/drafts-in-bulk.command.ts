import type { Context, Outcome, Writer } from '../context.ts'
import { err, ok, type Refusal } from '../kernel/result.ts'
import { type Draft, type DraftBody, findDraft, removeDraft, stepOneDraft, writeDraft } from './draft.command.ts'

/** A draft as the person was shown it: what another window changed since is not touched. */
export interface ShownDraft {
  readonly id: string
  readonly version: number
}

/** What to change in every draft of a selection; what is absent stays. */
export interface DraftChange {
  readonly journal?: string | undefined
  readonly date?: string | undefined
  /** Lines on `from` go to `to`; an empty `from` are the lines that have no account yet. */
  readonly account?: { readonly from: string; readonly to: string } | undefined
}

/**
 * Does the same to each draft shown, all or nothing. A refusal says of which one it is (`draft`: its id). Refusals:
 * `draft_unknown`, `draft_changed_meanwhile`, and those of the work.
 */
export function withEachDraft<Value>(tx: Writer, entityId: number, shown: readonly ShownDraft[], work: (draft: ShownDraft, body: DraftBody) => Outcome<Value>): Outcome<Value[]> {
  const values: Value[] = []
  const refused: Refusal[] = []
  for (const draft of shown) {
    const known = findDraft(tx, entityId, draft.id)
    const done = !known ? err([{ code: 'draft_unknown' }]) : known.version !== draft.version ? err([{ code: 'draft_changed_meanwhile', version: known.version }]) : work(draft, JSON.parse(known.body) as DraftBody)
    if (done.ok) values.push(done.value)
    else refused.push(...done.error.map((refusal): Refusal => ({ ...refusal, draft: draft.id })))
  }
  return refused.length > 0 ? err(refused) : ok(values)
}

/** Changes a selection of drafts at once; answers those that are different now, so that all of it can be undone together. */
export function changeDrafts(ctx: Context, entityId: number, shown: readonly ShownDraft[], change: DraftChange): Outcome<Draft[]> {
  return ctx.write((tx) => {
    const done = withEachDraft(tx, entityId, shown, ({ id, version }, body) => writeDraft(tx, entityId, changed(body, change), id, version))
    const before = new Map(shown.map(({ id, version }) => [id, version]))
    return done.ok ? ok(done.value.filter((draft) => draft.version !== before.get(draft.id))) : done
  })
}

function changed(body: DraftBody, { journal, date, account }: DraftChange): DraftBody {
  const lines = account === undefined ? body.lines : body.lines.map((line) => ((line.account ?? '') === account.from ? { ...line, account: account.to } : line))
  return { ...body, ...(journal === undefined ? {} : { journal }), ...(date === undefined ? {} : { date }), lines }
}

/** Walks a selection back or forth by one state each: what was changed together is undone together. */
export function stepDrafts(ctx: Context, entityId: number, shown: readonly ShownDraft[], direction: 'undo' | 'redo'): Outcome<Draft[]> {
  return ctx.write((tx) => withEachDraft(tx, entityId, shown, ({ id }) => stepOneDraft(tx, entityId, id, direction)))
}

/** Lets a selection of drafts go; answers how many. */
export function deleteDrafts(ctx: Context, entityId: number, shown: readonly ShownDraft[]): Outcome<number> {
  return ctx.write((tx) => {
    const done = withEachDraft(tx, entityId, shown, ({ id }) => {
      removeDraft(tx, id)
      return ok(null)
    })
    return done.ok ? ok(done.value.length) : done
  })
}

/** New drafts, all at once; one that says exactly what a draft here already says is not made again. */
export function makeDrafts(tx: Writer, entityId: number, bodies: readonly DraftBody[], known: readonly Draft[]): Outcome<{ readonly made: number; readonly alreadyThere: number }> {
  const there = new Map<string, number>()
  for (const { body } of known) there.set(JSON.stringify(body), (there.get(JSON.stringify(body)) ?? 0) + 1)
  let made = 0
  for (const body of bodies) {
    const text = JSON.stringify(body)
    const left = there.get(text) ?? 0
    if (left > 0) {
      there.set(text, left - 1)
      continue
    }
    const saved = writeDraft(tx, entityId, body)
    if (!saved.ok) return saved
    made += 1
  }
  return ok({ made, alreadyThere: bodies.length - made })
}
