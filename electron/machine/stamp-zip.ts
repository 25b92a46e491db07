import { assert } from '../../core/kernel/assert.ts'

const END = 0x0605_4b50
const CENTRAL = 0x0201_4b50
const LOCAL = 0x0403_4b50
/** 1 January 1980, 00:00: the first instant that a zip can write (APPNOTE 4.4.6). */
const DAY = 0x0021

/**
 * Sets the time of every file inside a zip that this program has just written to one instant, in place, so that the
 * same contents make the same bytes. Not for a zip that came from elsewhere: it trusts the lengths it reads.
 */
export function stampZip(zip: Buffer): Uint8Array {
  let end = zip.length - 22
  while (end >= 0 && zip.readUInt32LE(end) !== END) end -= 1
  assert(end >= 0, 'a zip without its end')
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  for (let index = 0; index < count; index += 1) {
    assert(zip.readUInt32LE(at) === CENTRAL, 'a zip whose directory is not where it says')
    const local = zip.readUInt32LE(at + 42)
    assert(zip.readUInt32LE(local) === LOCAL, 'a zip whose file is not where it says')
    zip.writeUInt16LE(0, local + 10)
    zip.writeUInt16LE(DAY, local + 12)
    zip.writeUInt16LE(0, at + 12)
    zip.writeUInt16LE(DAY, at + 14)
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return zip
}
