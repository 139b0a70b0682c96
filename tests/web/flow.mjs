// SPDX-License-Identifier: AGPL-3.0-or-later
//   node flow.mjs FLOW.mjs SERVER-URL PEOPLE-JSON [FOLDER-FOR-PICTURES]
import { pathToFileURL } from 'node:url'
import { Kit } from './kit.mjs'

const [file, server, people, pictures] = process.argv.slice(2)
const flows = (await import(pathToFileURL(file))).default
const kit = new Kit(server, JSON.parse(people), pictures)
let passed = 0, failed = 0
await kit.open()
for (const [name, flow] of Object.entries(flows)) {
  try {
    await flow(kit)
    await kit.end()
    passed++
    console.log('ok   ', name)
  } catch (error) {
    failed++
    console.log('FAIL ', name, '\n', error)
    if (pictures && kit.pages.length) await kit.pages.at(-1).screenshot({ path: `${pictures}/failed.png`, fullPage: true }).catch(() => {})
    await kit.end().catch(complaints => console.log(String(complaints)))
  }
}
await kit.browser.close()
if (kit.audited) console.log(`      axe looked at ${kit.audited} pages`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed || !passed ? 1 : 0)
