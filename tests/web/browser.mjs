// SPDX-License-Identifier: AGPL-3.0-or-later
// Chromium joins, signs in, lets an app in, sets up the second step. Any console error fails: a broken policy shows itself there.
// Every page looked at is checked by axe-core as well: what keeps people out (WCAG 2.2 A and AA) fails.
//   node browser.mjs SERVER-URL [FOLDER-FOR-PICTURES]
import { strict as assert } from 'node:assert'
import { createHmac } from 'node:crypto'
import http from 'node:http'
import { chromium } from 'playwright-core'
import axe from 'axe-core'

const [server, pictures] = process.argv.slice(2)
const complaints = []

async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1240, height: 1400 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(15000)
  page.on('console', m => ['error', 'warning'].includes(m.type()) && !m.text().includes('Failed to load resource') && complaints.push(`${page.url()}: ${m.text()}`))
  page.on('pageerror', e => complaints.push(`${page.url()}: ${e}`))
  return page
}

const rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }
let audited = 0

// Through the debugger, so the page's policy against foreign scripts stays as it is.
async function audit(page) {
  await page.evaluate(axe.source)
  const { violations, passes } = await page.evaluate(options => axe.run(document, options), rules)
  assert.ok(passes.length > 5, 'axe looked at nothing')
  audited++
  for (const v of violations.filter(v => ['serious', 'critical'].includes(v.impact)))
    complaints.push(`${page.url()}: ${v.id}: ${v.help}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)
}

let taken = 0
async function look(page, name) {
  await audit(page)
  if (pictures) await page.screenshot({ path: `${pictures}/${String(++taken).padStart(2, '0')}-${name}.png`, fullPage: true })
}

async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`main [name="${name}"]`).first().fill(value)
}

const press = (page, name) => page.getByRole('button', { name, exact: true }).first().click()

async function signIn(page, login, password) {
  await page.goto(`${server}/auth/sign_in`)
  await fill(page, { login, password })
  await press(page, 'Sign in')
}

function totp(secret, ahead = 0) {
  const bits = [...secret].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + ahead))
  const mac = createHmac('sha1', key).update(counter).digest()
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0')
}

const tests = {
  async 'a visitor joins, with a mistake first'(page) {
    await page.goto(`${server}/`)
    await look(page, 'start')
    await page.getByRole('link', { name: /^Join/ }).first().click()
    await look(page, 'sign-up')
    await fill(page, { username: 'ada', email: 'eve@mail.example', password: 'a long sentence' })
    await page.locator('[name=agreement]').check()
    await press(page, 'Create account')
    assert.match(await page.locator('main').innerText(), /already/)
    await look(page, 'sign-up-problem')
    await fill(page, { username: 'eve', password: 'a long sentence' })
    await page.locator('[name=agreement]').check()
    await press(page, 'Create account')
    await page.waitForURL('**/welcome')
    await look(page, 'welcome')
    await fill(page, { display_name: 'Eve' })
    await press(page, 'Continue')
    await page.waitForURL('**/welcome/people')
    await look(page, 'welcome-people')
    await page.getByRole('link', { name: 'Continue', exact: true }).click()
    await look(page, 'welcome-ready')
    await page.getByRole('link', { name: 'To my home' }).click()
    await page.waitForURL('**/home')
    await look(page, 'home')
  },
  async 'signs out and in again'(page) {
    await press(page, 'Sign out')
    await page.goto(`${server}/home`)
    assert.match(page.url(), /\/auth\/sign_in/)
    await signIn(page, 'eve', 'wrong sentence')
    assert.match(await page.locator('main').innerText(), /not right/)
    await look(page, 'sign-in-problem')
    await signIn(page, 'eve@mail.example', 'a long sentence')
    await page.goto(`${server}/home`)
    assert.equal(new URL(page.url()).pathname, '/home')
  },
  async 'lets an app in that lives on another site'(page) {
    const app = http.createServer((request, reply) => reply.end('<!doctype html><link rel="icon" href="data:,"><title>App</title>Thank you'))
    await new Promise(done => app.listen(0, '127.0.0.1', done))
    const back = `http://127.0.0.1:${app.address().port}/back`
    const made = await (await fetch(`${server}/api/v1/apps`, { method: 'POST', body: new URLSearchParams({ client_name: 'Tusky', redirect_uris: back, scopes: 'read write push' }) })).json()
    const ask = new URLSearchParams({ response_type: 'code', client_id: made.client_id, redirect_uri: back, scope: 'read write push', state: 's 1' })
    await page.goto(`${server}/oauth/authorize?${ask}`)
    await look(page, 'consent')
    assert.match(await page.locator('main').innerText(), /Tusky asks for access/)
    await press(page, 'Allow')
    await page.waitForURL(url => url.href.startsWith(back))
    const sent = new URL(page.url()).searchParams
    app.closeAllConnections()
    app.close()
    assert.equal(sent.get('state'), 's 1')
    const { client_id, client_secret } = made
    const token = await (await fetch(`${server}/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', code: sent.get('code'), redirect_uri: back, client_id, client_secret }) })).json()
    const who = await (await fetch(`${server}/api/v1/accounts/verify_credentials`, { headers: { Authorization: `Bearer ${token.access_token}` } })).json()
    assert.equal(who.username, 'eve')
  },
  async 'reads profiles and threads'(page) {
    for (const path of ['/@ada', '/@ada/with_replies', '/@ada/media', '/public/local', '/about', '/tags/moot']) {
      const reply = await page.goto(server + path)
      assert.equal(reply.status(), 200, path)
      await look(page, path.slice(1).replaceAll('/', '-'))
    }
    await page.goto(`${server}/@ada`)
    await page.locator('.status-time').first().click()
    assert.match(page.url(), /\/@ada\/\d+$/)
    await look(page, 'thread')
    assert.equal((await page.goto(`${server}/@nobody-here`)).status(), 404)
    await look(page, 'not-found')
  },
  async 'sets up the second step and uses it'(page) {
    await page.goto(`${server}/settings/security`)
    await look(page, 'security')
    await page.locator('#begin-password').fill('a long sentence')
    await press(page, 'Set it up')
    const secret = (await page.locator('.settings-code').first().innerText()).replaceAll(/\s/g, '')
    await look(page, 'second-step-setup')
    await page.locator('#code').fill(totp(secret))
    await press(page, 'Switch it on')
    assert.equal(await page.locator('.settings-codes li').count(), 10)
    await look(page, 'recovery-codes')
    await page.goto(`${server}/settings/security`)
    await look(page, 'security-on')
    await press(page, 'Sign out')
    await signIn(page, 'eve', 'a long sentence')
    await page.waitForURL('**/auth/second_step**')
    await look(page, 'second-step')
    await fill(page, { code: totp(secret, 1) })
    await press(page, 'Continue')
    await page.goto(`${server}/settings/invites`)
    await press(page, 'Make a link')
    assert.match(await page.locator('main').innerText(), /\/invite\/[\w-]{12}/)
    await look(page, 'invites')
  },
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
const page = await open(browser)
let passed = 0
let failed = 0
for (const [name, test] of Object.entries(tests)) {
  try {
    await test(page)
    assert.deepEqual(complaints.splice(0), [])
    passed++
    console.log('ok   ', name)
  } catch (error) {
    failed++
    console.log('FAIL ', name, '\n', error)
    if (pictures) await page.screenshot({ path: `${pictures}/failed.png`, fullPage: true })
  }
}
if (pictures) {
  const phone = await open(browser, { viewport: { width: 360, height: 760 } })
  await signIn(phone, 'ada', 'correct horse')
  for (const path of ['/@ada', '/settings/security', '/settings/invites', '/home']) {
    await phone.goto(server + path)
    await look(phone, 'phone' + path.replaceAll('/', '-'))
  }
}
await browser.close()
console.log(`      ${audited} pages are open to all`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed || !passed ? 1 : 0)
