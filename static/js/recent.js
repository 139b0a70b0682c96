// SPDX-License-Identifier: AGPL-3.0-or-later
// What a member has searched for on this device: only the browser keeps it, until it is told to forget, or the member signs out (app.js).
const MOST = 8

export function start(section) {
	const place = "folkmoot.searches." + section.dataset.recent, { typed } = section.dataset
	let kept = []
	try {
		kept = JSON.parse(localStorage.getItem(place)) || []
		if (typed) localStorage.setItem(place, JSON.stringify([typed, ...kept.filter(one => one !== typed)].slice(0, MOST)))
	} catch {} // the browser keeps nothing
	if (typed || !kept.length) return
	section.querySelector("nav").replaceChildren(...kept.map(one => {
		const link = document.createElement("a")
		link.className = "chip"
		link.href = "/search?q=" + encodeURIComponent(one)
		link.dir = "auto"
		link.textContent = one
		return link
	}))
	section.hidden = false
	section.querySelector("button").addEventListener("click", () => {
		localStorage.removeItem(place)
		section.hidden = true
		document.getElementById("find").focus()
	})
}
