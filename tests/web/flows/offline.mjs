// SPDX-License-Identifier: AGPL-3.0-or-later
// Installed, without a network, and with a push.
import { strict as assert } from 'node:assert'
import { button, link, text } from '../kit.mjs'

const active = page => page.evaluate(() => navigator.serviceWorker.ready.then(() => new Promise(done => {
  const wait = () => navigator.serviceWorker.controller ? done() : setTimeout(wait, 50)
  wait()
})))
const kept = page => page.evaluate(async () => (await caches.match('/home', { cacheName: 'kept' })) !== undefined)

// The browser says that the subscription has changed, and a push service that is not there gives another: [it was asked for, and given up].
const movesTo = (worker, endpoint) => worker.evaluate(async endpoint => {
  const asked = []
  const bytes = n => String.fromCharCode(4, ...new Uint8Array(n - 1).fill(5)), text = n => btoa(bytes(n)).replace(/=/g, '')
  PushManager.prototype.subscribe = async options => {
    asked.push(options)
    return { toJSON: () => ({ endpoint, keys: { p256dh: text(65), auth: text(16) } }), unsubscribe: async () => asked.push('gone') }
  }
  const event = new ExtendableEvent('pushsubscriptionchange'), works = []
  event.waitUntil = work => works.push(work)
  self.dispatchEvent(event)
  await Promise.all(works)
  return [asked[0]?.userVisibleOnly === true && asked[0].applicationServerKey.length > 80, asked.includes('gone')]
}, endpoint)

