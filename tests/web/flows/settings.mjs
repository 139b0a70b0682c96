// SPDX-License-Identifier: AGPL-3.0-or-later
// What a member shows, how pages look to them, who sees what: and that it holds.
import { strict as assert } from 'node:assert'
import { button, text } from '../kit.mjs'

const post = (t, who, status, more = {}) => t.api(who, 'POST', '/api/v1/statuses', { status, ...more })
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
  async 'how pages look is chosen, and holds on every page'(t) {
    const { id } = await post(t, 'ada', 'What was said', { spoiler_text: 'A secret' })
    const page = await t.page('bob')
    await page.goto(`${t.server}/settings/appearance`)
    await t.look(page, 'appearance')
    await page.getByRole('radio', { name: 'Dark', exact: true }).check()
    await page.getByRole('group', { name: 'Contrast' }).getByRole('radio', { name: /^More contrast/ }).check()
    await page.getByRole('radio', { name: 'Largest' }).check()
    await page.getByRole('radio', { name: /^Less movement/ }).check()
    await page.getByLabel('Open content warnings').check()
    await button(page, 'Save').click()
    await page.getByText('Saved.').waitFor()
    await t.look(page, 'appearance-chosen')
    await page.goto(`${t.server}/public/local`)
    assert.deepEqual(await page.evaluate(() => ({ ...document.documentElement.dataset })), { theme: 'dark', contrast: 'more', text: 'largest', motion: 'less' })
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(18, 21, 19)')
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '20.48px')
    assert.equal(await page.locator(`#s${id} .warned`).evaluate(details => details.open), true)
    const other = await t.page('ada')
    await other.goto(`${t.server}/public/local`)
    assert.equal(await other.locator(`#s${id} .warned`).evaluate(details => details.open), false)
    await page.goto(`${t.server}/settings/appearance`)
    await page.getByRole('radio', { name: 'Light', exact: true }).check()
    await page.getByRole('group', { name: 'Contrast' }).getByRole('radio', { name: 'As the device says' }).check()
    await page.getByRole('radio', { name: 'Normal' }).check()
    await page.getByRole('radio', { name: /^Cover all/ }).check()
    await button(page, 'Save').click()
    await page.getByText('Saved.').waitFor()
  },
  async 'the language of the pages is chosen'(t) {
    const page = await t.page('bob', { js: false })
    await page.goto(`${t.server}/settings/appearance`)
    await page.locator('#interface_language').selectOption('de')
    await button(page, 'Save').click()
    assert.equal(await page.locator('html').getAttribute('lang'), 'de')
    await page.locator('#interface_language').selectOption('')
    await page.locator('.form-end button').click()
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  },
  async 'who sees what is chosen, without JavaScript'(t) {
    const page = await t.page('cleo', { js: false, phone: true })
    await page.goto(`${t.server}/settings/privacy`)
    await page.getByLabel('Approve followers').check()
    await page.getByLabel('Let others discover you').uncheck()
    await page.getByRole('radio', { name: /^Followers only/ }).check()
    await page.getByRole('group', { name: 'Who may quote them' }).getByRole('radio', { name: 'Only you' }).check()
    await page.getByLabel('Language').selectOption('eo')
    await button(page, 'Save').click()
    assert.match(await text(page), /Saved/)
    const me = await t.api('cleo', 'GET', '/api/v1/accounts/verify_credentials')
    assert.deepEqual([me.locked, me.discoverable, me.source.privacy, me.source.quote_policy, me.source.language, me.source.sensitive], [true, false, 'private', 'nobody', 'eo', false])
    await page.getByLabel('Approve followers').uncheck()
    await page.getByRole('radio', { name: /^Public/ }).check()
    await button(page, 'Save').click()
    assert.equal((await t.api('cleo', 'GET', '/api/v1/accounts/verify_credentials')).locked, false)
    const audited = await t.page('cleo')
    await audited.goto(`${t.server}/settings/privacy`)
    await t.look(audited, 'privacy')
  },
  async 'whose notifications come is chosen'(t) {
    const page = await t.page('cleo')
    await page.goto(`${t.server}/settings/notifications`)
    await page.getByLabel('New accounts').selectOption('drop')
    await page.getByLabel('People you do not follow').selectOption('filter')
    await t.look(page, 'notifications')
    await button(page, 'Save').click()
    await page.getByText('Saved.').waitFor()
    const policy = await t.api('cleo', 'GET', '/api/v2/notifications/policy')
    assert.deepEqual([policy.for_new_accounts, policy.for_not_following, policy.for_bots], ['drop', 'filter', 'accept'])
  },
}
