// SPDX-License-Identifier: AGPL-3.0-or-later
// Pages speak the language of who reads them: the browser's for visitors, the chosen one for members.
import { strict as assert } from 'node:assert'
import { text } from '../kit.mjs'

// Words of the frame and of forms that no page in another language has.
const english = /\b(Sign in|Sign out|Search|About|Settings|Notifications|Bookmarks|Messages|Members|Posts|Replies|Followers|Joined|Rules|Password|Newer|Older|the|and|your|who|what)\b/
const words = async page => (await page.evaluate(() => {
  const copy = document.body.cloneNode(true) // people's own words may be in any language
  for (const own of copy.querySelectorAll('.content, .name, .acct, .profile-note, .fields, .about-text p, .lead, .rules, .brand-name, .prose .content, bdi, code, script, style, [lang]:not(html), #interface_language option')) own.remove()
  for (const named of copy.querySelectorAll('[aria-label], [title], [placeholder]')) copy.append(` ${named.ariaLabel ?? ''} ${named.title ?? ''} ${named.placeholder ?? ''}`)
  return copy.textContent
})).replace(/\s+/g, ' ')

async function speaks(page, code, sample) {
  assert.equal(await page.evaluate(() => document.documentElement.lang), code, page.url())
  const found = await words(page)
  assert.match(found, sample, page.url())
  assert.equal(found.match(english)?.[0], undefined, `${page.url()} in ${code}: …${found.slice(Math.max(0, found.search(english) - 60), found.search(english) + 60)}…`)
}

async function choose(page, t, code) {
  await page.goto(`${t.server}/settings/appearance`)
  await page.locator('#interface_language').selectOption(code)
  await page.locator('.form-end button').click()
  await page.waitForURL(/said=/)
}

// Every page that a member gets to from these by links.
async function crawl(page, t, ...from) {
  const seen = new Set(from), left = [...from]
  while (left.length && seen.size < 80) {
    const path = left.shift(), reply = await page.goto(t.server + path).catch(() => null)
    if (!reply?.headers()['content-type']?.startsWith('text/html')) continue
    await speaks(page, 'de', /Folkmoot/)
    for (const link of await page.evaluate(() => [...document.links].filter(a => a.origin === location.origin && !a.download).map(a => a.pathname)))
      if (/^\/(settings|admin|explore|lists|notifications|search|conversations|welcome|menu)/.test(link) && !seen.has(link)) seen.add(link) && left.push(link)
  }
  return seen.size
}

const wide = page => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

export default {
  async 'a visitor reads German when the browser asks for it, and somebody else English at the same address'(t) {
    await t.api('ada', 'POST', '/api/v1/statuses', { status: 'Ebbe um sechs', language: 'de' })
    const german = await t.page(null, { language: 'de-AT' }), english = await t.page(null)
    for (const [path, sample] of [['/public/local', /Anmelden/], ['/@ada', /Beitrag|Beiträge/], ['/about', /Über uns/], ['/auth/sign_in', /Passwort/], ['/auth/sign_up', /Profilname/], ['/nowhere', /Hier ist nichts/]]) {
      await german.goto(t.server + path)
      await speaks(german, 'de', sample)
    }
    await english.goto(`${t.server}/public/local`)
    assert.match(await text(english), /What the members of this community/)
    const head = await fetch(`${t.server}/public/local`, { headers: { 'Accept-Language': 'de' } })
    assert.match(head.headers.get('vary'), /Accept-Language/)
    await german.goto(`${t.server}/@ada`)
    await t.look(german, 'german')
  },
  async 'what a form refuses is said in German, the API stays English'(t) {
    const page = await t.page(null, { language: 'de' })
    await page.goto(`${t.server}/auth/sign_in`)
    await page.locator('#login').fill('ada')
    await page.locator('#password').fill('not this one')
    await page.locator('button[type=submit]').click()
    await page.getByText('Der Name oder das Passwort stimmt nicht.').waitFor()
    const api = await fetch(`${t.server}/api/v1/statuses/1`, { headers: { 'Accept-Language': 'de' } })
    assert.deepEqual(await api.json(), { error: 'Record not found' })
  },
  async 'a member chooses Spanish, whatever the browser says'(t) {
    const { id } = await t.api('ada', 'POST', '/api/v1/statuses', { status: 'Marea baja a las seis', language: 'es' })
    const page = await t.page('cleo', { language: 'de' })
    await choose(page, t, 'es')
    for (const [path, sample] of [['/home', /Inicio/], [`/@ada/${id}`, /Impulsar/], ['/@ada', /seguidor/], ['/settings', /Ajustes/], ['/settings/security', /contraseña/i], ['/settings/privacy', /Privacidad/], ['/compose', /Publicar/], ['/menu', /Menú/]]) {
      await page.goto(t.server + path)
      await speaks(page, 'es', sample)
    }
    await t.look(page, 'spanish')
    await choose(page, t, '')
    await page.goto(`${t.server}/home`)
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'de')
  },
  async 'no page of a member or an owner has words of another language'(t) {
    const page = await t.page('ada', { language: 'de', js: false })
    assert.ok(await crawl(page, t, '/menu', '/home', '/explore', '/search', '/settings', '/admin', '/bookmarks') > 20)
  },
  async 'nothing hangs over the edge of a phone, in long words or from right to left'(t) {
    const { id } = await t.api('ada', 'POST', '/api/v1/statuses', { status: 'نص من اليمين إلى اليسار' })
    const page = await t.page('bob', { phone: true, language: 'de' })
    for (const path of ['/home', '/@ada', `/@ada/${id}`, '/compose', '/menu', '/settings/appearance', '/settings/security']) {
      await page.goto(t.server + path)
      assert.ok(await wide(page) <= 0, `${path} in German`)
      await page.evaluate(() => { document.documentElement.dir = 'rtl' })
      assert.ok(await wide(page) <= 0, `${path} from right to left`)
      assert.equal(await page.locator('.nav-item').first().evaluate(e => getComputedStyle(e).direction), 'rtl')
    }
  },
}
