// SPDX-License-Identifier: AGPL-3.0-or-later
// Notifications: in groups, by kind; read, dismissed, cleared; requests to follow; what was put aside.
import { strict as assert } from 'node:assert'
import { button, link, text } from '../kit.mjs'

const post = (t, who, status, more = {}) => t.api(who, 'POST', '/api/v1/statuses', { status, ...more })
const unread = page => page.locator('[data-waiting=waiting-notifications]').first()

export default {
  async 'two favourites of a post are one line, and a mention can be answered there'(t) {
    const { id } = await post(t, 'ada', 'The bread is ready')
    for (const who of ['bob', 'cleo']) await t.api(who, 'POST', `/api/v1/statuses/${id}/favourite`)
    await t.api('bob', 'POST', `/api/v1/accounts/${t.people.ada.id}/follow`)
    const answer = await post(t, 'bob', '@ada Keep me a slice', { in_reply_to_id: id })
    const page = await t.page('ada')
    await page.goto(`${t.server}/notifications`)
    const told = page.locator('.told')
    assert.equal(await told.count(), 3)
    await told.filter({ hasText: 'Favourited your post' }).filter({ hasText: 'bob' }).filter({ hasText: 'cleo' }).filter({ hasText: 'The bread is ready' }).waitFor()
    const mention = page.locator(`#s${answer.id}`)
    await mention.getByRole('button', { name: 'Favourite' }).click()
    await mention.locator('[aria-pressed=true]', { hasText: 'Favourite' }).waitFor()
    await t.look(page, 'notifications')
    await link(page, 'Follows').click()
    assert.equal(await told.count(), 1)
    await told.filter({ hasText: 'Follows you now' }).waitFor()
  },
  async 'they are read once they were seen, and dismissed with time to undo'(t) {
    await t.api('cleo', 'POST', `/api/v1/accounts/${t.people.ada.id}/follow`)
    await post(t, 'cleo', '@ada is there some left?')
    const page = await t.page('ada'), before = (await t.api('ada', 'GET', '/api/v1/notifications/unread_count')).count
    assert.ok(before >= 2)
    await page.goto(`${t.server}/home`)
    assert.equal(await unread(page).innerText(), `${before}`)
    await link(page, `${before} Notifications`).click()
    await page.waitForURL('**/notifications')
    assert.ok(await page.locator('.told-unread').count() >= 2)
    await unread(page).waitFor({ state: 'hidden' })
    await page.reload()
    assert.equal(await page.locator('.told-unread').count(), 0)
    const follow = page.locator('.told', { hasText: 'is there some left?' })
    await follow.getByRole('button', { name: 'Dismiss' }).click()
    await follow.waitFor({ state: 'hidden' })
    await button(page, 'Undo').click()
    await follow.waitFor()
    assert.equal((await t.api('ada', 'GET', '/api/v1/notifications')).length, 6)
    await page.evaluate(() => { window.fetch = () => new Promise(() => {}) }) // what is sent while the page is left is lost: the next one sends it
    await follow.getByRole('button', { name: 'Dismiss' }).click()
    await page.goto(`${t.server}/home`)
    let left
    for (let i = 0; i < 40 && left !== 5; i++) {
      await page.waitForTimeout(50)
      left = (await t.api('ada', 'GET', '/api/v1/notifications')).length
    }
    assert.equal(left, 5, 'it is gone when the page is left')
  },
  async 'a request to follow is answered in its line'(t) {
    await t.api('ada', 'PATCH', '/api/v1/accounts/update_credentials', { locked: true })
    await t.api('cleo', 'POST', `/api/v1/accounts/${t.people.ada.id}/unfollow`)
    await t.api('cleo', 'POST', `/api/v1/accounts/${t.people.ada.id}/follow`)
    const page = await t.page('ada', { phone: true })
    await page.goto(`${t.server}/notifications`)
    const asked = page.locator('.told', { hasText: 'Asks to follow you' })
    await t.look(page, 'notifications-phone')
    await button(asked, 'Accept').click()
    await asked.waitFor({ state: 'detached' })
    await page.getByText('They follow you now.').waitFor()
    assert.equal((await t.api('cleo', 'GET', `/api/v1/accounts/relationships?id[]=${t.people.ada.id}`))[0].following, true)
    await t.api('ada', 'PATCH', '/api/v1/accounts/update_credentials', { locked: false })
  },
  async 'who is put aside waits, and is accepted'(t) {
    for (const who of ['bob', 'cleo']) await t.api(who, 'PATCH', '/api/v2/notifications/policy', { for_not_following: 'filter' })
    await post(t, 'cleo', '@bob may I come in?')
    await post(t, 'bob', '@cleo buy my soap')
    const page = await t.page('bob')
    await page.goto(`${t.server}/notifications`)
    assert.doesNotMatch(await text(page), /may I come in/)
    await page.locator('.aside-link').click()
    await t.look(page, 'notification-requests')
    await button(page.locator('.told', { hasText: 'may I come in' }), 'Accept').click()
    await page.locator('.told', { hasText: 'may I come in' }).waitFor({ state: 'detached' })
    await page.goto(`${t.server}/notifications`)
    assert.match(await text(page), /may I come in/)
    const other = await t.page('cleo', { js: false })
    await other.goto(`${t.server}/notifications/requests`)
    await button(other, 'Dismiss').click()
    assert.match(await text(other), /Nobody waits for you/)
    await other.goto(`${t.server}/notifications`)
    assert.doesNotMatch(await text(other), /soap/)
    for (const who of ['bob', 'cleo']) await t.api(who, 'PATCH', '/api/v2/notifications/policy', { for_not_following: 'accept' })
  },
  async 'without JavaScript all of it works'(t) {
    await t.api('cleo', 'PATCH', '/api/v1/accounts/update_credentials', { locked: true })
    const { id } = await post(t, 'cleo', 'A plain page')
    await t.api('ada', 'POST', `/api/v1/statuses/${id}/reblog`)
    await t.api('bob', 'POST', `/api/v1/accounts/${t.people.cleo.id}/follow`)
    const page = await t.page('cleo', { js: false, phone: true })
    await page.goto(`${t.server}/notifications`)
    await button(page, 'Mark all as read').click()
    assert.equal(await page.locator('.told-unread').count(), 0)
    await button(page, 'Accept').click()
    assert.match(await text(page), /They follow you now/)
    await button(page.locator('.told', { hasText: 'Boosted your post' }), 'Dismiss').click()
    assert.match(await text(page), /Dismissed/)
    await page.goto(`${t.server}/notifications/clear`)
    await button(page, 'Clear all').click()
    assert.match(await text(page), /All notifications are gone/)
    assert.match(await text(page), /Nothing here/)
    assert.deepEqual(await t.api('cleo', 'GET', '/api/v1/notifications'), [])
  },
  async 'a long list goes on, and page by page without JavaScript'(t) {
    for (let i = 0; i < 25; i++) await post(t, 'bob', `@ada number ${i}`)
    const page = await t.page('ada')
    await page.goto(`${t.server}/notifications?show=mentions`)
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await page.getByText('number 0', { exact: false }).waitFor()
    const plain = await t.page('ada', { js: false })
    await plain.goto(`${t.server}/notifications?show=mentions`)
    await link(plain, 'Older').click()
    assert.match(await text(plain), /number 0/)
    await link(plain, 'Newest').click()
    assert.match(await text(plain), /number 24/)
  },
}
