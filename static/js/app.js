// SPDX-License-Identifier: AGPL-3.0-or-later
// On every page. Makes acts happen in place, lets lists go on by themselves, and fetches the other modules when a page has something for
// them. Everything works without it, too.

// What can wait until everything is shown.
const loaded = new Promise(done => document.readyState === "complete" ? done() : addEventListener("load", () => setTimeout(done, 700)))

// What a page has → the module that makes it quick. Its start(element, kit) is called once for each element, also for those that come later;
// where nothing is to be seen of it before (the third word), not until a hand comes near: a page that is only read loads no more than it shows.
function hasDraft() {
	try {
		return Object.keys(localStorage).some(name => name.startsWith("folkmoot.draft."))
	} catch {
		return false // the browser keeps nothing
	}
}
const later = () => import("./later.js")
const features = [
	[".compose-folded", () => import("./compose.js"), hasDraft() ? "now" : "near"],
	["[data-compose]", () => import("./compose.js")],
	["[data-accent]", () => import("./accent.js")],
	["[data-lightbox]", () => import("./lightbox.js")],
	["[data-local]", () => import("./local.js")],
	["[data-menu]", () => import("./menu.js"), "near"],
	["[data-preview]", () => import("./preview.js")],
	["[data-recent]", () => import("./recent.js")],
	["[data-poll]", () => import("./poll.js")],
	[".form [data-most], [data-pairs]", () => import("./form.js")],
	["[data-again]", () => import("./again.js")],
	[".field-file input[type=file]", () => import("./picture.js")],
	["button[data-later]", later],
	["[data-keys]", () => loaded.then(() => import("./keys.js"))],
	["[data-push]", () => import("./push.js")],
	["[data-live]", () => loaded.then(() => import("./live.js"))],
]

// What is typed while the module is on its way must not go unseen.
const signs = ["pointerenter", "focusin", "touchstart", "dragenter", "keydown"]
function near(element, go) {
	const once = () => {
		for (const sign of signs) element.removeEventListener(sign, once)
		go().then(() => element.contains(document.activeElement) && document.activeElement.dispatchEvent(new Event("input", { bubbles: true })))
	}
	for (const sign of signs) element.addEventListener(sign, once, { passive: true })
}

const started = new WeakSet()
function start(root) {
	for (const [selector, load, when] of features)
		for (const element of root.querySelectorAll(selector)) {
			if (started.has(element)) continue
			started.add(element)
			const go = () => load().then(module => module.start(element, kit))
			if (when === "near" && !element.contains(document.activeElement)) near(element, go)
			else go()
		}
	for (const more of root.querySelectorAll("[data-more]")) goOn.observe(more)
}

// --- a line at the edge of the page, read out politely, that goes by itself; with a button when something can be taken back ---------

let hushing
function say(text, good = true, button = null, seconds = 6) {
	const line = document.getElementById("said")
	if (!line || !text) return
	line.replaceChildren(text)
	if (button) line.append(" ", button)
	line.className = good ? "said" : "said said-bad"
	clearTimeout(hushing)
	hushing = setTimeout(hush, seconds * 1000)
}

function hush() {
	const line = document.getElementById("said")
	line.replaceChildren()
	line.className = "said said-none"
}

// --- parts: what comes back takes the place of what has the same id --------------------------------------------------------------

async function fetchPart(url, options = {}) {
	const reply = await fetch(url, { ...options, headers: { "Folkmoot-Part": "1" } })
	if (reply.redirected && new URL(reply.url).pathname.startsWith("/auth/")) location.assign(reply.url)
	return { reply, page: new DOMParser().parseFromString(await reply.text(), "text/html") }
}

