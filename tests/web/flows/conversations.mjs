// SPDX-License-Identifier: AGPL-3.0-or-later
// Messages between a few people, and what the owner tells everybody.
import { strict as assert } from 'node:assert'
import { button, link, text } from '../kit.mjs'

const direct = (t, who, status, more = {}) => t.api(who, 'POST', '/api/v1/statuses', { status, visibility: 'direct', ...more })

export default {
  async 'a message arrives, is read by opening it, and answered'(t) {
    const { id } = await direct(t, 'bob', '@ada Will you come tonight?')
    await direct(t, 'ada', '@bob Surely', { in_reply_to_id: id })
    await direct(t, 'bob', '@ada Bring bread', { in_reply_to_id: id })
    await direct(t, 'cleo', '@ada @bob What about me?')
    const page = await t.page('ada')
    await page.goto(`${t.server}/conversations`)
    assert.equal(await page.locator('.talk').count(), 2)
    await t.look(page, 'conversations')
    await link(page, 'New message').click()
    await page.waitForURL('**/compose?visibility=direct')
    assert.equal(await page.evaluate(() => new FormData(document.querySelector('main form[action="/compose"]')).get('visibility')), 'direct')
    await page.goBack()
    await page.locator('.talk', { hasText: 'Bring bread' }).getByRole('link').first().click()
    assert.match(await text(page), /Will you come tonight\?[^]*Surely[^]*Bring bread/)
    assert.doesNotMatch(await text(page), /What about me/)
    await t.look(page, 'conversation')
    await page.locator('form[data-seen]').waitFor({ state: 'hidden' })
    const talks = await t.api('ada', 'GET', '/api/v1/conversations')
    assert.deepEqual(talks.map(talk => talk.unread), [true, false])
    await page.goto(`${t.server}/conversations`)
    await page.locator('[data-waiting=waiting-conversations]', { hasText: '1' }).first().waitFor()
  },
  async 'without JavaScript: read, unread, removed'(t) {
    const page = await t.page('bob', { js: false, phone: true })
    await page.goto(`${t.server}/conversations`)
    await page.locator('.talk', { hasText: 'What about me' }).getByRole('link').first().click()
    await button(page, 'Mark as read').click()
    assert.equal((await t.api('bob', 'GET', '/api/v1/conversations')).filter(talk => talk.unread).length, 0)
    await page.locator('.talk', { hasText: 'What about me' }).getByRole('link').first().click()
    await page.locator('main .menu summary').first().click()
    await button(page, 'Mark as unread').click()
    assert.equal((await t.api('bob', 'GET', '/api/v1/conversations')).filter(talk => talk.unread).length, 1)
    await page.locator('.talk', { hasText: 'What about me' }).getByRole('link').first().click()
    await page.locator('main .menu summary').first().click()
    await button(page, 'Remove from my messages').click()
    assert.match(await text(page), /no longer among your messages/)
    assert.equal(await page.locator('.talk').count(), 1)
  },
  async 'nobody opens the conversation of others'(t) {
    const [talk] = await t.api('bob', 'GET', '/api/v1/conversations')
    const page = await t.page('cleo')
    const reply = await page.goto(`${t.server}/conversations/${talk.id}`)
    assert.equal(reply.status(), 404)
  },
}
