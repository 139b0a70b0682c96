// SPDX-License-Identifier: AGPL-3.0-or-later
// A post that the screen holds back: its author sees why, a moderator decides.
import { strict as assert } from 'node:assert'
import { button, link } from '../kit.mjs'

const threat = 'I am going to stab you at the station on Friday, you are dead'
const write = async (page, t, text) => {
  await page.goto(`${t.server}/compose`)
  await page.locator('textarea[name="status"]').fill(text)
  await page.locator('form button[type="submit"]:visible').filter({ hasText: /^Post/ }).first().click()
  await page.getByText('Held back: an automatic check').waitFor()
}
const seen = async (t, id) => (await fetch(`${t.server}/api/v1/statuses/${id}`)).status
const idOf = page => page.locator('.status:has(.status-held), .focus:has(.status-held)').first().getAttribute('id').then(id => id.replace(/\D/g, ''))

export default {
  async 'the author is told at once, and sees the post marked'(t) {
    for (const js of [true, false]) {
      const page = await t.page('bob', { js, phone: !js })
      await write(page, t, threat + (js ? '' : '!'))
      const id = await idOf(page)
      assert.equal(await seen(t, id), 404)
      if (js) await t.look(page, 'held-post')
      await page.goto(`${t.server}/notifications`)
      await page.getByText('An automatic check holds back a post of yours').first().waitFor()
    }
  },
  async 'a moderator releases one and removes another'(t) {
    const author = await t.page('cleo'), page = await t.page('ada')
    await write(author, t, threat)
    const one = await idOf(author)
    await write(author, t, 'I will shoot you tomorrow at your house')
    const two = await idOf(author)
    await page.goto(`${t.server}/admin`)
    await page.locator('a.admin-call[href="/admin/held"]').click()
    assert.match(await page.locator(`#held-${one} mark`).first().textContent(), /stab/)
    await t.look(page, 'held')
    await button(page.locator(`#held-${one}`), 'Release').click()
    await page.getByText('Released: others see the post now').first().waitFor()
    assert.equal(await page.locator(`#held-${one}`).count(), 0)
    assert.equal(await seen(t, one), 200)
    await button(page.locator(`#held-${two}`), 'Remove').click()
    await page.getByText('The post stays away').first().waitFor()
    assert.equal(await seen(t, two), 404)
    await author.goto(`${t.server}/@cleo/${two}`)
    await author.getByText('A moderator has decided that this post stays away').waitFor()
    await author.goto(`${t.server}/@cleo/${one}`)
    assert.equal(await author.locator('.status-held').count(), 0)
    await page.goto(`${t.server}/admin/audit`)
    await page.getByText('ada released a post that was held back').waitFor()
  },
  async 'without JavaScript, on a phone, it is the same'(t) {
    const author = await t.page('bob'), page = await t.page('ada', { js: false, phone: true })
    await write(author, t, threat + ' again')
    const id = await idOf(author)
    await page.goto(`${t.server}/admin/held`)
    await button(page.locator(`#held-${id}`), 'Release').click()
    await page.getByText('Released: others see the post now').first().waitFor()
    assert.equal(await seen(t, id), 200)
    const phone = await t.page('ada', { phone: true })
    await phone.goto(`${t.server}/admin/held`)
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing juts out')
    await t.look(phone, 'held-phone')
  },
}
