// SPDX-License-Identifier: AGPL-3.0-or-later
// The owner's pages: what is decided there is what everybody sees.
import { strict as assert } from 'node:assert'
import { button, link, text } from '../kit.mjs'

// A circle on a clear ground, drawn by the browser.
const picture = async (page, width, height) => Buffer.from(await page.evaluate(([w, h]) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h }), paint = canvas.getContext('2d')
  paint.fillStyle = '#7a1fd0'
  paint.arc(w / 2, h / 2, Math.min(w, h) / 2, 0, 7)
  paint.fill()
  return canvas.toDataURL('image/png').split(',')[1]
}, [width, height]), 'base64')
const file = async (page, width, height) => ({ name: 'picture.png', mimeType: 'image/png', buffer: await picture(page, width, height) })

export default {
  async 'the overview draws what happened, and has it as a table'(t) {
    await t.api('bob', 'POST', '/api/v1/statuses', { status: 'Hello' })
    for (const phone of [false, true]) {
      const page = await t.page('ada', { phone })
      await page.goto(`${t.server}/admin`)
      await page.locator('#posts-told').waitFor({ state: 'attached' })
      assert.match(await page.locator('#posts-told').textContent(), /1 post in the last four weeks/)
      await page.locator('.chart-table summary').last().click()
      assert.equal(await page.locator('.chart-table[open] tbody tr').count(), 28)
      assert.equal(await page.locator('.admin-places').isVisible(), phone)
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing juts out')
      await t.look(page, phone ? 'overview-phone' : 'overview')
    }
  },
  async 'name, colour, logo and banner reach visitors'(t) {
    const page = await t.page('ada'), visitor = await t.page(null)
    await visitor.goto(`${t.server}/about`)
    const before = await visitor.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent'))
    await page.goto(`${t.server}/admin/appearance`)
    await page.getByLabel('Name of the community').fill('Market Square')
    await page.getByLabel('What it is, in a sentence or two').fill('Where the town talks.')
    await page.getByLabel('Colour', { exact: true }).fill('#7a1fd0')
    await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue('--accent').trim() === '#7a1fd0')
    await button(page, 'Save').click()
    await page.getByText('Saved.').waitFor()
    await page.locator('#logo-file').setInputFiles(await file(page, 300, 200))
    await button(page, 'Upload').first().click()
    await page.locator('.brand-logo').waitFor()
    await page.locator('#banner-file').setInputFiles(await file(page, 1300, 700))
    await button(page, 'Upload').last().click()
    await page.locator('.brand-banner').waitFor()
    await t.look(page, 'appearance')
    await visitor.goto(`${t.server}/about`)
    assert.match(await visitor.title(), /Market Square/)
    assert.match(await text(visitor), /Where the town talks/)
    const after = await visitor.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent'))
    assert.notEqual(before, after)
    await visitor.emulateMedia({ colorScheme: 'dark' })
    assert.notEqual(await visitor.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent')), after, 'another one for the dark')
    assert.ok(await visitor.locator('.brand img.logo').evaluate(image => image.naturalWidth === 192))
    assert.ok(await visitor.locator('.prose-banner, .about-banner').first().evaluate(async image => (image.loading = 'eager', await image.decode(), image.naturalWidth === 1200)))
    await t.look(visitor, 'about')
    const instance = await (await fetch(`${t.server}/api/v2/instance`)).json()
    assert.deepEqual(instance.icon.map(icon => icon.size), ['192x192', '512x512'])
    const manifest = await (await fetch(`${t.server}/manifest.webmanifest`)).json()
    assert.deepEqual([manifest.name, manifest.theme_color, manifest.icons.map(icon => icon.purpose)], ['Market Square', '#7a1fd0', ['any', 'any', 'maskable']])
    for (const { src, sizes } of manifest.icons) {
      const side = await visitor.evaluate(async url => (await createImageBitmap(await (await fetch(url)).blob())).width, new URL(src, t.server).pathname)
      assert.equal(`${side}x${side}`, sizes)
    }
    await button(page, 'Remove').first().click()
    await page.getByText('The picture is gone.').waitFor()
    await visitor.reload()
    assert.equal(await visitor.locator('.brand svg.logo').count(), 1)
  },
  async 'rules are added, put in order, changed and removed, without JavaScript too'(t) {
    for (const js of [true, false]) {
      const page = await t.page('ada', { js })
      await page.goto(`${t.server}/admin/rules`)
      for (const rule of ['Be kind', 'No advertising']) {
        await page.locator('form[action="/admin/rules"] [name=text]').fill(rule)
        await button(page, 'Add the rule').click()
        await page.getByText('The rule is there.').first().waitFor()
      }
      await page.getByRole('button', { name: 'Move up: No advertising' }).click()
      await page.locator('.admin-rules li').first().getByText('No advertising').first().waitFor()
      if (js) await t.look(page, 'rules')
      const about = await (await fetch(`${t.server}/about`)).text()
      assert.ok(about.indexOf('No advertising') < about.indexOf('Be kind'), 'in that order')
      const first = page.locator('.admin-rules li').first()
      await first.locator('summary').click()
      await first.getByLabel('Rule').fill('No advertising, please')
      await first.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Saved.').first().waitFor()
      assert.match(await (await fetch(`${t.server}/about`)).text(), /No advertising, please/)
      for (let left = 2; left; left--) {
        await page.locator('.admin-rules li summary').first().click()
        await page.getByRole('button', { name: /^Remove/ }).first().click()
        await page.getByText('The rule is gone.').first().waitFor()
      }
      assert.deepEqual(await (await fetch(`${t.server}/api/v1/instance/rules`)).json(), [])
    }
  },
  async 'an emoji is uploaded, used in a post, switched off and deleted'(t) {
    const page = await t.page('ada')
    await page.goto(`${t.server}/admin/emojis`)
    await t.look(page, 'emojis-none')
    await page.getByLabel('Picture').setInputFiles(await file(page, 64, 64))
    await page.locator('.emoji-try').waitFor()
    await page.getByLabel('Shortcode').fill('moot!')
    await page.locator('#category').fill('Town')
    await button(page, 'Add the emoji').click()
    await page.getByText(/A shortcode has 2 to 30/).waitFor()
    await page.getByLabel('Picture').setInputFiles(await file(page, 64, 64))
    await page.getByLabel('Shortcode').fill(':moot:')
    await button(page, 'Add the emoji').click()
    await page.getByText('The emoji can be used now.').waitFor()
    await t.look(page, 'emojis')
    const { id } = await t.api('bob', 'POST', '/api/v1/statuses', { status: 'See you at the :moot:' })
    const visitor = await t.page(null)
    await visitor.goto(`${t.server}/@bob/${id}`)
    await visitor.locator('img.emoji[alt=":moot:"]').first().waitFor()
    await page.locator('.admin-emojis summary').click()
    await page.getByLabel('Switched off: posts show its shortcode as text').check()
    await button(page, 'Save').click()
    await page.getByText('Saved.').waitFor()
    assert.deepEqual(await (await fetch(`${t.server}/api/v1/custom_emojis`)).json(), [])
    await visitor.reload()
    assert.equal(await visitor.locator('img.emoji').count(), 0)
    await page.locator('.admin-emojis summary').click()
    await button(page, 'Delete').click()
    await page.getByText('The emoji is gone.').waitFor()
  },
  async 'an announcement reaches apps, changed and taken back'(t) {
    const page = await t.page('ada')
    await page.goto(`${t.server}/admin/announcements`)
    await page.getByLabel('Text').fill('The market moves to *Friday*. https://square.example')
    await button(page, 'Publish').click()
    await page.getByText('Everybody can read it now.').waitFor()
    await t.look(page, 'announcements')
    assert.match((await t.api('bob', 'GET', '/api/v1/announcements'))[0].content, /moves to/)
    await page.getByRole('link', { name: 'Change' }).first().click()
    await page.getByLabel('Text').fill('The market moves to Saturday.')
    await page.getByText('Times').click()
    await t.look(page, 'announcement')
    await button(page, 'Save').click()
    await page.getByText('Saved.').waitFor()
    assert.match((await t.api('bob', 'GET', '/api/v1/announcements'))[0].content, /Saturday/)
    await button(page, 'Remove').click()
    await page.getByText('The announcement is gone.').waitFor()
    assert.deepEqual(await t.api('bob', 'GET', '/api/v1/announcements'), [])
  },
  async 'who asks to join is let in, without JavaScript too'(t) {
    const page = await t.page('ada')
    await page.goto(`${t.server}/admin/settings/joining`)
    await t.look(page, 'joining')
    await page.getByRole('radio', { name: /^Who asks/ }).check()
    if (await page.getByLabel('Confirm e-mail addresses').isChecked()) await page.getByLabel('Confirm e-mail addresses').uncheck()
    await button(page, 'Save').click()
    await page.getByText('Saved.').waitFor()
    for (const [name, js] of [['dora', true], ['emil', false]]) {
      const visitor = await t.page(null)
      await visitor.goto(`${t.server}/auth/sign_up`)
      for (const [field, value] of [['username', name], ['email', `${name}@mail.example`], ['password', 'a long sentence'], ['reason', `I bake bread, says ${name}`]])
        await visitor.locator(`main [name=${field}]`).fill(value)
      await visitor.locator('[name=agreement]').check()
      await button(visitor, 'Ask to join').click()
      await visitor.getByText(/moderator|let you in|approve/i).first().waitFor()
      const owner = await t.page('ada', { js })
      await owner.goto(`${t.server}/admin`)
      await owner.getByRole('link', { name: /waits to be let in/ }).click()
      assert.match(await text(owner), new RegExp(`I bake bread, says ${name}`))
      if (js) await t.look(owner, 'pending')
      await owner.getByRole('button', { name: `Let in: ${name}` }).click()
      await owner.getByText('They are in.').first().waitFor()
      assert.ok((await fetch(`${t.server}/api/v1/accounts/lookup?acct=${name}`)).ok)
    }
  },
  async 'a badge stands beside the name, with who gave it and why'(t) {
    const page = await t.page('ada'), visitor = await t.page(null)
    await page.goto(`${t.server}/admin/accounts?q=cleo`)
    await t.look(page, 'accounts')
    await page.locator('.admin-person a').first().click()
    await page.getByLabel('Why', { exact: true }).fill('Editor of the Gazette')
    await button(page, 'Give the badge').click()
    await page.getByText('The badge stands beside the name now.').waitFor()
    await t.look(page, 'account')
    await visitor.goto(`${t.server}/@cleo`)
    await visitor.locator('.badge-verified').first().click()
    await visitor.getByText('Editor of the Gazette').first().waitFor()
    assert.match(await text(visitor), /@ada/)
    await page.getByRole('button', { name: /^Take back: Verified/ }).click()
    await page.getByText('The badge is taken back.').waitFor()
    await visitor.reload()
    assert.equal(await visitor.locator('.badge-verified').count(), 0)
  },
  async 'the audit log tells what was done, and is sifted'(t) {
    const page = await t.page('ada')
    await page.goto(`${t.server}/admin/audit`)
    const log = await text(page)
    for (const said of [/ada changed the setting title/, /ada added the emoji :moot:/, /ada let dora in/, /ada gave a badge to cleo/, /ada changed the logo/]) assert.match(log, said)
    await t.look(page, 'audit')
    await page.getByLabel('What').selectOption('rule')
    await button(page, 'Find').click()
    await page.getByText('ada added the rule “Be kind”').first().waitFor()
    assert.doesNotMatch(await page.locator('.admin-audit').innerText(), /emoji/)
    await page.goto(`${t.server}/admin/audit?target=cleo`)
    assert.match(await page.locator('.admin-audit').innerText(), /took a badge back from cleo/)
    for (const path of ['/admin/invites', '/admin/settings/texts', '/admin/settings/visitors', '/admin/settings/limits']) {
      await page.goto(t.server + path)
      await t.look(page, path.slice(7).replace('/', '-'))
    }
  },
  async 'a member is kept out, and sees no way in'(t) {
    const page = await t.page('bob')
    const reply = await page.goto(`${t.server}/admin`)
    assert.equal(reply.status(), 403)
    await t.look(page, 'kept-out')
    await page.goto(`${t.server}/home`)
    assert.equal(await link(page, 'Administration').count(), 0)
  },
}
