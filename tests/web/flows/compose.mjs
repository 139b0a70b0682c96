// SPDX-License-Identifier: AGPL-3.0-or-later
// Writing: with JavaScript and without, on a phone, with everything that a post can have.
import { strict as assert } from 'node:assert'
import { deflateSync } from 'node:zlib'
import { button, link, text } from '../kit.mjs'

const newest = async (t, who) => (await t.api(who, 'GET', `/api/v1/accounts/${t.people[who].id}/statuses?limit=1`))[0]
const box = page => page.locator('#compose-text')
const tool = (page, name) => page.locator('#compose').getByTitle(name, { exact: true })
const drafts = page => page.evaluate(() => Object.keys(localStorage).filter(key => key.startsWith('folkmoot.draft.')))

// A picture of one colour, as a PNG that is made here.
function png(width, height, colour) {
  const crc = bytes => {
    let c, n = ~0
    for (const byte of bytes) for (c = (n ^ byte) & 255, n >>>= 8, c = [...Array(8)].reduce(x => x & 1 ? 0xedb88320 ^ x >>> 1 : x >>> 1, c), n ^= c; false;);
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
const picture = (name, colour = [30, 120, 80]) => ({ name, mimeType: 'image/png', buffer: png(160, 120, colour) })

async function choose(page, files) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), tool(page, 'Files').click()])
  await chooser.setFiles(files)
}

export default {
  async 'a post comes into the list at once, and the form is folded again'(t) {
    const page = await t.page('ada')
    await page.goto(`${t.server}/home`)
    assert.equal(await page.locator('.compose-tools').isVisible(), false)
    await t.look(page, 'home-folded')
    await box(page).click()
    await box(page).fill('Bread, see https://example.com/a/very/long/address/indeed and @bob@elsewhere.example')
    assert.equal(await page.locator('#compose-count').innerText(), String(1000 - 'Bread, see  and @bob'.length - 23))
    await t.look(page, 'home-writing')
    await page.keyboard.press('Control+Enter')
    const post = page.locator('#statuses article').first()
    await post.getByText('Bread, see').waitFor()
    assert.match(await page.locator('#said').innerText(), /Your post is out/)
    assert.equal(await box(page).inputValue(), '')
    assert.equal(await page.evaluate(() => document.activeElement.id), `s${(await newest(t, 'ada')).id}`)
    await box(page).fill('And butter')
    await button(page, 'Post').click()
    await page.locator('#statuses article').first().getByText('And butter').waitFor()
  },
  async 'posts, replies and keeps what was typed without JavaScript'(t) {
    const page = await t.page('bob', { js: false })
    await page.goto(`${t.server}/home`)
    await box(page).fill('Written by hand')
    await button(page, 'Post').click()
    assert.match(await text(page), /Your post is out[^]*Written by hand/)
    await page.goto(`${t.server}/compose`)
    await box(page).fill('x'.repeat(1001))
    await page.locator('[name=with_warning]').check({ force: true })
    await page.locator('[name=spoiler_text]').fill('Long')
    await page.locator('[name=with_poll]').check({ force: true })
    for (const [i, answer] of ['Yes', 'No'].entries()) await page.locator('[name="poll[options][]"]').nth(i).fill(answer)
    await page.locator('#poll-ends').selectOption('3600')
    await button(page, 'Post').click()
    assert.match(await page.locator('#compose-problem').innerText(), /limit of 1000 exceeded: it has 1005/)
    assert.equal((await box(page).inputValue()).length, 1001)
    assert.equal(await page.locator('[name=spoiler_text]').inputValue(), 'Long')
    await box(page).fill('Line one\nline two?')
    await button(page, 'Post').click()
    const { poll, spoiler_text, content } = await newest(t, 'bob')
    assert.deepEqual([poll.options.map(one => one.title), spoiler_text, content], [['Yes', 'No'], 'Long', '<p>Line one<br />line two?</p>'])
    assert.ok(Date.parse(poll.expires_at) - Date.now() < 3600e3)
  },
}
