// SPDX-License-Identifier: AGPL-3.0-or-later
// What shots.py lets Chromium photograph: a row for each picture.
//   node shots.mjs SERVER FOLDER OWNER PASSWORD MEMBER PASSWORD [NAME...]
import { chromium } from 'playwright-core'

const [server, folder, owner, ownersWord, member, membersWord, ...names] = process.argv.slice(2)
const logins = { owner: [owner, ownersWord], member: [member, membersWord] }

// The first post on a page that `fits`, as an address; or none.
const firstLink = (page, selector) => page.locator(selector).first().getAttribute('href')
const busiestThread = async page => {
  const links = []
  let next = '/public/local'
  for (let n = 0; n < 5 && next; n++) {
    await page.goto(server + next)
    links.push(...await page.$$eval('article.status', all => all.map(s => ({ href: s.querySelector('.status-time')?.getAttribute('href'), n: parseInt(s.querySelector('.count')?.innerText || '0') || 0 }))))
    next = await page.locator('[rel=next]').first().getAttribute('href').catch(() => null)
  }
  return links.sort((a, b) => b.n - a.n)[0].href
}
const withPictures = async page => {
  await page.goto(`${server}/public/local`)
  for (let n = 0; n < 12; n++) {
    const found = await page.$$eval('article.status', all => all.filter(s => s.querySelector('.media img')).map(s => s.querySelector('.status-time').getAttribute('href')))
    if (found.length) return found[0]
    const next = page.locator('[rel=next]')
    if (!await next.count()) break
    await page.goto(server + await next.first().getAttribute('href'))
  }
  return '/public/local'
}
const busyProfile = async page => {
  await page.goto(`${server}/public/local`)
  return firstLink(page, '.status-author')
}

// Only the layout; screenshots.py --language ar has the texts as well.
const turned = page => page.evaluate(() => { document.documentElement.dir = 'rtl' })

// name, who looks, where (an address, or how to find it), what to do there first
const pages = [
  ['start', null, '/'],
  ['about', null, '/about'],
  ['sign-in', null, '/auth/sign_in'],
  ['sign-up', null, '/auth/sign_up'],
  ['profile', null, busyProfile],
  ['thread', null, busiestThread],
  ['pictures', null, withPictures],
  ['not-found', null, '/nothing/here'],
  ['home', 'member', '/home'],
  ['home-compose', 'member', '/compose'],
  ['thread-member', 'member', busiestThread],
  ['profile-member', 'member', busyProfile],
  ['lightbox', 'member', withPictures, page => page.locator('[data-lightbox]').first().click()],
  ['menu', 'member', '/home', page => page.locator('[data-menu] > summary').nth(1).click()],
  ['notifications', 'member', '/notifications'],
  ['conversations', 'member', '/conversations'],
  ['search', 'member', '/search?q=garden'],
  ['explore', 'member', '/explore'],
  ['lists', 'member', '/lists'],
  ['bookmarks', 'member', '/bookmarks'],
  ['filters', 'member', '/settings/filters'],
  ['settings', 'member', '/settings'],
  ['settings-profile', 'member', '/settings/profile'],
  ['settings-security', 'member', '/settings/security'],
  ['settings-appearance', 'member', '/settings/appearance'],
  ['admin', 'owner', '/admin'],
  ['admin-accounts', 'owner', '/admin/accounts'],
  ['admin-appearance', 'owner', '/admin/appearance'],
  ['right-to-left', null, '/', turned],
  ['right-to-left-home', 'member', '/home', turned],
]
const views = [['desk-light', 1240, 900, 'light'], ['desk-dark', 1240, 900, 'dark'], ['phone-light', 360, 740, 'light'], ['phone-dark', 360, 740, 'dark']]

async function signIn(browser) {
  const states = {}
  for (const [who, [login, password]] of Object.entries(logins)) {
    const context = await browser.newContext({ locale: 'en-GB' }), page = await context.newPage()
    await page.goto(`${server}/auth/sign_in`)
    await page.fill('main [name=login]', login)
    await page.fill('main [name=password]', password)
    await page.press('main [name=password]', 'Enter')
    await page.waitForURL(url => !url.pathname.startsWith('/auth'))
    states[who] = await context.storageState()
    await context.close()
  }
  return states
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--disable-background-networking'] })
const states = await signIn(browser)
const found = new Map()
let taken = 0
for (const [name, who, where, act] of pages.filter(([name]) => !names.length || names.some(n => name.startsWith(n)))) {
  for (const [view, width, height, colorScheme] of views) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: 'en-GB', reducedMotion: 'reduce', hasTouch: width < 500, isMobile: width < 500, storageState: who ? states[who] : undefined })
    const page = await context.newPage()
    page.setDefaultTimeout(4000)
    try {
      if (typeof where === 'function' && !found.has(where)) found.set(where, await where(page))
      const reply = await page.goto(server + (found.get(where) ?? where), { waitUntil: 'load' })
      if (reply.status() !== 200 && name !== 'not-found') { console.log(`${name}: ${reply.status()}`); await context.close(); break }
      await act?.(page)
      await page.waitForFunction(() => [...document.images].every(i => i.complete || i.getBoundingClientRect().top > innerHeight || i.loading === 'lazy'))
      await page.waitForTimeout(250) // modules start, lazy pictures come
      await page.screenshot({ path: `${folder}/${name}-${view}.png` })
      taken++
    } catch (error) {
      console.log(`${name}-${view}: ${String(error).split('\n')[0]}`)
    }
    await context.close()
  }
}
await browser.close()
console.log(`${taken} pictures in ${folder}`)
process.exit(taken ? 0 : 1)
