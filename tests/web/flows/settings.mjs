// SPDX-License-Identifier: AGPL-3.0-or-later
// What a member decides, and that it holds.
import { strict as assert } from 'node:assert'
import { button, link, text } from '../kit.mjs'

const post = (t, who, status, more = {}) => t.api(who, 'POST', '/api/v1/statuses', { status, ...more })
const filter = (t, who, values) => t.api(who, 'POST', '/api/v2/filters', values)

export default {
  async 'filters fold and hide posts on the pages, in their contexts, and not for others'(t) {
    const { id: folded } = await post(t, 'ada', 'I saw turnips at the market')
    const { id: hidden } = await post(t, 'ada', 'The spoiler is a sledge')
    const { id: quoting } = await post(t, 'cleo', 'Look', { quoted_status_id: hidden })
    const one = await filter(t, 'bob', { title: 'Vegetables', context: ['public'], filter_action: 'warn', keywords_attributes: [{ keyword: 'turnips', whole_word: true }] })
    const two = await filter(t, 'bob', { title: 'Films', context: ['public', 'account'], filter_action: 'hide', keywords_attributes: [{ keyword: 'spoiler', whole_word: true }] })
    const page = await t.page('bob')
    await page.goto(`${t.server}/public/local`)
    assert.equal(await page.locator(`#s${hidden}`).count(), 0)
    await page.locator(`#s${folded}`).getByText('Filtered: Vegetables').waitFor()
    assert.equal(await page.getByText('I saw turnips').isVisible(), false)
    assert.doesNotMatch(await page.content(), /sledge/, 'nor is it quoted')
    assert.match(await page.locator(`#s${quoting}`).innerText(), /filters hides the quoted post/)
    await t.look(page, 'filtered')
    await page.locator(`#s${folded} > .filtered > summary`).click()
    assert.equal(await page.getByText('I saw turnips').isVisible(), true)
    await page.goto(`${t.server}/@ada`)
    assert.equal(await page.getByText('I saw turnips').isVisible(), true, 'another context')
    assert.equal(await page.locator(`#s${hidden}`).count(), 0)
    const other = await t.page('ada', { js: false })
    await other.goto(`${t.server}/public/local`)
    assert.match(await text(other), /sledge/)
    for (const { id } of [one, two]) await t.api('bob', 'DELETE', `/api/v2/filters/${id}`)
  },
}
