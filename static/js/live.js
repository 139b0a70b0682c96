// SPDX-License-Identifier: AGPL-3.0-or-later
// What comes in while a page is open. One tab holds the stream of events (src/stream/hub_pages.c) and passes them on to the others.
// Its server makes all HTML: events name what there is, and the page fetches it.

const HIDDEN_MS = 5 * 60 * 1000, MOST_PAGES = 4
const seconds = n => new Promise(done => setTimeout(done, n * 1000))

export function start(body, kit) {
	const words = body.dataset, channel = new BroadcastChannel("folkmoot")
	const title = document.title.replace(/^\(\d+\+?\) /, "")

	// --- figures in the navigation and in the title --------------------------------------------------------------------------------

	const badges = name => document.querySelectorAll(`[data-waiting=waiting-${name}]`)
	const figure = n => n > 99 ? "99+" : n.toLocaleString(document.documentElement.lang)
	let counted = null
	function counts(now) {
		for (const name in now)
			for (const badge of badges(name)) {
				badge.textContent = figure(now[name])
				badge.hidden = !now[name]
			}
		const all = now.notifications + now.conversations
		document.title = (all ? `(${figure(all)}) ` : "") + title
		if (counted && now.notifications > counted.notifications) offer("notifications", now.notifications - counted.notifications)
		if (counted && now.conversations > counted.conversations) offer("conversations", now.conversations - counted.conversations)
		counted = now
	}

	// --- new posts ---------------------------------------------------------------------------------------------------------------------

	const list = () => document.querySelector("[data-timeline]")
	const later = (a, b) => a.length === b.length ? a > b : a.length > b.length // ids are numbers without leading zeros
	const waiting = new Set()
	let others = 0

	function fresh(post) {
		const here = list(), [kind, which] = here?.dataset.timeline.split(":") || []
		const mine = { home: post.home, local: post.local, tag: post.tags.includes(which), list: post.lists?.includes(which) }[kind]
		if (!mine || !later(post.id, here.dataset.newest || "0")) return
		waiting.add(post.id)
		show()
	}

	function offer(kind, n) {
		if (list()?.dataset.timeline !== kind) return
		others += n
		show()
	}

	function show() {
		const place = document.getElementById("fresh"), n = waiting.size + others
		if (!place) return
		const button = document.createElement("button")
		button.className = "button fresh-button"
		button.textContent = words.new.replace("#", figure(n))
		button.addEventListener("click", take)
		place.replaceChildren(...n ? [button] : [])
	}

	async function take(event) {
		const here = list(), button = event.currentTarget
		if (button.getAttribute("aria-busy")) return
		button.setAttribute("aria-busy", "true")
		try {
			if (others) kit.swap(`#${here.id}`, (await kit.fetchPart(location.href)).page)
			else await fetchNew(here)
			waiting.clear()
			others = 0
			show()
		} catch {
			button.removeAttribute("aria-busy")
			kit.say(words.offline, false)
		}
	}

	// The oldest of the new ones first, so that no gap is left; who was away for long starts anew.
	async function fetchNew(here) {
		const read = [...here.children].find(item => item.getBoundingClientRect().bottom > 80), at = read?.getBoundingClientRect().top
		const keeps = scrollY > 200, root = document.documentElement
		root.style.overflowAnchor = "none" // the browser would keep something in its place as well
		let first = null
		for (let pages = 0; ; pages++) {
			if (pages === MOST_PAGES) return location.assign(location.pathname)
			const { reply, page } = await kit.fetchPart(`${location.pathname}?min_id=${here.dataset.newest}`)
			const more = page.getElementById(here.id)
			if (!reply.ok || !more) throw new Error(reply.status)
			const items = [...more.querySelectorAll(":scope > .status")]
			for (const item of items) document.getElementById(item.id)?.remove() // boosted again: it goes up
			here.querySelector(":scope > .empty")?.remove()
			here.prepend(...items.map(item => document.importNode(item, true)))
			first ??= items.at(-1)
			if (!items.length || !later(more.dataset.newest || "0", here.dataset.newest || "0")) break
			here.dataset.newest = more.dataset.newest
			if (+more.dataset.rows < 20) break
		}
		kit.start(document)
		if (keeps && read?.isConnected) scrollBy(0, read.getBoundingClientRect().top - at)
		requestAnimationFrame(() => root.style.overflowAnchor = "")
		const target = keeps ? first && document.getElementById(first.id) : here.firstElementChild
		target?.setAttribute("tabindex", "-1")
		target?.focus({ preventScroll: true })
	}

	// --- posts that are on the page -----------------------------------------------------------------------------------------------------

	function gone({ id }) {
		const post = document.getElementById("s" + id)
		if (!post || post.matches(".status-deleted, .focus") || post.querySelector("[aria-busy=true]")) return // it was deleted here: that answers itself
		const next = post.nextElementSibling || post.previousElementSibling
		if (post.contains(document.activeElement)) next?.querySelector("a, button")?.focus({ preventScroll: true })
		post.remove()
	}

	async function edited({ id }) {
		const post = document.getElementById("s" + id)
		if (!post || post.contains(document.activeElement)?.matches?.("textarea, input")) return
		const { reply, page } = await kit.fetchPart(`/statuses/${id}${post.matches(".focus") ? "?focus=1" : ""}`)
		if (reply.ok) kit.swap(`#s${id}`, page)
	}

	function numbers(now) {
		const acts = document.getElementById("a" + now.id)
		for (const [name, selector] of [["replies", "[data-reply]"], ["boosts", ".count-boost"], ["favourites", ".count-favourite"]]) {
			const count = acts?.querySelector(selector)
			let span = count?.querySelector("span:not(.unseen)")
			if (!count || (!span && !now[name])) continue
			if (!span) count.querySelector(".unseen").before(span = document.createElement("span"))
			if (now[name]) span.textContent = now[name].toLocaleString(document.documentElement.lang)
			else span.remove()
		}
		const post = acts?.closest("article")
		if (post?.matches(".focus") || post?.querySelector(".poll")) soon(now.id, post)
	}

	// Figures with words, and polls: fetched, not at once, for many may have the same post before them.
	const due = new Set()
	async function soon(id, post) {
		if (due.has(id)) return
		due.add(id)
		await seconds(0.5 + Math.random() * 3)
		due.delete(id)
		const poll = post.querySelector(".poll")
		const { reply, page } = await kit.fetchPart(post.querySelector("div.poll .poll-results")?.href || `/statuses/${id}?focus=1`).catch(() => ({}))
		if (!reply?.ok) return
		kit.swap(`#f${id}`, page)
		if (poll) kit.swap(poll.matches("form") ? `#${poll.id} .poll-figures` : `div#${poll.id}`, page) // what is about to be chosen stays
	}

	async function announcement() {
		if (!document.getElementById("announcements")) return
		await seconds(Math.random() * 3) // everybody hears of it at once
		kit.swap("#announcements", (await kit.fetchPart("/home")).page)
	}

	// --- the line to the server --------------------------------------------------------------------------------------------------------

	function line({ up }) {
		let bar = document.getElementById("away")
		if (!bar && up) return
		if (!bar) {
			bar = document.createElement("p")
			Object.assign(bar, { id: "away", className: "away" })
			bar.setAttribute("role", "status")
			body.prepend(bar)
		}
		bar.textContent = up ? "" : words.away
		bar.hidden = up
	}

	const heard = { counts, new: fresh, gone, edited, numbers, announcement, line }
	const tell = (kind, data) => {
		heard[kind](data)
		channel.postMessage([kind, data])
	}
	channel.addEventListener("message", ({ data: [kind, data] }) => heard[kind]?.(data))

	let source, failures = 0, again, leading
	function open() {
		source = new EventSource("/events")
		for (const kind of Object.keys(heard)) source.addEventListener(kind, event => tell(kind, JSON.parse(event.data)))
		source.addEventListener("open", () => {
			if (failures) missed()
			failures = 0
			tell("line", { up: true })
		})
		source.addEventListener("error", () => {
			source.close()
			if (++failures > 1 || !navigator.onLine) tell("line", { up: false })
			again = setTimeout(open, Math.min(1000 * 2 ** failures, 60000) * (0.75 + Math.random() / 2))
		})
	}

	// What came while nobody listened is looked for once.
	async function missed() {
		const here = list()
		if (!here?.dataset.newest || others) return
		const { page } = await kit.fetchPart(`${location.pathname}?min_id=${here.dataset.newest}`)
		for (const item of page.querySelectorAll(`#${here.id} > .status`)) waiting.add(item.id)
		show()
	}

	function lead() {
		if (leading) return
		leading = new AbortController()
		const hold = () => new Promise(done => {
			leading.signal.addEventListener("abort", done)
			open()
		})
		if (navigator.locks) navigator.locks.request("folkmoot", { signal: leading.signal }, hold).catch(() => {})
		else hold()
	}

	function rest() {
		leading?.abort()
		leading = null
		clearTimeout(again)
		source?.close()
		if (source) failures = Math.max(failures, 1) // when it opens again, something may have been missed
		source = null
	}

	let resting
	document.addEventListener("visibilitychange", () => {
		clearTimeout(resting)
		if (document.hidden) resting = setTimeout(rest, HIDDEN_MS)
		else lead()
	})
	addEventListener("pagehide", rest)
	addEventListener("pageshow", event => event.persisted && lead())
	addEventListener("offline", () => line({ up: false }))
	addEventListener("online", () => {
		line({ up: true })
		clearTimeout(again)
		if (leading && source?.readyState === 2) open()
	})
	if (!document.hidden) lead()
	if (!navigator.onLine) line({ up: false })

	// --- what was seen is read; how long ago it was; the worker ---------------------------------------------------------------------------

	async function seen() {
		const form = document.querySelector("form[data-seen]")
		if (!form) return
		await seconds(1.5)
		if (document.hidden) return document.addEventListener("visibilitychange", seen, { once: true })
		const { reply } = await kit.fetchPart(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) })
		if (reply.ok) form.hidden = true
	}
	seen().catch(() => {}) // it stays a button

	const unit = (n, unit) => new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "narrow" }).format(n)
	setInterval(() => {
		for (const time of document.querySelectorAll(".status-time time, .told-time time, time.brief")) {
			const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000)
			if (minutes >= 1 && minutes < 1440) time.textContent = minutes < 60 ? unit(minutes, "minute") : unit(Math.floor(minutes / 60), "hour")
		}
	}, 60000)

	if (words.worker) navigator.serviceWorker?.register(words.worker).catch(() => {})
}
