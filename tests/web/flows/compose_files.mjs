// SPDX-License-Identifier: AGPL-3.0-or-later
// Files in the compose form: one after the other, pasted, dropped, refused, and without JavaScript.
import { strict as assert } from 'node:assert'
import { button, text } from '../kit.mjs'
import { box, choose, newest, picture, png } from '../writing.mjs'

export default {
  async 'files: progress, a description asked for once, order, focus, removal'(t) {
    const page = await t.page('ada')
    await page.goto(`${t.server}/compose`)
    await box(page).fill('Three pictures')
    await choose(page, [picture('one.png'), picture('two.png', [200, 60, 60]), picture('three.png', [60, 60, 200])])
    const cards = page.locator('[data-attached]')
    await cards.nth(2).waitFor()
    await t.look(page, 'compose-files')
    await cards.nth(0).locator('textarea').fill('Green')
    await cards.nth(2).getByTitle('Move forward').click()
    await cards.nth(2).getByTitle('Remove').click()
    await cards.nth(1).getByTitle(/^Set what stays/).click()
    await page.keyboard.press('ArrowRight')
    await cards.nth(1).locator('.attached-picture').click({ position: { x: 118, y: 2 } })
    await button(page, 'Post').click()
    assert.match(await page.locator('#compose-problem').innerText(), /Not everything is described/)
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA')
    await page.keyboard.type('Blue')
    await button(page, 'Post').click()
    await page.waitForURL('**/home?said=POSTED')
    const { media_attachments: media } = await newest(t, 'ada')
    assert.deepEqual(media.map(one => one.description), ['Green', 'Blue'])
    assert.ok(media[1].meta.focus.x > 0.9 && media[1].meta.focus.y > 0.9, JSON.stringify(media[1].meta.focus))
  },
  async 'files that are pasted, dropped, too many, or no pictures at all'(t) {
    const page = await t.page('ada')
    await page.goto(`${t.server}/home`)
    await box(page).click()
    const bytes = [...png(8, 8, [9, 9, 9])]
    for (const kind of ['paste', 'drop'])
      await box(page).evaluate((field, [kind, bytes]) => {
        const data = new DataTransfer()
        data.items.add(new File([new Uint8Array(bytes)], `${kind}.png`, { type: 'image/png' }))
        field.dispatchEvent(kind === 'paste' ? new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true }) : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }))
      }, [kind, bytes])
    await page.locator('[data-attached]').nth(1).waitFor()
    await choose(page, [{ name: 'words.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') }])
    await page.locator('.attached-failed').waitFor()
    assert.match(await page.locator('.attached-failed').innerText(), /words.txt\s+File has contents that are not/)
    await t.look(page, 'compose-failed-file')
    await page.locator('.attached-failed').getByRole('button', { name: 'Remove' }).click()
    await choose(page, [1, 2, 3].map(n => picture(`${n}.png`)))
    await page.locator('[data-attached]').nth(3).waitFor()
    assert.equal(await page.locator('.attached').count(), 4)
    assert.match(await page.locator('#compose-problem').innerText(), /cannot have more files/)
  },
  async 'files without JavaScript, with their descriptions; one that is refused loses nothing'(t) {
    const page = await t.page('bob', { js: false })
    await page.goto(`${t.server}/compose`)
    await box(page).fill('Two files')
    await page.locator('[name=with_files]').check({ force: true })
    await page.locator('[name="files[3][file]"]').waitFor()
    await page.locator('[name="files[0][file]"]').setInputFiles(picture('one.png'))
    await page.locator('[name="files[0][description]"]').fill('A green field')
    await page.locator('[name="files[1][file]"]').setInputFiles({ name: 'bad.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') })
    await button(page, 'Post').click()
    assert.match(await page.locator('#compose-problem').innerText(), /^bad.png: /)
    assert.equal(await box(page).inputValue(), 'Two files')
    assert.equal(await page.locator('.attached textarea').inputValue(), 'A green field')
    await button(page, 'Post').click()
    assert.match(await text(page), /Your post is out/)
    const { content, media_attachments: media } = await newest(t, 'bob')
    assert.deepEqual([content, media.map(one => one.description)], ['<p>Two files</p>', ['A green field']])
  },
  async 'sound is made ready while somebody goes on writing'(t) {
    const wav = Buffer.alloc(44 + 16000)
    wav.write('RIFF')
    wav.writeUInt32LE(36 + 16000, 4)
    wav.write('WAVEfmt ', 8)
    for (const [at, size, value] of [[16, 4, 16], [20, 2, 1], [22, 2, 1], [24, 4, 8000], [28, 4, 16000], [32, 2, 2], [34, 2, 16]]) wav.writeUIntLE(value, at, size)
    wav.write('data', 36)
    wav.writeUInt32LE(16000, 40)
    for (let i = 0; i < 8000; i++) wav.writeInt16LE(Math.round(9000 * Math.sin(i / 5)), 44 + 2 * i)
    const page = await t.page('cleo')
    await page.goto(`${t.server}/compose`)
    await box(page).fill('Listen')
    await choose(page, [{ name: 'tone.wav', mimeType: 'audio/wav', buffer: wav }])
    await page.locator('[data-attached] textarea').fill('A tone')
    await page.waitForFunction(() => !document.querySelector('.attached[data-waiting]'))
    assert.equal(await page.locator('.attached-state').count(), 0)
    assert.equal(await page.locator('[data-attached] textarea').inputValue(), 'A tone')
    await button(page, 'Post').click()
    await page.waitForURL('**/home**')
    const { media_attachments: [media] } = await newest(t, 'cleo')
    assert.deepEqual([media.type, media.description], ['audio', 'A tone'])
  },
}
