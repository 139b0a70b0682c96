// SPDX-License-Identifier: AGPL-3.0-or-later
// Chromium opens pages full of hostile words and nothing may happen: no script runs, nothing is asked of another host, no page leads
// elsewhere, and the markup that arrived has no place where a script could stand. First with the policy (CSP) switched off, so that
// escaping alone is what protects; then with it, and it must have nothing to complain about.
//   node xss.mjs PLAN.json      {server, visits: [{who, path, policy}], bodies: [{from, html}], cookies: {who: {name: value}}}
import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { chromium } from 'playwright-core'

const plan = JSON.parse(readFileSync(process.argv[2], 'utf8'))

// In each document, before anything else. The binding is taken away from the page's own names.
function watch() {
  const tell = window.folkmootCaught
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'msgbox'])
    Object.defineProperty(window, name, { value: (...words) => tell(`${name}(${words[0] ?? ''})`), configurable: false })
  document.addEventListener('securitypolicyviolation', e => tell(`the policy stopped ${e.violatedDirective} ${e.blockedURI} ${e.sample}`))
}

// What the markup is, as it arrived: read into a document where nothing runs.
function judge([html, server]) {
  const faults = []
  const schemes = new Set(['http:', 'https:', 'mailto:', 'dat:', 'dweb:', 'ipfs:', 'ipns:', 'ssb:', 'gopher:', 'xmpp:', 'magnet:', 'gemini:'])
  const never = new Set(['iframe', 'object', 'embed', 'base', 'frame', 'frameset', 'portal', 'fencedframe', 'applet', 'style', 'animate', 'set', 'foreignobject',
    'handler', 'image', 'feimage', 'discard', 'animatemotion', 'animatetransform', 'math', 'marquee', 'xml', 'bgsound'])
  const leads = ['href', 'src', 'action', 'formaction', 'poster', 'cite', 'xlink:href', 'data', 'background', 'manifest', 'ping', 'srcset']
  const own = url => url.origin === server
  const checkAddress = (e, name, value) => {
    let url
    try { url = new URL(value, server + '/x') } catch { return }
    const picture = e.localName === 'img' && name === 'src'
    if (picture && /^data:image\/(png|gif|bmp|webp|jpeg);base64,[\w+/=]*$/.test(value)) return
    if (!schemes.has(url.protocol)) faults.push(`${e.localName}[${name}] leads to ${value.slice(0, 80)}`)
    if (!['a', 'blockquote', 'area'].includes(e.localName) && !(e.localName === 'link' && ['canonical', 'alternate', 'me'].includes(e.rel)) && !own(url))
      faults.push(`${e.localName}[${name}] asks ${value.slice(0, 80)}`)
  }
  const checkElement = e => {
    const newTabs = e.localName === 'base' && e.attributes.length === 1 && e.target === '_blank' // of a framed post: leads nowhere else
    if (never.has(e.localName.toLowerCase()) && !newTabs) faults.push(`<${e.localName}>`)
    if (e.localName === 'script' && e.type !== 'application/ld+json' && !(e.src && !e.textContent.trim())) faults.push(`a script: ${e.textContent.slice(0, 80)}`)
    if (e.localName === 'meta' && e.httpEquiv) faults.push(`meta ${e.httpEquiv}`)
    for (const { name, value } of e.attributes) {
      if (/^on/i.test(name) || name === 'style' || name === 'srcdoc' || name === 'is' || !/^[a-z][a-zA-Z0-9:_-]*$/.test(name)) faults.push(`${e.localName}[${name}]`)
      if (leads.includes(name)) checkAddress(e, name, value)
    }
  }
  const walk = root => root.querySelectorAll('*').forEach(e => (checkElement(e), e.localName === 'template' && walk(e.content)))
  const page = new DOMParser().parseFromString(html, 'text/html')
  walk(page)
  if (page.body?.children.length === 0) faults.push('an empty page')
  return faults
}

class Watched {
  constructor(browser, server, options) {
    Object.assign(this, { browser, server, options, caught: [] })
  }

