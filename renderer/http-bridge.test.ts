import { expect, test } from 'vitest'
import { lastReply } from './http-bridge.ts'

function stream(...chunks: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk))
      controller.close()
    },
  })
}

test('progress is told line by line, wherever the network cut them', async () => {
  const steps: unknown[] = []
  const reply = await lastReply(
    stream('{"progress":{"step":"booking","done":1,"tot', 'al":2}}\n{"progress":{"step":"booking","done":2,"total":2}}\n', '{"reply":{"ok":true,"value":7,"changed":[]}}\n'),
    (step) => steps.push(step.done),
  )
  expect(steps).toEqual([1, 2])
  expect(reply).toEqual({ ok: true, value: 7, changed: [] })
})

test('an answer cut before its reply is a host that is gone, never a success', async () => {
  expect(await lastReply(stream('{"progress":{"step":"booking","done":1,"total":2}}\n'))).toMatchObject({ ok: false, fault: { code: 'host_gone' } })
})

test('a letter cut in two by the network is read whole', async () => {
  const bytes = new TextEncoder().encode('{"reply":{"ok":true,"value":"é","changed":[]}}')
  const at = bytes.indexOf(0xc3) + 1
  const body = new ReadableStream<Uint8Array>({ start(controller) { controller.enqueue(bytes.slice(0, at)); controller.enqueue(bytes.slice(at)); controller.close() } })
  expect(await lastReply(body)).toMatchObject({ value: 'é' })
})
