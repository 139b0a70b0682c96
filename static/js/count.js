// SPDX-License-Identifier: AGPL-3.0-or-later
// How many characters a text counts, as the server counts (src/social/text.h): grapheme clusters, a link for 23, a mention for its local
// part. The same corpus tests both.
const LINK = 23
const segmenter = new Intl.Segmenter()
// Newer segmenters join the consonants of Indic conjuncts (UAX #29, GB9c), the server's does not.
const conjunct = /[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]\p{M}*\u200d?(?=[\u0904-\u0d7f])/gu
const clusters = text => [...segmenter.segment(text)].reduce((n, one) => n + 1 + (one.segment.match(conjunct)?.length ?? 0), 0)
const graphemes = text => /^[ -~\n]*$/.test(text) ? text.length : clusters(text)

const word = "[\\p{L}\\p{M}\\p{Nd}\\p{Pc}_]"
const letter = /[\p{L}\p{M}]/u
const user = /[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*/y
const domain = new RegExp(`${word}+(?:[.-]+${word}+)*`, "uy")
const isWord = new RegExp(`^${word}$`, "u")
const scheme = /(?:(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini):\/\/|xmpp:|magnet:)/iy
const host = /[\p{L}\p{M}\p{Nd}_.-]/u
const pathChar = c => c && !/[\p{White_Space}<>()?]/u.test(c)
const pathEnd = c => pathChar(c) && !/[!*"';:=,.$%[\]~&|@\u300c\u300d]/.test(c)

const match = (pattern, text, at) => {
	pattern.lastIndex = at
	return pattern.exec(text)?.[0] ?? ""
}
const charAt = (text, at) => at < text.length ? String.fromCodePoint(text.codePointAt(at)) : ""
const before = (text, at) => [...text.slice(Math.max(0, at - 2), at)].pop() ?? ""

function mention(text, at) {
	const last = before(text, at)
	if (last === "=" || last === "/" || isWord.test(last)) return null
	const name = match(user, text, at + 1)
	if (!name) return null
	let end = at + 1 + name.length
	const home = text[end] === "@" ? match(domain, text, end + 1) : ""
	if (home) end += 1 + home.length
	const after = charAt(text, end)
	if (new TextEncoder().encode(home).length > 253 || after === "@" || after === "\uff20" || (after >= "\u00c0" && after <= "\u024f" && letter.test(after)) || text.startsWith("://", end)) return null
	return { end, length: name.length + 1 }
}

// The length of the top level domain at the front of a label; 0: none.
function topLevel(label) {
	if (/^xn--./i.test(label)) return label.length
	const ascii = label.charCodeAt(0) < 0x80
	let n = 0, letters = 0
	for (const c of label) {
		if (ascii && c.codePointAt(0) >= 0x80) break
		if (!letter.test(c)) return 0
		n += c.length
		letters++
	}
	return letters >= 2 ? n : 0
}

function hostEnd(text, from) {
	let end = from, label = from, count = 0
	for (let at = from; ;) {
		const c = charAt(text, at)
		if (c && c !== "." && host.test(c)) {
			at += c.length
			continue
		}
		const name = text.slice(label, at), top = count && name ? topLevel(name) : 0
		if (top && (c !== "@" || top < name.length)) end = label + top
		if (c !== "." || !name || /^[-_]|[-_]$/.test(name)) return end
		label = at += 1
		count++
	}
}

function pairEnd(text, from) {
	let depth = 0, inside = 0
	for (let at = from; at < text.length;) {
		const c = charAt(text, at)
		at += c.length
		if (c === "(") {
			if (++depth > 2) return 0
			inside = 0
		} else if (c === ")") {
			if (!inside) return 0
			if (--depth === 0) return at
		} else if (pathChar(c)) inside++
		else return 0
	}
	return 0
}

function pathEndAt(text, from) {
	let end = from
	if (text[from] !== "/") return end
	for (let at = from; at < text.length;) {
		const c = charAt(text, at), pair = c === "(" ? pairEnd(text, at) : 0
		if (pair) at = pair
		else if (pathChar(c)) at += c.length
		else break
		if (pair || pathEnd(c)) end = at
	}
	return end
}

function queryEnd(text, from) {
	let end = from
	if (text[from] !== "?") return end
	for (let at = from; at < text.length;) {
		const c = charAt(text, at), plain = c < "\u0080" ? /[A-Za-z0-9]/.test(c) : c >= "\u00a0" && !/\p{White_Space}/u.test(c)
		if (!plain && !"!?*'();:&=+$/%#[]-_.,~|@^".includes(c)) break
		at += c.length
		if (plain || "_&=#/-".includes(c)) end = at
	}
	return end
}

function link(text, at) {
	const last = before(text, at)
	if (/[A-Za-z0-9@$#\uff20\uff03\ufeff]/.test(last)) return null
	const start = match(scheme, text, at)
	if (!start) return null
	let from = at + start.length
	if (/^magnet/i.test(start)) {
		const end = queryEnd(text, from)
		return end > from ? { end, length: LINK } : null
	}
	if (/^xmpp/i.test(start)) {
		const name = match(domain, text, from)
		if (name && text[from + name.length] === "@") from += name.length + 1
	}
	let end = hostEnd(text, from)
	if (end === from) return null
	if (!/^xmpp/i.test(start)) end += match(/:[0-9]+/y, text, end).length
	end = queryEnd(text, pathEndAt(text, end))
	return { end, length: LINK }
}

// Hashtags and :emoji: count as they are, but no link begins inside of them.
const joint = /[_\u00b7\u30fb\u200c]/
function hashtag(text, at) {
	const last = before(text, at)
	if (/[=/)]/.test(last) || /[\p{L}\p{M}\p{Nd}]/u.test(last)) return null
	let end = at + 1, inner = false, joined = 0
	for (let here = at + 1, c; (c = charAt(text, here)) && (isWord.test(c) || (here > at + 1 && joint.test(c)));) {
		here += c.length
		if (isWord.test(c)) {
			end = here
			joined = inner ? end : 0
		}
		inner ||= here > at + 1 + c.length && (letter.test(c) || joint.test(c))
	}
	if (!joined) {
		const plain = match(words, text, at + 1)
		end = letter.test(plain) ? at + 1 + plain.length : 0
	}
	const cut = text.startsWith("://", end) && text.slice(at + 1, end).match(/https?$/)
	if (cut && end - at - 1 > cut[0].length) end -= cut[0].length
	return end > at + 1 ? { end } : null
}
const words = new RegExp(`${word}+`, "uy")
function emoji(text, at) {
	const last = before(text, at), end = at + match(/:[A-Za-z0-9_]{2,}:/y, text, at).length, after = charAt(text, end)
	return end === at || last === ":" || after === ":" || /[\p{L}\p{M}\p{Nd}]/u.test(last + after) ? null : { end }
}

const finders = { "@": mention, "#": hashtag, "\uff03": hashtag, ":": emoji }
export function count(text) {
	let length = 0, from = 0
	for (let at = 0; at < text.length; at++) {
		const found = finders[text[at]]?.(text, at) ?? (/[dghimsx]/i.test(text[at]) ? link(text, at) : null)
		if (!found) continue
		if (!found.length) {
			at = found.end - 1
			continue
		}
		length += graphemes(text.slice(from, at)) + found.length
		from = found.end
		at = from - 1
	}
	return length + graphemes(text.slice(from))
}
