// SPDX-License-Identifier: AGPL-3.0-or-later
// The buttons under a status: in place with JavaScript, by a redirect without.
import { strict as assert } from 'node:assert'
import { button, link, text } from '../kit.mjs'

const post = (t, who, status) => t.api(who, 'POST', '/api/v1/statuses', { status })

export default {
  async 'a favourite, a boost and a bookmark happen in place, and are taken back'(t) {
    const { id } = await post(t, 'ada', 'Bread is in the oven')
    const page = await t.page('bob')
    await page.goto(`${t.server}/public/local`)
    const status = page.locator(`#s${id}`)
    for (const [name, key] of [['Favourite', 'favourited'], ['Boost', 'reblogged'], ['Bookmark', 'bookmarked']]) {
      await status.getByRole('button', { name }).click()
      await status.locator('[aria-pressed=true]', { hasText: name }).waitFor()
      assert.equal((await t.api('bob', 'GET', `/api/v1/statuses/${id}`))[key], true)
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-pressed')), 'true', 'the focus stays on the button')
      await status.getByRole('button', { name }).click()
      await status.locator('[aria-pressed=false]', { hasText: name }).waitFor()
      assert.equal((await t.api('bob', 'GET', `/api/v1/statuses/${id}`))[key], false)
    }
    await t.look(page, 'local')
  },
  async 'works without JavaScript, on a phone'(t) {
    const { id } = await post(t, 'ada', 'The moot begins at eight')
    const page = await t.page('bob', { js: false, phone: true })
    await page.goto(`${t.server}/public/local`)
    await page.locator(`#s${id}`).getByRole('button', { name: 'Favourite' }).click()
    await page.waitForURL(`**/public/local#s${id}`)
    assert.equal((await t.api('bob', 'GET', `/api/v1/statuses/${id}`)).favourited, true)
  },
  async 'a deleted post can be taken back, with its favourites'(t) {
    const { id } = await post(t, 'bob', 'Something rash')
    await t.api('ada', 'POST', `/api/v1/statuses/${id}/favourite`)
    const page = await t.page('bob')
    await page.goto(`${t.server}/@bob`)
    await page.locator(`#s${id} .menu summary`).click()
    await t.look(page, 'menu')
    await button(page, 'Delete').click()
    await page.getByText('The post is deleted.').waitFor()
    assert.equal((await fetch(`${t.server}/api/v1/statuses/${id}`)).status, 404)
    await button(page, 'Undo').click()
    await page.locator(`#s${id}`).getByText('Something rash').waitFor()
    const back = await (await fetch(`${t.server}/api/v1/statuses/${id}`)).json()
    assert.equal(back.favourites_count, 1)
    await page.reload()
    assert.match(await text(page), /Something rash/)
  },
  async 'deletes and undoes without JavaScript'(t) {
    const { id } = await post(t, 'bob', 'Another rash thing')
    const page = await t.page('bob', { js: false })
    await page.goto(`${t.server}/@bob`)
    await page.locator(`#s${id} .menu summary`).click()
    await page.locator(`#s${id}`).getByRole('link', { name: 'More actions' }).click()
    await button(page, 'Delete').click()
    assert.equal(new URL(page.url()).pathname, '/@bob')
    assert.match(await text(page), /The post is deleted/)
    assert.doesNotMatch(await text(page), /Another rash thing/)
    await button(page, 'Undo').click()
    assert.match(await text(page), /The post is back/)
    assert.match(await text(page), /Another rash thing/)
  },
  async 'a list goes on by itself, and page by page without JavaScript'(t) {
    for (let i = 0; i < 45; i++) await post(t, 'cleo', `Number ${i}`)
    const page = await t.page('bob')
    await page.goto(`${t.server}/@cleo`)
    for (const last of ['Number 24', 'Number 4', 'Number 0']) {
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
      await page.getByText(last, { exact: true }).waitFor()
    }
    assert.equal(await page.locator('#statuses .status').count(), 45)
    const plain = await t.page(null, { js: false })
    await plain.goto(`${t.server}/@cleo`)
    await link(plain, 'Older').click()
    await link(plain, 'Older').click()
    assert.match(await text(plain), /Number 0/)
  },
}
