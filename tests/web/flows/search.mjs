// SPDX-License-Identifier: AGPL-3.0-or-later
// Finding people, posts and hashtags; looking around.
import { strict as assert } from 'node:assert'
import { button, link, text } from '../kit.mjs'

const post = (t, who, status, more) => t.api(who, 'POST', '/api/v1/statuses', { status, ...more })
const find = async (page, typed) => {
  await page.locator('#find').fill(typed)
  await page.locator('#find').press('Enter')
  await page.waitForURL(url => url.searchParams.get('q') === typed)
}

export default {
  async 'searches from any page, by facets'(t) {
    await t.api('ada', 'PATCH', '/api/v1/accounts/update_credentials', { indexable: true, discoverable: true })
    const { id } = await post(t, 'ada', 'Sourdough again #sourdough')
    const page = await t.page('bob')
    await page.goto(`${t.server}/home`)
    await find(page, 'sourdough')
    await page.locator(`#s${id}`).waitFor()
    assert.match(await text(page), /#sourdough/)
    await t.look(page, 'search')
    await link(page, 'Hashtags').click()
    await page.locator('#hashtags').getByText('#sourdough').waitFor()
    await link(page, 'Posts').click()
    await page.locator(`#s${id}`).waitFor()
    await find(page, '@ada')
    await page.locator('.person-row', { hasText: '@ada' }).getByRole('button', { name: 'Follow' }).click()
    await page.locator('.person-row', { hasText: '@ada' }).getByRole('button', { name: 'Following' }).waitFor()
    await find(page, 'sourdough from:cleo')
    assert.match(await text(page), /Nothing was found/)
    await t.look(page, 'search-nothing')
    await find(page, `${t.server}/@ada/${id}`).catch(() => {})
    assert.equal(new URL(page.url()).pathname, `/@ada/${id}`, 'an address leads there')
  },
  async 'what was searched for is offered again, until it is to be forgotten'(t) {
    const page = await t.page('cleo')
    await page.goto(`${t.server}/search`)
    for (const words of ['bread & butter', '<b>boats</b>', 'bread & butter']) {
      await find(page, words)
      await page.waitForFunction(typed => JSON.parse(localStorage['folkmoot.searches.cleo'] || '[]')[0] === typed, words)
    }
    await page.goto(`${t.server}/search`)
    const again = page.getByRole('navigation', { name: 'Recent searches' }).getByRole('link')
    await again.first().waitFor()
    assert.deepEqual(await again.allInnerTexts(), ['bread & butter', '<b>boats</b>'])
    await t.look(page, 'search-recent')
    await again.last().click()
    assert.equal(await page.locator('#find').inputValue(), '<b>boats</b>')
    await page.goto(`${t.server}/search`)
    await button(page, 'Forget them').click()
    assert.equal(await page.evaluate(() => document.activeElement.id), 'find')
    await page.reload()
    await page.waitForTimeout(300)
    assert.equal(await again.count(), 0)
    await find(page, 'secret')
    assert.equal(await page.evaluate(() => Object.keys(localStorage).length), 1)
    await page.evaluate(() => { // signing out would end the session that the other flows share
      document.addEventListener('submit', event => event.preventDefault())
      document.querySelector('[formaction="/auth/sign_out"]').click()
    })
    assert.equal(await page.evaluate(() => Object.keys(localStorage).length), 0, 'who signs out takes it along')
  },
  async 'pages through what was found, without JavaScript, on a phone'(t) {
    for (let i = 0; i < 25; i++) await post(t, 'bob', `Marmalade number ${i}`)
    const page = await t.page('bob', { js: false, phone: true })
    await page.goto(`${t.server}/menu`)
    await link(page, 'Search').click()
    assert.match(await text(page), /before:/)
    await page.locator('#find').fill('marmalade')
    await button(page, 'Search').click()
    assert.match(await text(page), /Marmalade number 24/)
    await link(page, 'More').click()
    assert.match(await text(page), /Marmalade number 4\b/)
    assert.doesNotMatch(await text(page), /Marmalade number 24/)
    assert.equal(await page.locator('main .status').count(), 5)
  },
  async 'a visitor finds people and hashtags, and is told how to find posts'(t) {
    await post(t, 'ada', 'Nothing to see #visible')
    const page = await t.page(null)
    await page.goto(`${t.server}/search`)
    await t.look(page, 'search-visitor')
    await find(page, 'visible')
    assert.match(await text(page), /#visible/)
    assert.match(await text(page), /Sign in to search posts/)
    assert.equal(await page.locator('.status').count(), 0)
  },
  async 'suggests people, and not those who were dismissed'(t) {
    await post(t, 'ada', 'I am here')
    await post(t, 'cleo', 'I am here, too')
    await t.api('bob', 'POST', `/api/v1/accounts/${t.people.ada.id}/unfollow`)
    const page = await t.page('bob')
    await page.goto(`${t.server}/explore/suggestions`)
    const row = name => page.locator('.person-row', { hasText: name })
    await t.look(page, 'suggestions')
    await row('@cleo').getByRole('button', { name: 'Do not suggest them again' }).click()
    await row('@cleo').waitFor({ state: 'detached' })
    assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'the focus is not lost')
    await row('@ada').getByRole('button', { name: 'Follow', exact: true }).click()
    await row('@ada').getByRole('button', { name: 'Following' }).waitFor()
    await page.reload()
    assert.doesNotMatch(await text(page), /@cleo/)
    await page.goto(`${t.server}/directory?order=new`)
    assert.match(await text(page), /@cleo/)
    await t.look(page, 'directory')
  },
  async 'follows a hashtag in place and without JavaScript'(t) {
    await post(t, 'ada', 'Rails and rain #trains')
    const page = await t.page('cleo')
    await page.goto(`${t.server}/tags/trains`)
    await page.locator('.column-act').getByRole('button', { name: 'Follow' }).click()
    await page.locator('.column-act').getByRole('button', { name: 'Following' }).waitFor()
    assert.equal((await t.api('cleo', 'GET', '/api/v1/tags/trains')).following, true)
    await t.look(page, 'tag')
    const plain = await t.page('cleo', { js: false })
    await plain.goto(`${t.server}/tags/trains`)
    await plain.locator('.column-act').getByRole('button', { name: 'Following' }).click()
    assert.match(await text(plain), /no longer follow the hashtag/)
    assert.equal((await t.api('cleo', 'GET', '/api/v1/tags/trains')).following, false)
  },
  async 'explores on a phone'(t) {
    const page = await t.page('bob', { phone: true })
    for (const path of ['/explore', '/explore/tags', '/explore/links', '/welcome', '/welcome/people', '/welcome/ready', '/lists', '/bookmarks']) {
      assert.equal((await page.goto(t.server + path)).status(), 200, path)
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${path} is not wider than the phone`)
      await t.look(page, 'phone' + path.replaceAll('/', '-'))
    }
  },
  async 'who is new here is led to the first steps, and can skip them'(t) {
    const page = await t.page(null, { phone: true })
    await page.goto(`${t.server}/auth/sign_up`)
    for (const [name, value] of Object.entries({ username: 'dora', email: 'dora@mail.example', password: 'a long sentence' })) await page.locator(`[name=${name}]`).fill(value)
    await page.locator('[name=agreement]').check()
    await button(page, 'Create account').click()
    await page.waitForURL('**/welcome')
    await link(page, 'Skip').click()
    await page.locator('.person-row').first().getByRole('button', { name: 'Follow', exact: true }).click()
    await page.locator('.person-row').first().getByRole('button', { name: 'Following' }).waitFor()
    await link(page, 'Continue').click()
    assert.match(await text(page), /#introduction/)
    await link(page, 'To my home').click()
    await page.waitForURL('**/home')
  },
}