export default {
  async 'the manifest makes an app of it'(t) {
    const page = await t.page(null)
    await page.goto(`${t.server}/about`)
    const address = await page.locator('link[rel=manifest]').getAttribute('href')
    const reply = await fetch(t.server + address)
    assert.equal(reply.headers.get('content-type'), 'application/manifest+json')
    const manifest = await reply.json()
    assert.deepEqual([manifest.name, manifest.start_url, manifest.display], ['Test community', '/home', 'standalone'])
    assert.deepEqual(manifest.share_target.params, { title: 'title', text: 'text', url: 'url' })
    for (const icon of manifest.icons.filter(icon => icon.type !== 'image/svg+xml')) {
      const picture = await fetch(t.server + icon.src), bytes = new DataView(await picture.arrayBuffer())
      assert.equal(picture.headers.get('content-type'), 'image/png')
      assert.equal(`${bytes.getUint32(16)}x${bytes.getUint32(20)}`, icon.sizes)
    }
    assert.ok(manifest.icons.some(icon => icon.purpose === 'maskable'))
    const client = await page.context().newCDPSession(page)
    const { errors } = await client.send('Page.getAppManifest')
    assert.deepEqual(errors, [])
  },
  async 'without a network the pages say so, and the home timeline is there as it was read'(t) {
    await t.api('bob', 'POST', '/api/v1/statuses', { status: 'Kept for the train' })
    const page = await t.page('bob')
    await page.goto(`${t.server}/home`)
    await active(page)
    await page.goto(`${t.server}/home`)
    assert.equal(await kept(page), true)
    await page.waitForTimeout(600)
    await page.context().setOffline(true)
    await page.getByText('You are offline. What you see may be old.').waitFor()
    await page.goto(`${t.server}/public/local`)
    assert.match(await text(page), /You are offline[^]*Nothing is lost/)
    await t.look(page, 'offline')
    await link(page, 'Home, as you read it last').click()
    await page.getByText('Kept for the train').waitFor()
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.querySelector('.nav-item')).display), 'inline', 'the style sheet is kept')
    await page.context().setOffline(false)
    await page.goto(`${t.server}/public/local`)
    assert.match(await text(page), /Kept for the train/)
  },
  async 'nothing is kept of who signs out'(t) {
    const page = await t.page(null)
    await page.goto(`${t.server}/auth/sign_in?next=/home`)
    await page.locator('[name=login]').fill('cleo')
    await page.locator('[name=password]').fill('correct horse')
    await page.locator('main form button[type=submit]').first().click()
    await page.waitForURL(url => !url.pathname.startsWith('/auth/'))
    await page.goto(`${t.server}/home`)
    await active(page)
    await page.goto(`${t.server}/home`)
    assert.equal(await kept(page), true)
    await button(page, 'Sign out').click()
    await page.waitForURL(url => !url.pathname.startsWith('/home'))
    assert.equal(await kept(page), false)
    assert.equal(await page.evaluate(async () => {
      for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys())
          if (!/\/static\/|\/offline/.test(request.url)) return request.url
    }), undefined)
  },
  async 'a push is shown, and leads to what it is about'(t) {
    const page = await t.page('ada')
    await page.context().grantPermissions(['notifications'], { origin: t.server })
    await page.goto(`${t.server}/home`)
    await active(page)
    const client = await page.context().newCDPSession(page)
    const registration = new Promise(done => client.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations[0] && done(registrations[0].registrationId)))
    await client.send('ServiceWorker.enable')
    await client.send('ServiceWorker.deliverPushMessage', {
      origin: t.server, registrationId: await registration,
      data: JSON.stringify({ title: 'bob mentioned you', body: 'hello', url: '/@bob/1', notification_id: 7, preferred_locale: 'en' }),
    })
    const shown = await page.evaluate(async () => {
      const { registration } = { registration: await navigator.serviceWorker.ready }
      for (let i = 0; i < 40; i++) {
        const [first] = await registration.getNotifications()
        if (first) return [first.title, first.body, first.tag, first.data.url]
        await new Promise(done => setTimeout(done, 50))
      }
    })
    assert.deepEqual(shown, ['bob mentioned you', 'hello', '7', '/@bob/1'])
  },
  async 'this device is subscribed, and no more'(t) {
    const page = await t.page('bob')
    await page.context().grantPermissions(['notifications'], { origin: t.server })
    await page.addInitScript(() => { // there is no push service in the test
      const key = new Uint8Array(65).fill(7)
      key[0] = 4
      const subscription = { endpoint: 'https://push.example.org/bob', getKey: name => (name === 'auth' ? new Uint8Array(16).fill(9) : key).buffer, unsubscribe: async () => true }
      PushManager.prototype.subscribe = async options => {
        if (!options.userVisibleOnly || options.applicationServerKey.length !== 65) throw new Error('not so')
        return subscription
      }
      PushManager.prototype.getSubscription = async () => subscription
    })
    await page.goto(`${t.server}/settings/notifications`)
    await active(page)
    await t.look(page, 'push-settings')
    await page.getByRole('checkbox', { name: 'Boosts' }).uncheck()
    await button(page, 'Show them on this device').click()
    await page.getByText('Notifications come to this device now.').waitFor()
    assert.equal(await page.getByRole('checkbox', { name: 'Boosts' }).isChecked(), false)
    assert.equal(await page.getByRole('checkbox', { name: 'Favourites' }).isChecked(), true)
    const plain = await page.context().browser().newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() })
    const form = await plain.newPage()
    await form.goto(`${t.server}/settings/notifications`)
    await form.getByRole('checkbox', { name: 'Boosts' }).check()
    await form.getByRole('checkbox', { name: 'Favourites' }).uncheck()
    await form.locator('#push-settings').getByRole('button', { name: 'Save' }).click()
    assert.equal(await form.getByRole('checkbox', { name: 'Boosts' }).isChecked(), true)
    await plain.close()
    await page.reload()
    const [worker] = page.context().serviceWorkers()
    assert.deepEqual(await movesTo(worker, 'https://push.example.org/moved'), [true, false], 'the server takes it')
    await page.reload()
    assert.equal(await page.getByRole('checkbox', { name: 'Boosts' }).isChecked(), true, 'what it tells of stays')
    assert.equal(await page.getByRole('checkbox', { name: 'Favourites' }).isChecked(), false)
    await button(page, 'No longer on this device').click()
    await page.getByText('No more notifications on this device.').waitFor()
    await button(page, 'Show them on this device').waitFor()
    assert.deepEqual(await movesTo(worker, 'https://push.example.org/again'), [true, true], 'what was turned off stays so')
  },
}
