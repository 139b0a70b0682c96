// SPDX-License-Identifier: AGPL-3.0-or-later
// What the first look at a page costs: the home timeline with 20 posts, in a browser that has been nowhere yet. Pictures of people and of
// posts are not counted (there are as many as there are people), nor what begins when everything is shown: the stream of news and the
// service worker. Everything else is.
import { strict as assert } from 'node:assert'

const words = 'moot river bread kettle lantern market harbour willow thunder compass ledger orchard saddle ribbon gravel candle feather anchor meadow'.split(' ')

async function fill(t) {
  for (let n = 0; n < 24; n++) {
    const status = Array.from({ length: 30 + n }, (_, i) => words[(n * 7 + i * i + i * n) % words.length]).join(' ')
    await t.api(n % 2 ? 'ada' : 'bob', 'POST', '/api/v1/statuses', { status: `${status} #${words[n % words.length]}` })
  }
  const { accounts: [bob] } = await t.api('ada', 'GET', '/api/v2/search?q=bob&type=accounts')
  await t.api('ada', 'POST', `/api/v1/accounts/${bob.id}/follow`)
}

// Bytes as the network saw them, heads included.
async function cost(t, who, path) {
  const page = await t.page(who)
  const debug = await page.context().newCDPSession(page)
  const asked = new Map()
  let bytes = 0
  await debug.send('Network.enable')
  debug.on('Network.requestWillBeSent', e => /^http/.test(e.request.url) && !/\/(media|avatars|headers|events)\b/.test(e.request.url) && asked.set(e.requestId, e.request.url))
  debug.on('Network.responseReceived', e => { bytes += asked.has(e.requestId) ? e.response.encodedDataLength : 0 })
  debug.on('Network.dataReceived', e => { bytes += asked.has(e.requestId) ? e.encodedDataLength : 0 })
  await page.goto(t.server + path, { waitUntil: 'load' })
  await page.waitForTimeout(200)
  return { page, bytes, urls: [...asked.values()].map(url => url.replace(t.server, '')) }
}

export default {
  async 'the home timeline comes in 6 requests and 60 KB'(t) {
    await fill(t)
    const { page, bytes, urls } = await cost(t, 'ada', '/home')
    console.log(`      ${bytes} bytes in ${urls.length} requests: ${urls.map(url => url.replace(/\.[0-9a-f]{12}\./, '.')).join(' ')}`)
    assert.equal(await page.locator('main article.status').count(), 20)
    assert.ok(urls.includes('/home') && bytes > 5000, 'nothing was counted')
    assert.ok(urls.length <= 6, urls.join('\n'))
    assert.ok(bytes <= 60 * 1024, `${bytes} bytes`)
  },
  async 'so does what a visitor reads'(t) {
    for (const path of ['/@ada', '/public/local']) {
      const { bytes, urls } = await cost(t, null, path)
      console.log(`      ${path}: ${bytes} bytes in ${urls.length} requests`)
      assert.ok(urls.length <= 6 && bytes > 5000 && bytes <= 60 * 1024, `${path}: ${bytes} bytes\n${urls.join('\n')}`)
    }
  },
  async 'the second view asks for the page alone'(t) {
    const page = await t.page('ada')
    await page.goto(t.server + '/home')
    await page.waitForTimeout(300)
    const debug = await page.context().newCDPSession(page)
    const sent = new Map()
    await debug.send('Network.enable')
    debug.on('Network.requestWillBeSent', e => sent.set(e.requestId, e.request.url.replace(t.server, '')))
    debug.on('Network.requestServedFromCache', e => sent.delete(e.requestId))
    debug.on('Network.responseReceived', e => e.response.fromDiskCache && sent.delete(e.requestId))
    await page.goto(t.server + '/home?again=1')
    await page.waitForTimeout(300)
    assert.ok([...sent.values()].includes('/home?again=1'), 'nothing was counted')
    const files = [...sent.values()].filter(path => path.startsWith('/static/'))
    assert.deepEqual(files, [], 'what is kept for ever was asked for again')
  },
}
