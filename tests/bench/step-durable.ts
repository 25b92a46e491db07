import { existsSync, statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { must } from '../fixtures/books.ts'
import { Bare, bareRows } from './bare.ts'
import { generatedEntries, WORKING_DATE } from './generator.ts'
import { median, Stopwatch } from './measure.ts'
import { barePath, booksPath } from './step-posting.ts'
import { entityOf, open } from './workspace.ts'

const PACE_MILLISECONDS = 5
/** A page of the write-ahead log with its head. */
const FRAME = 4096 + 24

function logSize(path: string): number {
  return existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0
}

/** Both kinds of post in turns, one every five milliseconds, each in a transaction of its own with synchronous=FULL. */
export async function durable(size: number, folder: string): Promise<Record<string, number>> {
  const posts = 400
  const workspace = await open(booksPath(folder, size))
  const bare = Bare.reopen(barePath(folder, size))
  const entityId = entityOf(workspace)
  const toRow = bareRows(bare.lastSequence())
  const [ourPages, theirPages] = [[] as number[], [] as number[]]
  const [ours, theirs] = [[] as Stopwatch[], [] as Stopwatch[]]
  for (const entry of generatedEntries(posts, 7)) {
    const today = { ...entry, date: WORKING_DATE }
    const row = toRow(today)
    await pause(PACE_MILLISECONDS)
    const bareWatch = new Stopwatch()
    const bareLog = logSize(barePath(folder, size))
    bareWatch.run(() => bare.insertAlone(row))
    theirs.push(bareWatch)
    theirPages.push((logSize(barePath(folder, size)) - bareLog) / FRAME)
    await pause(PACE_MILLISECONDS)
    const ourWatch = new Stopwatch()
    const ourLog = logSize(booksPath(folder, size))
    ourWatch.run(() => must(postEntry(workspace.ctx, entityId, today)))
    ours.push(ourWatch)
    ourPages.push((logSize(booksPath(folder, size)) - ourLog) / FRAME)
  }
  workspace.close()
  bare.close()
  const settled = (watches: readonly Stopwatch[]): number => median(watches.slice(50).map((watch) => watch.wall))
  const spent = (watches: readonly Stopwatch[]): number => watches.slice(50).reduce((sum, watch) => sum + watch.processor, 0) / (posts - 50)
  // While the log grows, each post adds its pages to it; later it is written over.
  const pages = (all: readonly number[]): number => all.slice(0, 50).reduce((sum, each) => sum + each, 0) / 50
  return { barePages: pages(theirPages), ourPages: pages(ourPages), bare: settled(theirs), ours: settled(ours), bareProcessor: spent(theirs), oursProcessor: spent(ours) }
}

/** So many posts and nothing else, for strace to count the calls that wait for the disk. */
export async function postsAlone(path: string, posts: number): Promise<void> {
  const workspace = await open(path)
  const entityId = entityOf(workspace)
  for (const entry of generatedEntries(posts, 11)) {
    must(postEntry(workspace.ctx, entityId, { ...entry, date: WORKING_DATE }))
    await pause(PACE_MILLISECONDS)
  }
  workspace.close()
}
