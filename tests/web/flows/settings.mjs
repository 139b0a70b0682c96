// SPDX-License-Identifier: AGPL-3.0-or-later
// What a member decides, and that it holds.
import { strict as assert } from 'node:assert'
import { button, link, text } from '../kit.mjs'

const post = (t, who, status, more = {}) => t.api(who, 'POST', '/api/v1/statuses', { status, ...more })
const filter = (t, who, values) => t.api(who, 'POST', '/api/v2/filters', values)

// A picture of two colours, side by side, made by the browser.
const picture = async (page, width, height) => Buffer.from(await page.evaluate(([w, h]) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h }), paint = canvas.getContext('2d')
  paint.fillStyle = '#22654a'
  paint.fillRect(0, 0, w / 2, h)
  paint.fillStyle = '#e9a23b'
  paint.fillRect(w / 2, 0, w / 2, h)
  return canvas.toDataURL('image/png').split(',')[1]
}, [width, height]), 'base64')

export default {
  async 'the settings are found from the list, on a phone and on a desk'(t) {
    for (const phone of [true, false]) {
      const page = await t.page('bob', { phone })
      await page.goto(`${t.server}/settings`)
      await t.look(page, phone ? 'list-phone' : 'list')
      await page.locator('main').getByRole('link', { name: /^Featured hashtags/ }).click()
      await page.getByRole('heading', { level: 1, name: 'Featured hashtags' }).waitFor()
      assert.equal(await page.locator('.area-nav').isVisible(), !phone)
      assert.equal(await page.locator('.area-back').isVisible(), phone)
    }
  },
  async 'a profile is changed, with pictures that are cut and taken away, and fields that come and go'(t) {
    const page = await t.page('bob')
    await page.goto(`${t.server}/settings/profile`)
    await page.getByLabel('Name', { exact: true }).fill('Bob of the Hill')
    await page.getByRole('textbox', { name: 'About you' }).fill('I keep #bees.')
    assert.equal(await page.locator('.field-count').innerText(), '987')
    await button(page, 'Add a field').click()
    await page.keyboard.type('Home page')
    await page.keyboard.press('Tab')
    await page.keyboard.type('https://hill.example')
    await page.getByLabel('Picture of you').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: await picture(page, 800, 400) })
    const cut = page.locator('.field-file:not(.field-file-wide)')
    await cut.locator('canvas').waitFor()
    await cut.getByLabel('Left and right').fill('1')
    await page.waitForFunction(() => document.getElementById('avatar').files[0].size > 0)
    await t.look(page, 'profile')
    await button(page, 'Save').click()
    await page.getByText('Saved.').waitFor()
    const me = await t.api('bob', 'GET', '/api/v1/accounts/verify_credentials')
    assert.deepEqual([me.display_name, me.source.note, me.fields.length, me.fields[0].name], ['Bob of the Hill', 'I keep #bees.', 1, 'Home page'])
    const colour = await page.evaluate(async url => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob()), paint = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
      paint.drawImage(bitmap, 0, 0)
      return [...paint.getImageData(20, 20, 1, 1).data.slice(0, 3)]
    }, new URL(me.avatar).pathname)
    assert.ok(colour[0] > 200, `the right half was wanted: ${colour}`)
    await button(page, 'Remove the picture').click()
    await page.getByText('The picture is gone.').waitFor()
    await page.locator('.pair-drop').first().click()
    await button(page, 'Save').click()
    await page.getByText('Saved.').waitFor()
    const after = await t.api('bob', 'GET', '/api/v1/accounts/verify_credentials')
    assert.match(after.avatar, /default/)
    assert.equal(after.fields.length, 0)
  },
  async 'what is wrong with a profile is said, and what was typed is there again, without JavaScript, on a phone'(t) {
    const page = await t.page('bob', { js: false, phone: true })
    await page.goto(`${t.server}/settings/profile`)
    await page.locator('[name="fields_attributes[2][value]"]').fill('a value without a label')
    await page.getByLabel('This account is a bot').check()
    await button(page, 'Save').click()
    assert.match(await text(page), /Profile fields with values cannot have empty names/)
    assert.equal(await page.locator('[name="fields_attributes[2][value]"]').inputValue(), 'a value without a label')
    await page.locator('[name="fields_attributes[2][name]"]').fill('Label')
    await button(page, 'Save').click()
    assert.match(await text(page), /Saved/)
    const me = await t.api('bob', 'GET', '/api/v1/accounts/verify_credentials')
    assert.deepEqual([me.bot, me.fields.map(f => f.name)], [true, ['Label']])
  },
  async 'hashtags are featured, from what one uses'(t) {
    await post(t, 'bob', 'On #rope and #tar')
    const page = await t.page('bob')
    await page.goto(`${t.server}/settings/featured`)
    await button(page, '#rope').click()
    await page.locator('.rows').getByText('#rope').waitFor()
    await page.getByLabel('Hashtag').fill('not a tag!')
    await button(page, 'Add').click()
    await page.locator('.said', { hasText: 'Tag is invalid' }).waitFor()
    await page.getByLabel('Hashtag').fill('knots')
    await button(page, 'Add').click()
    await page.locator('.rows').getByText('#knots').waitFor()
    await t.look(page, 'featured')
    await page.locator('.rows li', { hasText: '#rope' }).getByRole('button').click()
    await page.locator('.rows').getByText('#rope').waitFor({ state: 'detached' })
    const plain = await t.page(null, { js: false })
    await plain.goto(`${t.server}/@bob`)
    assert.match(await text(plain), /#knots/)
  },
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
