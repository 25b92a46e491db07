import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '../../core/kernel/assert.ts'
import type { DecoderReady, DecodeThreadData, FromDecoder, ToDecoder } from './decode-messages.ts'
import { sha256 } from './hash.ts'
import { ownBuffer, preparePli } from './prepare-pli.ts'
import { readPliFile } from './read-pli-file.ts'
import { openSealed } from './seal.ts'

/*
 * Beside the single writer: reads files, opens their seal, checks signatures and inflates, one file after the other. It writes nothing
 * anywhere and decides nothing: what it finds wrong it leaves to the core to say, but for what cannot even be opened.
 */
const port = parentPort
assert(port, 'the decode thread is started by its decoder')
const { secrets, known } = workerData as DecodeThreadData
const HASH_BYTES = 32
const knownHashes = new Set<string>()
for (let at = 0; at < known.byteLength; at += HASH_BYTES) knownHashes.add(Buffer.from(known.buffer, known.byteOffset + at, HASH_BYTES).toString('hex'))

let turn: Promise<void> = Promise.resolve()
port.on('message', (file: ToDecoder) => {
  turn = turn.then(() => decode(file))
})

port.postMessage({ type: 'ready' } satisfies DecoderReady)

function send(message: FromDecoder, transfer: readonly ArrayBufferLike[] = []): void {
  port?.postMessage(message, transfer as ArrayBuffer[])
}

async function decode({ id, path }: ToDecoder): Promise<void> {
  const file = readPliFile(path)
  if (!file.ok) return send({ type: 'refused', id, hash: null, refused: file.error })
  const sealed = file.value
  const hash = sha256(sealed)
  if (knownHashes.has(hash)) return send({ type: 'known', id })
  const answer = await openSealed(sealed, secrets)
  if (!answer.ok) return send({ type: 'refused', id, hash, refused: answer.error })
  const opened = ownBuffer(answer.value)
  const prepared = preparePli(opened)
  const buffers = new Set([sealed.buffer, opened.buffer, ...prepared.members.map((member) => member.inflated.buffer)])
  send({ type: 'opened', id, hash, sealed, opened, prepared }, [...buffers])
}
