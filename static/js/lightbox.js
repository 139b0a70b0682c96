// SPDX-License-Identifier: AGPL-3.0-or-later
// Pictures large, over the page: arrow keys and swipes lead through those of one post, a press enlarges, the description stands below.
// The dialog is one <template id="lightbox"> of the frame; without this module a picture is a link to its file.
let box, list = [], at = 0

const part = name => box.querySelector(`[data-box="${name}"]`)
const backwards = () => document.dir === "rtl" ? 1 : -1

function make() {
	document.body.append(document.getElementById("lightbox").content.cloneNode(true))
	box = document.querySelector("dialog.lightbox")
	part("close").addEventListener("click", () => box.close())
	part("before").addEventListener("click", () => show(at - 1))
	part("after").addEventListener("click", () => show(at + 1))
	part("zoom").addEventListener("click", zoom)
	part("picture").addEventListener("click", zoom)
	part("picture").addEventListener("load", () => box.removeAttribute("aria-busy"))
	part("picture").addEventListener("error", () => { box.removeAttribute("aria-busy"); box.classList.add("lightbox-failed") })
	box.addEventListener("click", event => event.target.matches("dialog, .lightbox-room") && box.close())
	box.addEventListener("keydown", press)
	box.addEventListener("close", () => part("picture").removeAttribute("src"))
	swipe(part("room"))
}

function press(event) {
	const step = { ArrowLeft: backwards(), ArrowRight: -backwards() }[event.key]
	if (event.ctrlKey || event.altKey || event.metaKey) return
	if (step && !zoomed()) show(at + step)
	else if (event.key === "+" || event.key === "-" || event.key === "z") zoom(event)
	else return
	event.preventDefault()
}

const zoomed = () => box.classList.contains("lightbox-zoomed")

// Around the place that was pressed.
function zoom(event) {
	const on = box.classList.toggle("lightbox-zoomed"), room = part("room"), picture = part("picture")
	part("zoom").setAttribute("aria-pressed", on)
	if (!on) return
	const pressed = event.target === picture, x = pressed ? event.offsetX / event.target.clientWidth : 0.5, y = pressed ? event.offsetY / event.target.clientHeight : 0.5
	requestAnimationFrame(() => room.scrollTo(picture.scrollWidth * x - room.clientWidth / 2, picture.scrollHeight * y - room.clientHeight / 2))
}

// A finger to the side turns the page, a finger downwards closes; two fingers are the browser's.
function swipe(room) {
	let from = null
	room.addEventListener("pointerdown", event => from = event.pointerType === "touch" && event.isPrimary && !zoomed() ? event : null)
	room.addEventListener("pointercancel", () => from = null)
	room.addEventListener("pointerup", event => {
		if (!from) return
		const across = event.clientX - from.clientX, down = event.clientY - from.clientY
		from = null
		if (Math.abs(across) > 48 && Math.abs(across) > 1.5 * Math.abs(down)) show(at + (across < 0 ? -backwards() : backwards()))
		else if (down > 96) box.close()
	})
}

function show(number) {
	if (!list[number]) return
	const link = list[at = number], small = link.querySelector("img:not(.media-blur)"), picture = part("picture")
	const words = link.parentElement.querySelector("figcaption")?.textContent ?? ""
	box.classList.remove("lightbox-zoomed", "lightbox-failed")
	box.setAttribute("aria-busy", "true")
	part("zoom").setAttribute("aria-pressed", "false")
	picture.alt = small.alt
	picture.src = link.href
	part("words").textContent = words
	part("words").hidden = !words
	part("count").textContent = list.length > 1 ? `${number + 1} / ${list.length}` : ""
	part("before").hidden = number === 0
	part("after").hidden = number === list.length - 1
	if (document.activeElement === document.body || document.activeElement?.hidden) part("close").focus()
}

export function start(link) {
	const picture = link.querySelector("img:not(.media-blur)"), bare = () => link.querySelector(".media-blur")?.remove()
	if (picture.complete && picture.naturalWidth) bare() // it may be transparent
	else picture.addEventListener("load", bare, { once: true })
	link.addEventListener("click", event => {
		if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
		event.preventDefault()
		if (!box?.isConnected) make()
		list = [...link.closest(".media").querySelectorAll("[data-lightbox]")]
		box.showModal() // Escape closes it, and the focus goes back to where it was
		show(list.indexOf(link))
	})
}
