// SPDX-License-Identifier: AGPL-3.0-or-later
// A button that removes something, with time to think again: the thing is hidden at once, and the server hears of it when the time is
// over or the page is left.
const SECONDS = 6

export function start(button, kit) {
	const thing = button.closest(button.dataset.later)
	button.addEventListener("click", event => {
		event.preventDefault()
		const next = thing.nextElementSibling || thing.previousElementSibling
		thing.hidden = true
		next?.querySelector("button, a[href]")?.focus({ preventScroll: true })
		const send = () => {
			clearTimeout(timer)
			removeEventListener("pagehide", send)
			fetch(button.formAction, { method: "POST", body: new URLSearchParams(new FormData(button.form)), headers: { "Folkmoot-Part": "1" }, keepalive: true })
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
			thing.hidden = false
			kit.hush()
			button.focus()
		})
		kit.say(button.dataset.said, true, undo, SECONDS)
	})
}
