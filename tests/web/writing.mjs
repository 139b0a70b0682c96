// SPDX-License-Identifier: AGPL-3.0-or-later
// What the flows about writing share.
import { deflateSync } from 'node:zlib'

export const newest = async (t, who) => (await t.api(who, 'GET', `/api/v1/accounts/${t.people[who].id}/statuses?limit=1`))[0]
export const box = page => page.locator('#compose-text')
export const tool = (page, name) => page.locator('#compose').getByTitle(name, { exact: true })

// A picture of one colour, as a PNG that is made here.
export function png(width, height, colour) {
  const crc = bytes => {
    let n = ~0
    for (const byte of bytes) n = [...Array(8)].reduce(x => x & 1 ? 0xedb88320 ^ x >>> 1 : x >>> 1, (n ^ byte) & 255) ^ n >>> 8
    return ~n >>> 0
  }
  const chunk = (type, data) => {
    const out = Buffer.alloc(12 + data.length)
    out.writeUInt32BE(data.length)
    out.write(type, 4, 'latin1')
    data.copy(out, 8)
    out.writeUInt32BE(crc(out.subarray(4, 8 + data.length)), 8 + data.length)
    return out
  }
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  const line = Buffer.concat([Buffer.from([0]), ...Array(width).fill(Buffer.from(colour))])
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array(height).fill(line)))), chunk('IEND', Buffer.alloc(0))])
}
export const picture = (name, colour = [30, 120, 80]) => ({ name, mimeType: 'image/png', buffer: png(160, 120, colour) })

export async function choose(page, files) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), tool(page, 'Files').click()])
  await chooser.setFiles(files)
}
