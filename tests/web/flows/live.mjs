// SPDX-License-Identifier: AGPL-3.0-or-later
// What comes in while a page is open.
import { strict as assert } from 'node:assert'
import { text } from '../kit.mjs'

const post = (t, who, status, more = {}) => t.api(who, 'POST', '/api/v1/statuses', { status, ...more })
const fresh = page => page.locator('.fresh-button')
const articles = page => page.locator('#statuses > .status')

// The page listens once the first figures came.
async function listening(page) {
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(r => r.name.includes('/live.')))
  await page.waitForTimeout(400)
}

export default {
  async 'a new post is offered within a second, and put above what is read'(t) {
    await t.api('bob', 'POST', `/api/v1/accounts/${t.people.ada.id}/follow`)
    for (let i = 0; i < 15; i++) await post(t, 'ada', `Old news ${i}`)
    const page = await t.page('bob')
    await page.goto(`${t.server}/home`)
    await listening(page)
    const before = Date.now()
    await post(t, 'ada', 'Fresh bread')
    await fresh(page).waitFor({ timeout: 1000 })
    assert.ok(Date.now() - before < 1000)
    assert.equal(await fresh(page).innerText(), '1 new')
    await post(t, 'ada', 'Fresh butter')
    await page.getByRole('button', { name: '2 new' }).waitFor()
    assert.doesNotMatch(await text(page), /Fresh/, 'nothing moves by itself')
    await t.look(page, 'live')
    await page.evaluate(() => scrollTo(0, 900))
    const top = () => page.evaluate(() => [...document.querySelectorAll('.status')].find(s => s.textContent.includes('Old news 8')).getBoundingClientRect().top)
    const read = await top()
    await fresh(page).click()
    await page.getByText('Fresh butter').waitFor()
    assert.ok(Math.abs(await top() - read) < 2, `what is read stays where it is: ${read}, ${await top()}`)
    assert.deepEqual((await articles(page).allInnerTexts()).slice(0, 3).map(s => s.match(/Fresh butter|Fresh bread|Old news 14/)?.[0]), ['Fresh butter', 'Fresh bread', 'Old news 14'])
    assert.equal(await page.evaluate(() => document.activeElement.closest('.status') !== null), true, 'the focus is on what is new')
    assert.equal(await fresh(page).count(), 0)
  },
  async 'more than a page of new posts leaves no gap'(t) {
    const page = await t.page('bob')
    await page.goto(`${t.server}/public/local`)
    await listening(page)
    for (let i = 0; i < 23; i++) await post(t, 'cleo', `Many ${i}.`)
    await page.getByRole('button', { name: '23 new' }).waitFor()
    await fresh(page).click()
    await page.getByText('Many 22.', { exact: true }).waitFor()
    for (let i = 0; i < 23; i++) assert.equal(await page.getByText(`Many ${i}.`, { exact: true }).count(), 1)
  },
  async 'a list hears of those on it'(t) {
    const list = await t.api('bob', 'POST', '/api/v1/lists', { title: 'Bakers' })
    await t.api('bob', 'POST', `/api/v1/lists/${list.id}/accounts`, { account_ids: [t.people.ada.id] })
    const page = await t.page('bob')
    await page.goto(`${t.server}/lists/${list.id}`)
    await listening(page)
    await post(t, 'cleo', 'Not of a baker')
    await post(t, 'ada', 'Of a baker')
    await page.getByRole('button', { name: '1 new' }).click()
    await page.getByText('Of a baker', { exact: true }).waitFor()
    assert.doesNotMatch(await text(page), /Not of a baker/)
  },
  async 'a tag hears of its own posts only'(t) {
    const page = await t.page('bob')
    await page.goto(`${t.server}/tags/moot`)
    await listening(page)
    await post(t, 'cleo', 'not this #other')
    await post(t, 'cleo', 'but this #Moot')
    await page.getByRole('button', { name: '1 new' }).click()
    await page.getByText('but this').waitFor()
    assert.doesNotMatch(await text(page), /not this/)
  },
  async 'numbers, edits and deletions reach the page'(t) {
    const { id } = await post(t, 'ada', 'To be edited')
    const page = await t.page('bob')
    await page.goto(`${t.server}/home`)
    await listening(page)
    await t.api('cleo', 'POST', `/api/v1/statuses/${id}/favourite`)
    await t.api('ada', 'POST', `/api/v1/statuses/${id}/favourite`)
    await page.locator(`#a${id} .count-favourite`, { hasText: '2' }).waitFor()
    await t.api('ada', 'PUT', `/api/v1/statuses/${id}`, { status: 'Edited now' })
    await page.locator(`#s${id}`, { hasText: 'Edited now' }).waitFor()
    await page.locator(`#s${id} .count-favourite`).focus()
    await t.api('ada', 'DELETE', `/api/v1/statuses/${id}`)
    await page.locator(`#s${id}`).waitFor({ state: 'detached' })
    assert.equal(await page.evaluate(() => document.activeElement === document.body), false, 'the focus is not lost')
  },
  async 'a post that is looked at and its poll have the figures of now'(t) {
    const { id, poll } = await t.api('ada', 'POST', '/api/v1/statuses', { status: 'Which day?', poll: { options: ['Monday', 'Tuesday'], expires_in: 3600 } })
    const undecided = await t.page('bob'), decided = await t.page('cleo'), vote = (who, n) => t.api(who, 'POST', `/api/v1/polls/${poll.id}/votes`, { choices: [n] })
    await vote('cleo', 0)
    await undecided.goto(`${t.server}/@ada/${id}`)
    await undecided.getByLabel('Tuesday').check()
    await decided.goto(`${t.server}/@ada/${id}`)
    await listening(undecided)
    await listening(decided)
    await t.api('cleo', 'POST', `/api/v1/statuses/${id}/favourite`)
    for (const page of [undecided, decided]) await page.locator('.focus-figures', { hasText: '1 favourite' }).waitFor()
    await vote('bob', 1)
    await decided.locator('.poll-figures', { hasText: '2 people' }).waitFor()
    assert.deepEqual(await decided.locator('.poll progress').evaluateAll(all => all.map(bar => bar.value)), [50, 50])
    await undecided.locator('.poll-figures', { hasText: '2 people' }).waitFor()
    assert.ok(await undecided.getByLabel('Tuesday').isChecked(), 'what was about to be chosen')
  },
  async 'figures of what waits come to each tab over one stream'(t) {
    const page = await t.page('cleo'), streams = []
    page.context().on('request', request => request.url().endsWith('/events') && streams.push(request))
    await page.goto(`${t.server}/home`)
    await listening(page)
    const other = await page.context().newPage()
    await other.goto(`${t.server}/public/local`)
    await listening(other)
    assert.equal(streams.length, 1)
    await post(t, 'bob', '@cleo are you there?')
    for (const tab of [page, other]) {
      await tab.locator('[data-waiting=waiting-notifications]', { hasText: '1' }).first().waitFor()
      assert.match(await tab.title(), /^\(1\) /)
    }
    await page.close()
    await post(t, 'bob', '@cleo still there?')
    await other.locator('[data-waiting=waiting-notifications]', { hasText: '2' }).first().waitFor()
    assert.equal(streams.length, 2, 'the other tab has taken over')
    await t.look(other)
  },
  async 'a notification is offered on its page'(t) {
    const page = await t.page('ada')
    await page.goto(`${t.server}/notifications`)
    await listening(page)
    await post(t, 'bob', '@ada here is news')
    await fresh(page).click()
    await page.locator('.told', { hasText: 'here is news' }).waitFor()
  },
}
