// SPDX-License-Identifier: AGPL-3.0-or-later
// A <details data-menu>: closes when something else is pressed, on Escape, and when something in it was chosen. With data-menu=fetch, what
// is in it is fetched, when it is opened, from where the link leads that stands in it until then.
export function start(menu, kit) {
	const summary = menu.querySelector("summary"), list = menu.querySelector(".menu-list")
	const items = () => [...menu.querySelectorAll("a[href], button:not([hidden])")]
	const close = back => {
		menu.open = false
		if (back) summary.focus()
	}
	function offerCopy() {
		const copy = navigator.clipboard && menu.querySelector("[data-copy]")
		if (!copy) return
		copy.hidden = false
		copy.addEventListener("click", () => navigator.clipboard.writeText(new URL(copy.dataset.copy, location).href).then(() => {
			close(true)
			kit.say(copy.dataset.copied)
		}))
	}

	async function fill() {
		const { href } = list.querySelector("a")
		menu.dataset.menu = ""
		try {
			const { reply, page } = await kit.fetchPart(href)
			const fresh = page.querySelector(".menu-list"), focused = list.contains(document.activeElement)
			if (!reply.ok || !fresh) throw new Error(reply.status)
			list.replaceChildren(...document.importNode(fresh, true).childNodes)
			if (focused) items()[0].focus()
			offerCopy()
		} catch {
			menu.dataset.menu = "fetch" // the link that is in it still works
		}
	}

	const opened = () => menu.open && menu.dataset.menu && fill()
	if (!menu.dataset.menu) offerCopy()
	menu.addEventListener("toggle", opened)
	opened() // before this was there
	document.addEventListener("click", event => menu.open && !menu.contains(event.target) && close(false))
	menu.addEventListener("focusout", event => event.relatedTarget && !menu.contains(event.relatedTarget) && close(false))
	menu.addEventListener("keydown", event => {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
		if (event.key === "Escape" && menu.open) close(true)
		if (!step) return
		event.preventDefault()
		menu.open = true
		const all = items(), at = all.indexOf(document.activeElement)
		all[(at + step + all.length) % all.length]?.focus()
	})
}
