// SPDX-License-Identifier: AGPL-3.0-or-later
// Everything by keyboard: shortcuts, their help sheet, and the switch.
import { strict as assert } from 'node:assert'
import { button, text } from '../kit.mjs'

const focused = page => page.evaluate(() => document.activeElement.closest('.status')?.innerText ?? '')
const ready = async page => {
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(r => r.name.includes('/keys.')) && Object.keys(sessionStorage).some(name => name.startsWith('keys ')))
  await page.waitForTimeout(250)
}

export default {
  async 'posts are walked through, and acted on'(t) {
    const ids = []
    for (const word of ['first', 'second', 'third']) ids.push((await t.api('ada', 'POST', '/api/v1/statuses', { status: `The ${word}` })).id)
    const page = await t.page('bob')
    await page.goto(`${t.server}/public/local`)
    await ready(page)
    await page.waitForTimeout(100)
    await page.keyboard.press('j')
    assert.match(await focused(page), /The third/)
    await page.keyboard.press('j')
    assert.match(await focused(page), /The second/)
    await page.keyboard.press('k')
    assert.match(await focused(page), /The third/)
    await page.keyboard.press('f')
    await page.locator(`#a${ids[2]} .count-favourite[aria-pressed=true]`).waitFor()
    assert.equal((await t.api('bob', 'GET', `/api/v1/statuses/${ids[2]}`)).favourited, true)
    await page.keyboard.press('j')
    await page.keyboard.press('b')
    await page.locator(`#a${ids[1]} .count-boost[aria-pressed=true]`).waitFor()
    await page.keyboard.press('o')
    await page.waitForURL(`**/@ada/${ids[1]}`)
    await ready(page)
    await page.keyboard.press('u')
    await page.waitForURL('**/public/local')
  },
  async 'places are reached by two letters'(t) {
    const page = await t.page('bob')
    await page.goto(`${t.server}/home`)
    for (const [keys, url] of [['gn', '/notifications'], ['gl', '/public/local'], ['gh', '/home']]) {
      await ready(page)
      for (const key of keys) await page.keyboard.press(key)
      await page.waitForURL(`**${url}`)
    }
  },
  async 'the help sheet names each of them, and closes where it was opened'(t) {
    const page = await t.page('bob')
    await page.goto(`${t.server}/public/local`)
    await ready(page)
    await page.waitForTimeout(100)
    await page.keyboard.press('j')
    const before = await focused(page)
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.waitFor()
    assert.ok(await sheet.locator('kbd').count() > 15)
    await t.look(page, 'keys')
    await page.keyboard.press('j')
    assert.equal(await sheet.isVisible(), true)
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
    assert.equal(await focused(page), before)
  },
  async 'what is typed is not a shortcut, and they can be turned off'(t) {
    const page = await t.page('cleo')
    await page.goto(`${t.server}/settings/keys`)
    await t.look(page, 'keys-settings')
    await page.getByRole('checkbox', { name: 'Keyboard shortcuts' }).uncheck()
    await button(page, 'Save').click()
    assert.match(await text(page), /Saved/)
    await page.goto(`${t.server}/home`)
    await page.waitForTimeout(1600)
    await page.keyboard.press('?')
    await page.waitForTimeout(300)
    assert.equal(await page.getByRole('dialog').count(), 0)
    const plain = await t.page('cleo', { js: false })
    await plain.goto(`${t.server}/settings/keys`)
    await plain.getByRole('checkbox', { name: 'Keyboard shortcuts' }).check()
    await button(plain, 'Save').click()
    await page.goto(`${t.server}/home`)
    await ready(page)
    await page.waitForTimeout(100)
    const field = page.locator('main textarea').first()
    await field.focus()
    await page.keyboard.type('g n?')
    assert.equal(await field.inputValue(), 'g n?')
    assert.equal(await page.getByRole('dialog').count(), 0)
  },
}
