import { performance } from 'node:perf_hooks'

/** Processor time of this process so far, user and system together, in milliseconds. */
export function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Adds up the processor time and the wall time of the parts of a loop that it is given, leaving out what prepares them. */
export class Stopwatch {
  processor = 0
  wall = 0

  run<T>(work: () => T): T {
    const [processor, wall] = [processorMilliseconds(), performance.now()]
    try {
      return work()
    } finally {
      this.processor += processorMilliseconds() - processor
      this.wall += performance.now() - wall
    }
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Median wall time of `times` runs, in milliseconds, after one that warms up. */
export function medianWall(times: number, work: () => unknown): number {
  work()
  return median(Array.from({ length: times }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  }))
}

/** The most memory this process ever held, in megabytes. */
export function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024
}
