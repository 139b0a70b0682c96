// SPDX-License-Identifier: AGPL-3.0-or-later
// What the flows (flows/*.mjs) drive Chromium with. A flow exports { 'a sentence': async t => { … }, … }.
//   t.page(who, { phone, js: false, dark, language })  a page of a browser of its own, signed in as "ada" (owner), "bob" or "cleo"; null: a visitor
//   t.api(who, method, path, values)                   the JSON API with that member's token
//   t.look(page, name)                                 axe in both themes; a picture when there is a folder for them
// At the end of each flow: nothing on any console, nothing against the policy.
import { strict as assert } from 'node:assert'
import { chromium } from 'playwright-core'
import axe from 'axe-core'

const rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }

export class Kit {
  constructor(server, people, pictures) {
    Object.assign(this, { server, people, pictures, complaints: [], pages: [], audited: 0, taken: 0 })
  }

  async open() {
    this.browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })
  }

  async page(who, { phone = false, js = true, dark = false, language = 'en-GB', ...more } = {}) {
    const context = await this.browser.newContext({
      viewport: phone ? { width: 360, height: 740 } : { width: 1240, height: 1000 },
      javaScriptEnabled: js, colorScheme: dark ? 'dark' : 'light', locale: language, hasTouch: phone, ...more,
    })
    if (who) await context.addCookies([{ name: 'folkmoot', value: await this.session(who), url: this.server, httpOnly: true, sameSite: 'Lax' }])
    const page = await context.newPage()
    page.setDefaultTimeout(8000)
    page.on('console', m => ['error', 'warning'].includes(m.type()) && !m.text().includes('Failed to load resource') && this.complaints.push(`${page.url()}: ${m.text()}`))
    page.on('pageerror', e => this.complaints.push(`${page.url()}: ${e}`))
    this.pages.push(page)
    return page
  }

  // Signing in by the form, once a member; all their browsers share the session.
  async session(who) {
    const person = this.people[who]
    if (person.session) return person.session
    const form = await fetch(`${this.server}/auth/sign_in`)
    const cookie = form.headers.getSetCookie().map(c => c.split(';')[0]).join('; ')
    const csrf = (await form.text()).match(/name="csrf" value="([^"]+)"/)[1]
    const reply = await fetch(`${this.server}/auth/sign_in`, { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams({ csrf, login: who, password: person.password, next: '/home' }) })
    person.session = reply.headers.getSetCookie().find(c => c.startsWith('folkmoot=')).split(';')[0].slice('folkmoot='.length)
    return person.session
  }

  async api(who, method, path, values) {
    const reply = await fetch(this.server + path, {
      method, headers: { Authorization: `Bearer ${this.people[who].token}`, ...(values ? { 'Content-Type': 'application/json' } : {}) }, body: values && JSON.stringify(values),
    })
    assert.ok(reply.ok, `${method} ${path}: ${reply.status}`)
    return reply.json()
  }

  // Through the debugger, so the page's policy against foreign scripts stays as it is.
  async audit(page) {
    const without = await page.evaluate(() => 1).catch(() => 0) === 0
    if (without) return
    await page.evaluate(axe.source)
    const { violations, passes } = await page.evaluate(options => axe.run(document, options), rules)
    assert.ok(passes.length > 5, 'axe looked at nothing')
    this.audited++
    for (const v of violations) this.complaints.push(`${page.url()}: ${v.id}: ${v.help}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)
  }

  async look(page, name) {
    for (const colorScheme of ['dark', 'light']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await this.audit(page)
      if (this.pictures && name) await page.screenshot({ path: `${this.pictures}/${name}-${colorScheme}.png`, fullPage: true })
    }
  }

  async end() {
    for (const page of this.pages.splice(0)) await page.context().close()
    assert.deepEqual(this.complaints.splice(0), [])
  }
}

export const button = (page, name) => page.getByRole('button', { name, exact: true })
export const link = (page, name) => page.getByRole('link', { name, exact: true })
export const text = async page => page.locator('main').innerText()
