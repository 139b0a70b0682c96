// SPDX-License-Identifier: AGPL-3.0-or-later
// A <details data-menu>: closes when something else is pressed, on Escape, and when something in it was chosen.
export function start(menu, kit) {
	const summary = menu.querySelector("summary")
	const items = () => [...menu.querySelectorAll("a[href], button")]
	const copy = navigator.clipboard && menu.querySelector("[data-copy]")
	const close = back => {
		menu.open = false
		if (back) summary.focus()
	}
	if (copy) {
		copy.hidden = false
		copy.addEventListener("click", () => navigator.clipboard.writeText(new URL(copy.dataset.copy, location).href).then(() => {
			close(true)
			kit.say(copy.dataset.copied)
		}))
	}
	document.addEventListener("click", event => menu.open && !menu.contains(event.target) && close(false))
	menu.addEventListener("focusout", event => event.relatedTarget && !menu.contains(event.relatedTarget) && close(false))
	menu.addEventListener("keydown", event => {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
		if (event.key === "Escape" && menu.open) close(true)
		if (!step) return
		event.preventDefault()
		menu.open = true
		const list = items(), at = list.indexOf(document.activeElement)
		list[(at + step + list.length) % list.length]?.focus()
	})
}
