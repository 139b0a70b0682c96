// SPDX-License-Identifier: AGPL-3.0-or-later
// Pictures: their room, their descriptions, large ones over the page, those that are covered.
import { strict as assert } from 'node:assert'
import { crc32, deflateSync } from 'node:zlib'

// A PNG of one colour, with a lighter half.
function png(width, height, [r, g, b]) {
  const chunk = (kind, data) => {
    const out = Buffer.alloc(data.length + 12)
    out.writeUInt32BE(data.length)
    out.write(kind, 4, 'latin1')
    data.copy(out, 8)
    out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8)
    return out
  }
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  const row = Buffer.concat([Buffer.from([0]), ...Array.from({ length: width }, (_, x) => Buffer.from(x * 2 < width ? [r, g, b] : [255, 255, b]))])
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array(height).fill(row)))), chunk('IEND', Buffer.alloc(0))])
}

async function upload(t, who, width, height, colour, description) {
  const form = new FormData()
  form.set('file', new Blob([png(width, height, colour)], { type: 'image/png' }), 'a.png')
  if (description) form.set('description', description)
  const reply = await fetch(t.server + '/api/v2/media', { method: 'POST', body: form, headers: { Authorization: `Bearer ${t.people[who].token}` } })
  assert.ok(reply.ok, `upload: ${reply.status}`)
  return (await reply.json()).id
}

async function post(t, pictures, more = {}) {
  const ids = []
  for (const [width, height, description] of pictures) ids.push(await upload(t, 'ada', width, height, [40, 90, 40 * ids.length], description))
  return (await t.api('ada', 'POST', '/api/v1/statuses', { status: 'Look', media_ids: ids, ...more })).id
}

const focused = page => page.evaluate(() => document.activeElement.closest('a, button, summary')?.getAttribute('aria-label') ?? document.activeElement.querySelector('img:not(.media-blur)')?.alt)

