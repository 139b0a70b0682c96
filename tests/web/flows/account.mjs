// SPDX-License-Identifier: AGPL-3.0-or-later
// Ties that are taken back, archives, verified links, leaving.
import { strict as assert } from 'node:assert'
import { button, link, text } from '../kit.mjs'

const post = (t, who, status, more = {}) => t.api(who, 'POST', '/api/v1/statuses', { status, ...more })

export default {
  async 'what a page must say to be verified is told'(t) {
    await t.api('bob', 'PATCH', '/api/v1/accounts/update_credentials', { fields_attributes: [{ name: 'Home', value: 'https://hill.example/' }] })
    const page = await t.page('bob')
    await page.goto(`${t.server}/settings/profile`)
    await link(page, 'How that works').click()
    await page.getByText('Not verified').waitFor()
    assert.match(await page.locator('.code-block').innerText(), new RegExp(`<a rel="me" href="${t.server}/@bob">`))
    await t.look(page, 'verification')
    await button(page, 'Check again').click()
    await page.getByText('Your links are being checked.').waitFor()
    await page.getByLabel('Domains, one a line').fill('https://News.example\nno domain')
    await page.locator('.form').getByRole('button', { name: 'Save' }).click()
    await page.locator('.flash-bad').waitFor()
    assert.match(await page.getByLabel('Domains, one a line').inputValue(), /no domain/)
    await page.getByLabel('Domains, one a line').fill('https://News.example\nbooks.example')
    await page.locator('.form').getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    assert.equal((await page.getByLabel('Domains, one a line').inputValue()).trim(), 'news.example\nbooks.example')
  },
  async 'hashtags are followed and left'(t) {
    const page = await t.page('bob')
    await page.goto(`${t.server}/settings/tags`)
    for (const name of ['#beekeeping', 'honey']) {
      await page.getByLabel('Hashtag').fill(name)
      await button(page, 'Follow').click()
      await page.locator('.rows').getByText(name.replace('#', '')).waitFor()
    }
    await t.look(page, 'tags')
    await page.getByRole('button', { name: 'Unfollow #beekeeping' }).click()
    await page.locator('.rows').getByText('beekeeping').waitFor({ state: 'detached' })
    assert.deepEqual((await t.api('bob', 'GET', '/api/v1/followed_tags')).map(tag => tag.name), ['honey'])
  },
  async 'whom one has muted and blocked is seen and taken back, with and without JavaScript'(t) {
    await t.api('bob', 'POST', `/api/v1/accounts/${t.people.cleo.id}/mute`, { duration: 86400 })
    await t.api('bob', 'POST', `/api/v1/accounts/${t.people.ada.id}/block`)
    await t.api('bob', 'POST', '/api/v1/domain_blocks', { domain: 'spam.example' })
    const page = await t.page('bob')
    await page.goto(`${t.server}/settings/muted`)
    await page.locator('.rows').getByText(/^Until /).waitFor()
    await t.look(page, 'muted')
    await page.getByRole('button', { name: 'Unmute' }).click()
    await page.getByText('You have muted nobody.').waitFor()
    await page.locator('main').getByRole('link', { name: 'Servers' }).click()
    await page.getByLabel('Domain of the server').fill('worse.example')
    await button(page, 'Block').click()
    await page.locator('.rows').getByText('worse.example').waitFor()
    const plain = await t.page('bob', { js: false, phone: true })
    await plain.goto(`${t.server}/settings/blocked`)
    await button(plain, 'Unblock').click()
    assert.match(await text(plain), /You have blocked nobody/)
    await plain.goto(`${t.server}/settings/domains`)
    await plain.getByLabel('Domain of the server').fill('no domain')
    await button(plain, 'Block').click()
    assert.match(await text(plain), /domain/i)
    assert.equal(await plain.locator('.flash-bad').count(), 1)
    for (const left of [1, 0]) {
      await button(plain, 'Unblock').first().click()
      assert.equal(await plain.locator('.rows li').count(), left)
    }
    assert.deepEqual(await t.api('bob', 'GET', '/api/v1/domain_blocks'), [])
    assert.equal((await t.api('bob', 'GET', `/api/v1/accounts/relationships?id=${t.people.ada.id}`))[0].blocking, false)
  },
  async 'an archive is made while one watches, and lists come in without JavaScript'(t) {
    const page = await t.page('ada')
    await page.goto(`${t.server}/settings/transfer`)
    await button(page, 'Make an archive of my posts and media').click()
    await page.locator('.flash').getByText('It has begun').waitFor()
    await page.locator('#transfers').getByRole('link', { name: 'Download' }).waitFor({ timeout: 15000 })
    await t.look(page, 'transfer')
    const plain = await t.page('ada', { js: false, phone: true })
    await plain.goto(`${t.server}/settings/transfer`)
    await plain.getByLabel('What is it?').selectOption('domain_blocks')
    await plain.getByLabel('File', { exact: true }).setInputFiles({ name: 'blocked_domains.csv', mimeType: 'text/csv', buffer: Buffer.from('#domain\nbad.example\n') })
    await button(plain, 'Import').click()
    assert.match(await text(plain), /It has begun/)
    for (let i = 0; i < 20 && await link(plain, 'Look again').count(); i++) {
      await plain.waitForTimeout(300)
      await link(plain, 'Look again').click()
    }
    assert.deepEqual(await t.api('ada', 'GET', '/api/v1/domain_blocks'), ['bad.example'])
  },
  async 'an account is deleted with its password, and kept by who signs in again'(t) {
    await post(t, 'cleo', 'My last words')
    const page = await t.page('cleo')
    await page.goto(`${t.server}/settings/leave`)
    await t.look(page, 'leave')
    await page.getByLabel('Your password').fill('wrong horse')
    await button(page, 'Delete @cleo').click()
    await page.getByText('This is not your present password.').waitFor()
    await page.getByLabel('Your password').fill('correct horse')
    await button(page, 'Delete @cleo').click()
    await page.getByText('Your account is hidden now').waitFor()
    assert.equal((await fetch(`${t.server}/@cleo`)).status, 410)
    const other = await t.page('bob', { js: false })
    await other.goto(`${t.server}/public/local`)
    assert.doesNotMatch(await text(other), /My last words/)
    const plain = await t.page(null, { js: false, phone: true })
    await plain.goto(`${t.server}/auth/keep`)
    assert.match(plain.url(), /sign_in/, 'nobody is asked who has not signed in')
    await plain.getByLabel('E-mail address or user name').fill('cleo')
    await plain.getByLabel('Password').fill('correct horse')
    await button(plain, 'Sign in').click()
    assert.match(await text(plain), /Keep your account\?/)
    await button(plain, 'Keep it, and sign in').click()
    assert.match(await text(plain), /Welcome back/)
    await other.goto(`${t.server}/@cleo`)
    assert.match(await text(other), /My last words/)
    const owner = await t.page('ada', { js: false })
    await owner.goto(`${t.server}/settings/leave`)
    await owner.getByLabel('Your password').fill('correct horse')
    await button(owner, 'Delete @ada').click()
    assert.match(await text(owner), /You are the only owner/)
  },
}
