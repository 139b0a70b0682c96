// SPDX-License-Identifier: AGPL-3.0-or-later
// A button that removes something, with time to think again: the thing is hidden at once, and the server hears of it when the time is
// over or the page is left. A browser may drop what a page sends while it is being left: until the server has answered, the next page
// knows of it, too, and sends it again (removing twice does no harm).
const SECONDS = 6, KEPT = "later"

function waiting() {
	try {
		return JSON.parse(sessionStorage.getItem(KEPT)) || {}
	} catch {
		return {} // the browser keeps nothing, or what it kept is not ours
	}
}

// Without a body: no longer.
function keep(url, body) {
	const all = JSON.stringify({ ...waiting(), [url]: body })
	try {
		if (all === "{}") sessionStorage.removeItem(KEPT)
		else sessionStorage.setItem(KEPT, all)
	} catch {} // then what is sent while leaving has to do
}

const post = (url, body) => fetch(url, {
	method: "POST", body, keepalive: true, headers: { "Folkmoot-Part": "1", "Content-Type": "application/x-www-form-urlencoded" },
}).then(() => keep(url), () => {})

export function finish() {
	for (const [url, body] of Object.entries(waiting())) post(url, body)
}

export function start(button, kit) {
	const thing = button.closest(button.dataset.later)
	button.addEventListener("click", event => {
		event.preventDefault()
		const next = thing.nextElementSibling || thing.previousElementSibling
		const url = button.formAction, body = new URLSearchParams(new FormData(button.form)).toString()
		thing.hidden = true
		next?.querySelector("button, a[href]")?.focus({ preventScroll: true })
		keep(url, body)
		const send = () => {
			clearTimeout(timer)
			removeEventListener("pagehide", send)
			post(url, body)
			thing.remove()
		}
		const timer = setTimeout(send, SECONDS * 1000)
		addEventListener("pagehide", send)
		const undo = document.createElement("button")
		undo.className = "button button-small"
		undo.textContent = button.dataset.undo
		undo.addEventListener("click", () => {
			clearTimeout(timer)
			removeEventListener("pagehide", send)
			keep(url)
			thing.hidden = false
			kit.hush()
			button.focus()
		})
		kit.say(button.dataset.said, true, undo, SECONDS)
	})
}
