// SPDX-License-Identifier: AGPL-3.0-or-later
// The owner's page about the screen: tried without a trace, put in force with a reason, undone.
import { strict as assert } from 'node:assert'
import { button, link, text } from '../kit.mjs'

const fill = async (page, phrase) => {
  await page.locator('.screen-list summary').last().click()
  const list = page.locator('.screen-list').last()
  await list.getByLabel('Name', { exact: true }).fill('scams')
  await list.getByLabel('Phrases', { exact: true }).fill(`${phrase}\nsend me money`)
}

export default {
  async 'a list is tried on stored posts, put in force, and undone'(t) {
    const post = await t.api('bob', 'POST', '/api/v1/statuses', { status: 'Dear all: fr33 crypt0 for everybody, you morons' /* which the model has an opinion about */ })
    for (const phone of [false, true]) {
      const page = await t.page('ada', { phone, js: !phone })
      await page.goto(`${t.server}/admin/screening`)
      assert.match(await text(page), /All other languages it does not know/)
      await fill(page, 'free crypto')
      await button(page, 'Try it on the last 30 days').click()
      const tried = page.locator('#tried')
      await tried.waitFor()
      assert.match(await tried.innerText(), /1 post of the last 30 days was read again/)
      assert.equal(await tried.locator('mark').innerText(), 'fr33 crypt0')
      assert.equal(await tried.locator('.screen-changes a').getAttribute('href'), `/@bob/${post.id}`)
      assert.ok(await tried.locator('.screen-chart').count() > 0, 'scores are drawn')
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing juts out')
      if (!phone) await t.look(page, 'tried')
      assert.match(await page.locator('#history').innerText(), phone ? /Version 2/ : /Nothing has been changed yet/, 'trying changes nothing')
      await page.locator('#why').fill('Scammers came.')
      await button(page, 'Put in force').click()
      await page.getByText('It is in force.').waitFor()
      assert.match(await page.locator('#history').innerText(), /Version \d, by ada[^]*Scammers came\./)
      await t.api('bob', 'POST', '/api/v1/statuses', { status: 'free crypto, again' })
      assert.ok((await t.api('ada', 'GET', '/api/v1/admin/reports')).length > 0, 'it takes hold at once')
      if (!phone) await t.look(page, 'screening')
      await page.getByText('Back to what was shipped').click()
      await page.locator('#undo-0').fill('Only trying.')
      await page.locator('form:has(#undo-0)').getByRole('button').click()
      await page.getByText('The earlier settings are in force again.').waitFor()
      assert.equal(await page.locator('.screen-list').count(), 1, 'only the empty one')
      if (phone) break
      await t.api('bob', 'DELETE', `/api/v1/statuses/${(await t.api('bob', 'GET', `/api/v1/accounts/${post.account.id}/statuses`))[0].id}`)
    }
  },
  async 'what is wrong is told, and nothing that was written is lost'(t) {
    const page = await t.page('ada', { js: false })
    await page.goto(`${t.server}/admin/screening`)
    await page.locator('.screen-list summary').last().click()
    const list = page.locator('.screen-list').last()
    await list.getByLabel('Name', { exact: true }).fill('odd')
    await list.getByLabel('Patterns', { exact: true }).fill('(')
    await page.locator('#report-violence').fill('42')
    await page.locator('#why').fill('Trying.')
    await button(page, 'Put in force').click()
    assert.match(await page.locator('[role=alert]').innerText(), /Line \d+/)
    assert.equal(await page.locator('#report-violence').inputValue(), '42')
    assert.equal((await page.locator('#patterns-0').inputValue()).trim(), '(')
    assert.equal(await page.locator('#why').inputValue(), 'Trying.')
  },
  async 'what decisions teach is shown, also when nobody has decided'(t) {
    const page = await t.page('ada', { phone: true })
    await page.goto(`${t.server}/admin/screening`)
    await button(page, 'Try it on the last 30 days').click()
    await page.locator('#tried').waitFor()
    await t.look(page, 'tried-phone')
    await link(page, 'What decisions teach').click()
    await page.getByText('Nobody has decided about anything that was found yet.').waitFor()
    await t.look(page, 'learning-phone')
    const bob = await t.page('bob')
    assert.equal((await bob.goto(`${t.server}/admin/screening`)).status(), 403)
  },
}
