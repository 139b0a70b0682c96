// SPDX-License-Identifier: AGPL-3.0-or-later
// Keyboard shortcuts. What there are comes from the server's table, at /settings/keys: the same that the help sheet shows.
export async function start({ dataset }, kit) {
	const { body } = document, name = "keys " + body.dataset.worker
	const fetchTable = async () => {
		const rows = (await kit.fetchPart("/settings/keys")).page.querySelectorAll("[data-key-of]")
		return [...rows].map(({ dataset: row }) => [row.keyOf, row.act, row.to])
	}
	const table = JSON.parse(sessionStorage.getItem(name)) ?? (await fetchTable())
	if (!table.length) return
	sessionStorage.setItem(name, JSON.stringify(table))
	const acts = new Map(table.map(([key, act, to]) => [key, [act, to]]))
	const starts = new Set(table.filter(([key]) => key[1] === " ").map(([key]) => key[0]))

	const posts = () => [...document.querySelectorAll(".status:not(.status-deleted), .told, .talk")].filter(post => post.offsetParent && !post.parentElement.closest(".told"))
	const current = () => document.activeElement?.closest(".status, .told, .talk") ?? posts().find(post => post.getBoundingClientRect().bottom > 120)

	function move(by) {
		const list = posts(), here = document.activeElement?.closest(".told, .talk, .status"), at = list.indexOf(here)
		const next = at < 0 ? current() : list[at + +by]
		if (!next) return
		next.setAttribute("tabindex", "-1")
		next.focus({ preventScroll: true })
		next.scrollIntoView({ block: "nearest" })
		if (next.getBoundingClientRect().top < 70) scrollBy(0, -80)
	}

	async function help() {
		let sheet = document.getElementById("keys-sheet")
		if (!sheet) {
			const { page } = await kit.fetchPart("/settings/keys")
			sheet = document.createElement("dialog")
			sheet.id = "keys-sheet"
			sheet.setAttribute("aria-labelledby", "keys-title")
			const close = document.createElement("button")
			close.className = "button button-small"
			close.textContent = dataset.close
			close.addEventListener("click", () => sheet.close())
			sheet.append(document.importNode(page.getElementById("keys"), true), close)
			body.append(sheet)
		}
		if (!sheet.open) sheet.showModal()
	}

	const does = {
		move, help,
		press: selector => current()?.querySelector(selector)?.click(),
		unfold: () => current()?.querySelectorAll(".warned, .covered, .filtered").forEach(fold => fold.open = !fold.open),
		go: path => location.assign(path),
		back: () => history.back(),
		write() {
			const field = document.querySelector("main [data-compose] textarea")
			if (field) field.focus()
			else location.assign("/compose")
		},
		fresh() {
			document.querySelector(".fresh-button")?.click()
			scrollTo(0, 0)
		},
	}

	let begun = ""
	document.addEventListener("keydown", event => {
		if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return
		const { target } = event
		if (target.isContentEditable || target.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog[open]")) return
		if (event.key === "Enter" && !target.matches(".status, .told, .talk")) return
		const act = acts.get(begun + event.key)
		const next = !begun && starts.has(event.key) ? event.key + " " : ""
		begun = next
		if (next) setTimeout(() => begun = "", 1500)
		if (!act) return
		event.preventDefault()
		does[act[0]]?.(act[1])
	})
}
