// SPDX-License-Identifier: AGPL-3.0-or-later
// The owner tries a colour: the whole page takes it on at once.

export function start(row) {
	const colour = row.querySelector("input"), own = document.getElementById("own_colour")
	const saved = document.querySelector('link[href^="/accent/"]')
	let sheet = saved, waiting
	const show = () => {
		const href = own.checked ? row.dataset.accent.replace("%", colour.value.slice(1).toLowerCase()) : ""
		if (sheet?.getAttribute("href") === href) return
		if (!href) {
			sheet?.remove()
			sheet = null
			return
		}
		const next = document.createElement("link") // the old one stays until the new one is there: nothing flickers
		const old = sheet
		next.rel = "stylesheet"
		next.href = href
		next.addEventListener("load", () => old?.remove())
		document.head.append(next)
		sheet = next
	}
	colour.addEventListener("input", () => {
		own.checked = true
		clearTimeout(waiting)
		waiting = setTimeout(show, 80)
	})
	own.addEventListener("change", show)
}
