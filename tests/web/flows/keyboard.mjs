// SPDX-License-Identifier: AGPL-3.0-or-later
// Without a mouse: in the order that one reads, never lost, never caught, always to be seen.
import { strict as assert } from 'node:assert'

const post = (t, who, status, more = {}) => t.api(who, 'POST', '/api/v1/statuses', { status, ...more })

// Where the focus is: a name, its place, whether a ring is drawn around it and whether something lies over it.
const where = page => page.evaluate(() => {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const shown = e.closest('label') ?? e // an input may stand behind its words
  const box = shown.getBoundingClientRect(), style = getComputedStyle(e), inner = getComputedStyle(e.closest('label, .affixed, .search') ?? e)
  const x = box.x + Math.min(box.width / 2, innerWidth - 1), y = box.y + box.height / 2
  const over = x >= 0 && y >= 0 && y < innerHeight ? document.elementFromPoint(x, y) : null
  return {
    name: (e.getAttribute('aria-label') || e.innerText || e.alt || e.name || e.querySelector('img')?.alt || '').trim().split('\n')[0], tag: e.localName, y: Math.round(box.y + scrollY), x: Math.round(box.x),
    ring: style.outlineStyle !== 'none' || inner.outlineStyle !== 'none' || style.boxShadow !== 'none', free: !over || shown.contains(over) || over.contains(e), inside: box.bottom > 0 && box.top < innerHeight,
    path: [...function* () { for (let n = e; n; n = n.parentElement) yield n.localName + (n.className && typeof n.className === 'string' ? '.' + n.className.split(' ')[0] : '') }()].slice(0, 3).join(' < '),
  }
})

async function walk(page, most = 120) {
  const stops = []
  for (let n = 0; n < most; n++) {
    await page.keyboard.press('Tab')
    const at = await where(page)
    if (!at) break
    if (stops.length && JSON.stringify({ ...at, inside: 0 }) === JSON.stringify({ ...stops[0], inside: 0 })) break
    stops.push(at)
  }
  return stops
}

export default {
  async 'the first stop leads to the content'(t) {
    await post(t, 'ada', 'Hello there')
    for (const who of [null, 'bob']) {
      const page = await t.page(who)
      await page.goto(`${t.server}/public/local`)
      await page.keyboard.press('Tab')
      assert.equal((await where(page)).name, 'Skip to the content')
      assert.ok((await page.locator('.skip').boundingBox()).y >= 0, 'it is seen when it has the focus')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      assert.ok(await page.evaluate(() => document.getElementById('main').contains(document.activeElement)), 'the next stop is in the content')
    }
  },

  async 'every stop is seen, has a ring and is not covered, on a desk and on a phone'(t) {
    const { id } = await post(t, 'ada', 'Something with #tags and https://example.org/ in it', { spoiler_text: 'A story' })
    await post(t, 'ada', 'Tea or coffee?', { poll: { options: ['Tea', 'Coffee'], expires_in: 3600 } })
    for (let n = 0; n < 6; n++) await post(t, 'bob', `Number ${n}, with @ada in it`, { in_reply_to_id: id })
    for (const options of [{}, { phone: true }])
      for (const [who, path] of [[null, '/public/local'], ['bob', '/home'], ['bob', `/@ada/${id}`], ['bob', '/@ada'], ['bob', '/settings/profile'], ['ada', '/admin']]) {
        const page = await t.page(who, options)
        await page.goto(t.server + path)
        await page.waitForTimeout(100)
        const stops = await walk(page)
        const about = options.phone ? `${path} on a phone` : path
        assert.ok(stops.length > 8, `${about}: only ${stops.length} stops`)
        for (const stop of stops) {
          const said = `${about}: ${stop.tag} "${stop.name}" (${stop.path}) at ${stop.x}, ${stop.y}`
          assert.ok(stop.ring, `${said} shows no ring`)
          assert.ok(stop.inside, `${said} is out of sight`)
          assert.ok(stop.free, `${said} is covered`)
        }
      }
  },

  async 'stops follow the order of reading'(t) {
    for (let n = 0; n < 4; n++) await post(t, 'ada', `Post ${n}`)
    const page = await t.page('bob')
    await page.goto(`${t.server}/@ada`)
    const stops = (await walk(page)).filter(stop => stop.path.includes('article') || stop.path.includes('status'))
    const ys = stops.map(stop => stop.y)
    assert.ok(ys.length >= 8)
    for (let n = 1; n < ys.length; n++) assert.ok(ys[n] >= ys[n - 1] - 60, `back from ${ys[n - 1]} to ${ys[n]} at ${stops[n].name}`)
  },

  async 'a menu opens with a key, arrows lead through it, Escape gives the focus back'(t) {
    const { id } = await post(t, 'ada', 'With a menu')
    const page = await t.page('bob')
    await page.goto(`${t.server}/@ada/${id}`)
    const summary = page.locator(`#s${id} .menu > summary`)
    await summary.focus()
    await page.waitForTimeout(300) // its module comes with the first touch
    await page.keyboard.press('Enter')
    assert.equal(await page.locator(`#s${id} .menu`).getAttribute('open'), '')
    await page.locator(`#s${id} .menu`).getByRole('link', { name: 'Quote' }).waitFor() // they come when it is opened
    await page.keyboard.press('ArrowDown')
    const first = (await where(page)).name
    await page.keyboard.press('ArrowDown')
    assert.notEqual((await where(page)).name, first)
    await page.keyboard.press('Escape')
    assert.equal(await page.locator(`#s${id} .menu`).getAttribute('open'), null)
    assert.ok(await summary.evaluate(e => document.activeElement === e))
  },

  async 'a content warning opens and closes with a key, also without a script'(t) {
    const { id } = await post(t, 'ada', 'What was hidden', { spoiler_text: 'A secret' })
    for (const js of [true, false]) {
      const page = await t.page(null, { js })
      await page.goto(`${t.server}/@ada/${id}`)
      await page.locator('.warned > summary').focus()
      await page.keyboard.press('Enter')
      assert.equal(await page.getByText('What was hidden').first().isVisible(), true)
      await page.keyboard.press('Space')
      assert.equal(await page.locator('.warned .content').isVisible(), false)
    }
  },

  async 'a poll is voted in with keys, and the focus stays there'(t) {
    const { id } = await post(t, 'ada', 'Tea or coffee?', { poll: { options: ['Tea', 'Coffee'], expires_in: 3600 } })
    const page = await t.page('bob')
    await page.goto(`${t.server}/@ada/${id}`)
    await page.locator('.poll-choice input').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('.poll-option progress').first().waitFor()
    assert.ok(await page.evaluate(() => document.activeElement !== document.body), 'the focus is not lost')
  },
}