export default {
  async 'pictures have their room before they arrive, and a blurred one stands there'(t) {
    await post(t, [[600, 400, 'Wide']])
    await post(t, [[300, 900, 'High']])
    await post(t, [[400, 300, 'One'], [400, 300, 'Two']])
    await post(t, [[400, 300], [300, 400], [300, 300]])
    const plain = await t.page(null, { js: false })
    await plain.goto(`${t.server}/@ada`)
    assert.match(await plain.locator('.media-blur').first().getAttribute('src'), /^data:image\/bmp;base64,[\w+/=]{120}$/)
    for (const options of [{}, { phone: true }]) {
      const page = await t.page(null, options)
      await page.addInitScript(() => {
        window.shifted = 0
        new PerformanceObserver(list => list.getEntries().forEach(e => (window.shifted += e.value))).observe({ type: 'layout-shift', buffered: true })
      })
      await page.goto(`${t.server}/@ada`)
      const decoded = await page.evaluate(async src => {
        const picture = new Image()
        picture.src = src
        await picture.decode()
        return [picture.naturalWidth, picture.naturalHeight]
      }, await plain.locator('.media-blur').first().getAttribute('src'))
      assert.deepEqual(decoded, [5, 4])
      await page.mouse.wheel(0, 5000)
      await page.waitForFunction(() => [...document.querySelectorAll('.media img:not(.media-blur)')].every(i => i.complete && i.naturalWidth))
      assert.equal(await page.evaluate(() => window.shifted), 0, 'something moved')
      assert.equal(await page.locator('.media-blur').count(), 0, 'what is loaded needs no blurred one, it may be transparent')
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out')
      const high = await page.getByAltText('High').boundingBox()
      assert.ok(high.height / high.width > 1.6 && high.height < 600, JSON.stringify(high))
      await t.look(page, 'media')
    }
  },

  async 'a picture opens large, arrows lead on, Escape leads back'(t) {
    const id = await post(t, [[600, 400, 'The first'], [400, 600, 'The second'], [300, 300]])
    const page = await t.page('bob')
    await page.goto(`${t.server}/@ada/${id}`)
    await page.getByAltText('The second').focus().catch(() => {})
    const second = page.locator('[data-lightbox]').nth(1)
    await second.focus()
    await page.keyboard.press('Enter')
    const box = page.locator('dialog.lightbox')
    await box.waitFor()
    assert.match(await box.innerText(), /2 \/ 3/)
    assert.match(await box.innerText(), /The second/)
    assert.equal(await box.locator('img').getAttribute('alt'), 'The second')
    await t.look(page, 'lightbox')
    for (let n = 0; n < 7; n++) {
      await page.keyboard.press('Tab')
      assert.ok(await page.evaluate(() => document.querySelector('dialog.lightbox').contains(document.activeElement) || document.activeElement === document.body), 'the focus stays in the dialog')
    }
    await page.keyboard.press('ArrowLeft')
    assert.equal(await box.locator('img').getAttribute('alt'), 'The first')
    assert.equal(await box.getByRole('button', { name: 'Picture before' }).count(), 0)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    assert.match(await box.innerText(), /3 \/ 3/)
    assert.equal(await box.locator('[data-box=words]').isVisible(), false)
    await box.getByRole('button', { name: 'Enlarge' }).click()
    assert.equal(await box.getByRole('button', { name: 'Enlarge' }).getAttribute('aria-pressed'), 'true')
    await page.keyboard.press('Escape')
    await box.waitFor({ state: 'hidden' })
    assert.equal(await focused(page), 'The second', 'the focus is back')
  },

  async 'on a phone a finger turns the page'(t) {
    const id = await post(t, [[600, 400, 'Left'], [600, 400, 'Right']])
    const page = await t.page(null, { phone: true })
    await page.goto(`${t.server}/@ada/${id}`)
    await page.getByAltText('Left').tap()
    const box = page.locator('dialog.lightbox'), room = box.locator('[data-box=room]')
    await box.waitFor()
    const stroke = async (x0, y0, x1, y1) => {
      await room.dispatchEvent('pointerdown', { pointerType: 'touch', isPrimary: true, clientX: x0, clientY: y0 })
      await room.dispatchEvent('pointerup', { pointerType: 'touch', isPrimary: true, clientX: x1, clientY: y1 })
    }
    await stroke(300, 300, 100, 310)
    assert.match(await box.innerText(), /2 \/ 2/)
    await stroke(100, 300, 300, 310)
    assert.match(await box.innerText(), /1 \/ 2/)
    await t.look(page, 'lightbox-phone')
    await stroke(200, 200, 205, 400)
    await box.waitFor({ state: 'hidden' })
  },

  async 'what is sensitive is covered, with and without a script'(t) {
    const id = await post(t, [[600, 400, 'A spider']], { sensitive: true })
    for (const js of [true, false]) {
      const page = await t.page(null, { js })
      await page.goto(`${t.server}/@ada/${id}`)
      const picture = page.getByAltText('A spider')
      assert.equal(await picture.isVisible(), false)
      const before = await page.locator('.covered').boundingBox()
      if (js) await t.look(page, 'covered')
      await page.getByText('Sensitive media').click()
      assert.equal(await picture.isVisible(), true)
      const after = await page.locator('.covered').boundingBox()
      assert.ok(Math.abs(after.height - before.height) < 3, `it takes the room that it had: ${before.height}, ${after.height}`)
      if (js) await t.look(page, 'uncovered')
      await page.locator('.covered > summary').click()
      assert.equal(await picture.isVisible(), false)
    }
  },

  async 'descriptions are a press away, and without a script a picture is a link to its file'(t) {
    const id = await post(t, [[600, 400, 'A long bridge\nover a river']])
    const page = await t.page(null, { js: false })
    await page.goto(`${t.server}/@ada/${id}`)
    const words = page.locator('.alt figcaption')
    assert.equal(await words.isVisible(), false)
    await page.locator('.alt summary').click()
    assert.match(await words.innerText(), /over a river/)
    const file = await page.locator('.media-open').getAttribute('href')
    assert.equal((await fetch(new URL(file, t.server))).headers.get('content-type'), 'image/png')
  },
}
