import { headText } from '../chain/fact.ts'
import { report } from '../chain/verify-chain.query.ts'
import type { Reader } from '../context.ts'
import type { AuthorId, EntityId } from '../kernel/ids.ts'
import type { Refusal } from '../kernel/result.ts'

interface StoredHead {
  readonly entity: EntityId; readonly code: string; readonly author: AuthorId; readonly device: string; readonly sequence: number
  readonly key: string; readonly signature: string; readonly hash: string | null
}

const HEADS = `SELECT entity.uid AS entity, entity.code, author, head_signature.device, head_signature.sequence, key, signature,
  (SELECT lower(hex(hash)) FROM fact WHERE fact.id = (head_signature.stream_id << 32) + head_signature.sequence) AS hash
  FROM head_signature JOIN stream ON stream.id = stream_id JOIN entity ON entity.id = entity_id ORDER BY stream_id, head_signature.sequence`

/**
 * What authors signed of their streams and this workspace passes on: each signature again, over the fact that is here. `head_signature_wrong`
 * names the stream and the place. Whose key counted there was judged when it came, and is judged again by whoever takes it.
 */
export function checkHeads(reader: Reader, problems: Refusal[]): void {
  for (const { hash, key, signature, code, ...head } of reader.read<StoredHead>(HEADS).iterate()) {
    if (hash !== null && reader.ports.crypto.verify(key, headText(head, head.sequence, hash), signature)) continue
    report(problems, { code: 'head_signature_wrong', entity: code, stream: head.device, sequence: head.sequence })
  }
}
