// SPDX-License-Identifier: AGPL-3.0-or-later
// static/js/count.js against the corpus that tests/unit/test_text_length.c holds the server to.
//   node count.mjs COUNT.JS TEXT-LENGTHS.JSON
import { readFileSync } from 'node:fs'

const [module, corpus] = process.argv.slice(2)
const { count } = await import(`data:text/javascript,${encodeURIComponent(readFileSync(module, 'utf8'))}`)
const wrong = JSON.parse(readFileSync(corpus, 'utf8')).filter(([text, length]) => count(text) !== length)
for (const [text, length] of wrong) console.log(`${JSON.stringify(text)} counts ${count(text)}, the server says ${length}`)
process.exit(wrong.length ? 1 : 0)