// The one that was focused is replaced by another with the same id, or the same data-key, or the same class in the same part; in a menu that
// is closed now, by what opens it. Where there is none, the focus goes to what comes next.
function keepFocus(work) {
	const before = document.activeElement, { id, dataset } = before || {}
	const part = before?.closest("[id]")?.id, alike = before?.closest(".menu") ? ".menu > summary" : [...before?.classList ?? []].map(name => "." + name).join("")
	const row = before?.closest("li, article"), next = row?.nextElementSibling || row?.previousElementSibling
	work()
	if (document.activeElement && document.activeElement !== document.body) return
	const now = part && document.getElementById(part)
	const again = (id ? document.getElementById(id) : dataset?.key && document.querySelector(`[data-key="${CSS.escape(dataset.key)}"]`)) || (now && alike && now.querySelector(alike))
	const shown = again?.closest("details:not([open])")?.querySelector("summary") || again || now?.querySelector("a[href], button, summary") || next?.querySelector("a[href]:not([tabindex]), button")
	shown?.focus({ preventScroll: true })
}

// True when something was there to be put in.
function swap(selectors, page) {
	let found = false
	keepFocus(() => {
		for (const one of selectors.split(",").map(s => s.trim())) {
			const fresh = page.querySelector(one)
			for (const old of document.querySelectorAll(one)) {
				if (fresh) old.replaceWith(document.importNode(fresh, true))
				else if (page.querySelector("[data-gone]")) old.remove()
				else continue
				found = true
			}
		}
	})
	start(document)
	return found
}

const told = page => page.querySelector(".flash")?.textContent.trim() || page.querySelector(".error p:not([aria-hidden])")?.textContent.trim()

// What an act replaces: what its button names, or the acts of a post, for whose buttons that goes without saying.
function partOf(form, button) {
	const acts = button?.closest(".acts")
	return button?.dataset.part || (acts ? "#" + acts.id : form.dataset.part)
}

async function send(form, button) {
	const url = button?.getAttribute("formaction") || form.action
	const data = new FormData(form, button)
	const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data)
	button?.setAttribute("aria-busy", "true")
	try {
		const { reply, page } = await fetchPart(url, { method: "POST", body })
		const text = told(page)
		const done = swap(partOf(form, button), page)
		if (text || !reply.ok) say(text || document.body.dataset.failed, reply.ok && !page.querySelector(".flash-bad"))
		else if (!done) reply.redirected ? location.assign(reply.url) : location.reload()
	} catch {
		say(document.body.dataset.offline, false)
	} finally {
		button?.removeAttribute("aria-busy")
	}
}

document.addEventListener("submit", event => {
	if (event.submitter?.getAttribute("formaction") === "/auth/sign_out") forget()
	if (!partOf(event.target, event.submitter) || event.defaultPrevented) return
	event.preventDefault()
	if (event.submitter?.getAttribute("aria-busy") !== "true") send(event.target, event.submitter)
})

// What was searched for goes with who signs out.
function forget() {
	try {
		for (const name of Object.keys(localStorage)) if (name.startsWith("folkmoot.searches.")) localStorage.removeItem(name)
	} catch {} // the browser keeps nothing
}

// --- lists that go on: a link to the next page, followed when it comes near --------------------------------------------------------

const goOn = new IntersectionObserver(seen => {
	for (const { isIntersecting, target } of seen) if (isIntersecting) more(target)
}, { rootMargin: "1200px" })

async function more(link) {
	const list = document.getElementById(link.dataset.more)
	goOn.unobserve(link)
	link.setAttribute("aria-busy", "true")
	try {
		const { reply, page } = await fetchPart(link.href)
		const next = page.getElementById(link.dataset.more)
		if (!reply.ok || !next) throw new Error(reply.status)
		for (const item of [...next.children]) if (!item.id || !document.getElementById(item.id)) list.append(document.importNode(item, true))
		const nav = link.closest("nav"), fresh = page.querySelector(`[data-more="${link.dataset.more}"]`)
		if (fresh) nav.replaceWith(document.importNode(fresh.closest("nav"), true))
		else nav.remove()
		start(document)
	} catch {
		link.removeAttribute("aria-busy") // it stays a link, to be pressed
	}
}

// What the other modules get, so that they need not import this one.
const kit = { start, say, hush, fetchPart, swap, send }

start(document)

// What the last page was asked to remove, and the server has not said yes to.
try {
	if (Object.keys(sessionStorage).includes("later")) later().then(module => module.finish())
} catch {} // the browser keeps nothing
