import { test } from 'vitest'
import { liveHalf, SEEDS, SIZE } from './live.ts'

test(`${SEEDS} federations of ${SIZE.entities} Activités live ${SIZE.years} years and hold the same books in the end (the first half)`, { timeout: 1_200_000 }, () => liveHalf(0))