  async open(cookies = {}) {
    this.context = await this.browser.newContext({ viewport: { width: 1240, height: 900 }, serviceWorkers: 'block', ...this.options })
    await this.context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: this.server })))
    await this.context.exposeBinding('folkmootCaught', (_, what) => this.caught.push(what))
    await this.context.addInitScript(watch)
    await this.context.route('**/*', route => this.asked(route))
    this.page = await this.context.newPage()
    this.page.on('dialog', dialog => (this.caught.push(`a dialog: ${dialog.message()}`), dialog.dismiss()))
    this.page.on('framenavigated', frame => this.led(frame))
    this.page.on('console', m => /Refused to|Content Security Policy/.test(m.text()) && this.caught.push(m.text().slice(0, 200)))
    this.context.on('page', page => page !== this.page && (this.caught.push(`a window: ${page.url()}`), page.close()))
  }

  async asked(route) {
    const url = new URL(route.request().url())
    if (url.origin !== this.server && url.protocol !== 'data:' && url.protocol !== 'blob:') {
      this.caught.push(`asks ${url.href.slice(0, 120)}`)
      return route.abort()
    }
    if (this.body !== undefined && url.pathname === '/reflected') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: this.body })
    if (route.request().resourceType() === 'image' && !route.request().isNavigationRequest()) return route.abort() // quick, and onerror= hears of it
    // A feed is opened as the document that it could be, not as a file to save.
    if (this.asDocument && route.request().isNavigationRequest()) {
      const reply = await route.fetch({ maxRedirects: 0 })
      const kind = reply.headers()['content-type'] ?? ''
      if (/(rss|atom)\+xml/.test(kind)) return route.fulfill({ response: reply, headers: { ...reply.headers(), 'content-type': 'application/xml', 'content-disposition': 'inline' } })
      return route.fulfill({ response: reply })
    }
    return route.continue()
  }

  led(frame) {
    const to = frame.url()
    if (frame === this.page.mainFrame() && this.expected && !to.startsWith(this.server) && to !== 'about:blank') this.caught.push(`led to ${to.slice(0, 120)}`)
  }

  async visit(path, body) {
    this.expected = path
    this.body = body
    this.asDocument = /\.(rss|atom|xml)|feed/.test(path)
    const reply = await this.page.goto(this.server + path, { waitUntil: 'load', timeout: 20000 }).catch(e => {
      if (!/ERR_ABORTED/.test(e)) throw e // a file to save: it is no document
    })
    const kind = reply?.headers()['content-type'] ?? ''
    if (kind.includes('html')) await this.read(reply, body).catch(() => this.caught.push('it led away'))
    await this.page.waitForTimeout(10)
    return this.caught.splice(0).map(what => `${path}: ${what}`)
  }

  async read(reply, body) {
    const html = body ?? await reply.text()
    await this.page.evaluate(() => document.querySelectorAll('details').forEach(d => (d.open = true)))
    for (const fault of await this.page.evaluate(judge, [html, this.server])) this.caught.push(`the markup has ${fault}`)
  }

  close() {
    return this.context.close()
  }
}

// The detector must be able to fail: pages where nothing was escaped.
const wounds = {
  '/image': ['<img src=x onerror=alert(7)>', /alert\(7\)/],
  '/script': ['<script>alert(8)</script>', /alert\(8\)/],
  '/svg': ['<svg onload=alert(9)>', /alert\(9\)/],
  '/focus': ['<input autofocus onfocus=alert(10)>', /alert\(10\)/],
  '/toggle': ['<details ontoggle=alert(11)>x</details>', /alert\(11\)/],
  '/link': ['<a href="java&#9;script:alert(1)">x</a>', /leads to java/],
  '/away': ['<meta http-equiv="refresh" content="0;url=http://evil.example/">', /led? away|evil\.example/],
  '/pixel': ['<img src="http://evil.example/pixel.png">', /asks http:\/\/evil\.example/],
  '/form': ['<form action="//evil.example/"><button>x</button></form>', /form\[action\] asks/],
  '/frame': ['<iframe srcdoc="<script>parent.alert(12)</script>"></iframe>', /alert\(12\)/],
  '/style': ['<p style="position:fixed">x</p>', /p\[style\]/],
  '/data': ['<img src="data:image/svg+xml,x">', /leads to data:/],
  '/late': ['<template><img src=x onerror=alert(1)></template>', /img\[onerror\]/],
  '/policy': ['<img src=x onerror=alert(13)>', /policy/, "default-src 'none'; img-src 'self'"],
  '/feed.rss': ['<x xmlns="http://www.w3.org/2005/Atom"><s:script xmlns:s="http://www.w3.org/1999/xhtml">alert(14)</s:script></x>', /alert\(14\)/, null, 'application/rss+xml'],
}

async function provesItself(browser) {
  const site = http.createServer((request, reply) => {
    const [body, , policy, kind] = wounds[request.url] ?? ['<p>x</p>']
    reply.writeHead(200, { 'content-type': kind ?? 'text/html', ...(policy && { 'content-security-policy': policy }) })
    reply.end(kind ? body : `<!doctype html><title>x</title><link rel="icon" href="/icon"><p>x</p>${body}`)
  })
  await new Promise(done => site.listen(0, '127.0.0.1', done))
  const server = `http://127.0.0.1:${site.address().port}`
  for (const [path, [, sign, policy]] of Object.entries(wounds)) {
    const watched = new Watched(browser, server, { bypassCSP: !policy })
    await watched.open()
    const caught = await watched.visit(path)
    await watched.close()
    assert.ok(caught.some(what => sign.test(what)), `the check is blind to ${path}: ${caught}`)
  }
  site.closeAllConnections()
  site.close()
  console.log(`ok    the check sees each of ${Object.keys(wounds).length} pages that are not safe`)
}

async function visitAll(browser, who, visits, bypassCSP) {
  const watched = new Watched(browser, plan.server, { bypassCSP })
  await watched.open(plan.cookies[who])
  const caught = []
  for (const { path, html } of visits) caught.push(...await watched.visit(path, html))
  await watched.close()
  console.log(caught.length ? 'FAIL ' : 'ok   ', `${who}: ${visits.length} pages ${bypassCSP ? 'without' : 'with'} the policy`)
  for (const what of caught.slice(0, 40)) console.log('      ', what)
  return caught.length
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
let wrong = 0
await provesItself(browser)
for (const who of [...new Set(plan.visits.map(v => v.who))]) {
  const visits = plan.visits.filter(v => v.who === who)
  wrong += await visitAll(browser, who, visits, true)
  wrong += await visitAll(browser, who, visits.filter(v => v.policy), false)
}
if (plan.bodies.length) wrong += await visitAll(browser, 'what forms say back', plan.bodies.map(b => ({ path: '/reflected?' + b.from, html: b.html })), true)
await browser.close()
process.exit(wrong ? 1 : 0)
