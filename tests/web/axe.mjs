// SPDX-License-Identifier: AGPL-3.0-or-later
// Every page, as axe-core sees it: no violation of any weight (WCAG 2.2 A and AA, good practice, targets of 24 pixels); and nothing may
// stick out at 320 pixels, nor with more space between letters, words and lines (1.4.10, 1.4.12). Each page in all of the views below
// with {full: true}; else in two neighbours of them, one of a desk and one of a phone, one light and one dark, in turns.
//   node axe.mjs PLAN.json      {server, full, visits: [{who, path}], cookies: {who: {name: value}}}
import { readFileSync } from 'node:fs'
import { strict as assert } from 'node:assert'
import { chromium } from 'playwright-core'
import axe from 'axe-core'

const plan = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const desk = { viewport: { width: 1240, height: 900 } }, phone = { viewport: { width: 320, height: 740 }, hasTouch: true }
const light = { colorScheme: 'light' }, dark = { colorScheme: 'dark' }, contrast = { contrast: 'more' }, forced = { forcedColors: 'active' }
const views = [
  { ...light, ...desk }, { ...dark, ...phone },
  { ...light, ...phone }, { ...dark, ...desk },
  { ...light, ...desk, ...contrast }, { ...dark, ...phone, ...contrast },
  { ...light, ...phone, ...forced }, { ...dark, ...desk, ...forced },
]
const named = v => [v.colorScheme, v.viewport.width, v.contrast && 'more contrast', v.forcedColors && 'forced colours'].filter(Boolean).join(' ')
const options = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true }, 'color-contrast': { enabled: true } },
  resultTypes: ['violations'],
}

async function judge(page) {
  await page.evaluate(axe.source)
  const { violations, passes } = await page.evaluate(options => axe.run(document, options), options)
  assert.ok(passes.length > 5, 'axe looked at nothing')
  return violations.map(v => `${v.impact}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 4).map(n => n.target.join(' ')).join(', ')}`)
}

// What is wider than the page, by name. What scrolls by itself, and what is there for screen readers only, may be.
function stickingOut() {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
  if (wide <= 0) return []
  const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && getComputedStyle(e).clipPath === 'none')
  return [`${wide} px stick out: ${out.slice(0, 4).map(e => `${e.localName}.${e.className.baseVal ?? e.className}`).join(', ')}`]
}

const spaced = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }'

async function look(page) {
  const faults = await judge(page)
  faults.push(...await page.evaluate(stickingOut))
  await page.evaluate(text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); document.adoptedStyleSheets.push(sheet) }, spaced)
  faults.push(...(await page.evaluate(stickingOut)).map(what => `wider spaces: ${what}`))
  return faults
}

async function provesItself(browser) {
  const page = await browser.newPage({ viewport: { width: 320, height: 700 } })
  await page.setContent('<!doctype html><html lang="en"><title>x</title><main><h1>x</h1><p style="color:#999">faint</p><button style="width:12px;height:12px">a</button><button style="width:12px;height:12px">b</button><img src="x"><p style="width:500px">wide</p></main>')
  const faults = (await look(page)).join('\n')
  for (const sign of ['color-contrast', 'image-alt', 'target-size', 'stick out']) assert.ok(faults.includes(sign), `the check is blind to ${sign}`)
  await page.close()
}

async function visitAll(browser, who, view, visits) {
  const context = await browser.newContext({ ...view, reducedMotion: 'reduce', locale: 'en-GB' })
  await context.addCookies(Object.entries(plan.cookies[who]).map(([name, value]) => ({ name, value, url: plan.server })))
  const page = await context.newPage(), complaints = []
  page.on('console', m => ['error', 'warning'].includes(m.type()) && !m.text().includes('Failed to load resource') && complaints.push(m.text()))
  page.on('pageerror', e => complaints.push(String(e)))
  let wrong = 0
  for (const { path } of visits) {
    await page.goto(plan.server + path, { waitUntil: 'load' })
    const faults = [...await look(page), ...complaints.splice(0)]
    wrong += faults.length
    for (const fault of faults) console.log(`FAIL  ${who}, ${named(view)}, ${path}: ${fault}`)
  }
  console.log(`${wrong ? 'FAIL ' : 'ok   '} ${who}: ${visits.length} pages, ${named(view)}`)
  await context.close()
  return wrong
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
await provesItself(browser)
let wrong = 0
for (const who of [...new Set(plan.visits.map(v => v.who))]) {
  const visits = plan.visits.filter(v => v.who === who)
  for (const [n, view] of views.entries())
    wrong += await visitAll(browser, who, view, visits.filter((_, page) => plan.full || page % (views.length / 2) === n >> 1))
}
await browser.close()
process.exit(wrong ? 1 : 0)
