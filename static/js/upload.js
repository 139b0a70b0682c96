// SPDX-License-Identifier: AGPL-3.0-or-later
// Attachments of the compose form: upload with progress, wait until they are ready, order, focus, remove.
export function start(form, kit, problem, changed) {
	const list = form.querySelector("#compose-attached")
	const parse = html => new DOMParser().parseFromString(html, "text/html")
	const put = (card, page) => {
		const fresh = document.importNode(page.querySelector("[data-attached]"), true)
		card.replaceWith(fresh)
		prepare(fresh)
		changed()
		return fresh
	}

	// --- a card with its buttons
	function prepare(card) {
		card.addEventListener("click", event => {
			const act = event.target.closest("[data-act]")?.dataset.act
			if (act) acts[act](card)
		})
		card.querySelector(".attached-picture").addEventListener("click", event => {
			const box = event.currentTarget.getBoundingClientRect()
			if (card.classList.contains("attached-focusing")) setFocus(card, (event.clientX - box.x) / box.width * 2 - 1, 1 - (event.clientY - box.y) / box.height * 2)
		})
		card.addEventListener("keydown", event => moveFocus(card, event))
		if (card.dataset.waiting !== undefined) wait(card)
	}
	const acts = {
		earlier: card => card.previousElementSibling && step(card, () => card.previousElementSibling.before(card), "earlier"),
		later: card => card.nextElementSibling && step(card, () => card.nextElementSibling.after(card), "later"),
		remove: card => {
			const next = (card.nextElementSibling ?? card.previousElementSibling)?.querySelector("textarea") ?? form.elements.status
			card.remove()
			problem("")
			changed()
			next.focus()
		},
		focus: card => {
			const on = card.classList.toggle("attached-focusing")
			card.querySelector("[data-act=focus]").setAttribute("aria-pressed", on)
			if (on) setFocus(card, ...focusOf(card))
			else card.querySelector(".attached-dot")?.remove()
		},
	}
	function step(card, move, act) {
		move()
		card.querySelector(`[data-act=${act}]`).focus()
		changed()
	}

	// --- what stays in view: x to the right, y up, from -1 to 1
	const focusOf = card => {
		const [x, y] = card.querySelector("[data-focus]").value.split(",").map(Number)
		return [x || 0, y || 0]
	}
	function setFocus(card, x, y) {
		const bound = n => Math.round(Math.max(-1, Math.min(1, n)) * 100) / 100
		const picture = card.querySelector(".attached-picture"), dot = picture.querySelector(".attached-dot") ?? picture.appendChild(Object.assign(document.createElement("span"), { className: "attached-dot" }))
		card.querySelector("[data-focus]").value = `${bound(x)},${bound(y)}`
		dot.style.insetInlineStart = "auto"
		dot.style.left = `${(bound(x) + 1) * 50}%`
		dot.style.top = `${(1 - bound(y)) * 50}%`
		changed()
	}
	function moveFocus(card, event) {
		const move = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] }[event.key]
		if (!move || event.target.dataset.act !== "focus" || !card.classList.contains("attached-focusing")) return
		event.preventDefault()
		const [x, y] = focusOf(card)
		setFocus(card, x + move[0], y + move[1])
	}

	// --- until it is ready: only its picture changes, what is typed meanwhile stays
	async function wait(card) {
		for (let pause = 700; card.isConnected; pause = Math.min(pause * 1.3, 5000)) {
			await new Promise(done => setTimeout(done, pause))
			const { reply, page } = await kit.fetchPart(`/compose/media/${card.dataset.attached}`).catch(() => ({}))
			const fresh = reply?.ok && page.querySelector("[data-attached]")
			if (!fresh || fresh.dataset.waiting !== undefined) continue
			card.querySelector(".attached-picture").replaceChildren(...fresh.querySelector(".attached-picture").childNodes)
			card.querySelector(".attached-state")?.replaceWith(...fresh.querySelectorAll(".field-problem"))
			delete card.dataset.waiting
		}
	}

	// The description is what comes next, but for somebody who is writing elsewhere.
	function describe(card) {
		if (!/^(TEXTAREA|INPUT)$/.test(document.activeElement?.tagName)) card.querySelector("textarea").focus({ preventScroll: true })
	}

	// --- upload
	function upload(file) {
		const card = list.appendChild(document.createElement("li")), name = document.createElement("p"), bar = document.createElement("progress"), cancel = document.createElement("button")
		card.className = "attached attached-loading"
		Object.assign(name, { className: "attached-name", textContent: file.name })
		Object.assign(bar, { max: 1, value: 0, ariaLabel: file.name })
		Object.assign(cancel, { type: "button", className: "button button-small", textContent: form.dataset.remove })
		const words = Object.assign(document.createElement("div"), { className: "attached-words" })
		words.append(name, bar, cancel)
		card.append(Object.assign(document.createElement("div"), { className: "attached-picture" }), words)
		const ask = new XMLHttpRequest()
		const failed = why => {
			bar.remove()
			card.classList.remove("attached-loading")
			card.classList.add("attached-failed")
			words.insertBefore(Object.assign(document.createElement("p"), { className: "field-problem", textContent: why, role: "alert" }), cancel)
		}
		cancel.addEventListener("click", () => {
			ask.abort()
			acts.remove(card)
		})
		ask.upload.addEventListener("progress", event => bar.value = event.loaded / event.total)
		ask.addEventListener("load", () => {
			const page = parse(ask.responseText)
			if (ask.status === 200 && page.querySelector("[data-attached]")) describe(put(card, page))
			else failed(page.querySelector(".error p:not([aria-hidden])")?.textContent || form.dataset.lost)
		})
		ask.addEventListener("error", () => failed(form.dataset.lost))
		const data = new FormData()
		data.set("csrf", form.elements.csrf.value)
		data.set("file", file)
		ask.open("POST", "/compose/media")
		ask.setRequestHeader("Folkmoot-Part", "1")
		ask.send(data)
	}

	for (const card of list.children) prepare(card)
	return {
		busy: () => Boolean(list.querySelector(".attached-loading, [data-waiting]")),
		add(files) {
			const room = form.dataset.files - list.querySelectorAll("li:not(.attached-failed)").length
			problem(files.length > room ? form.dataset.full : "")
			files.slice(0, Math.max(0, room)).forEach(upload)
		},
		async fetchOne(id) {
			const { reply, page } = await kit.fetchPart(`/compose/media/${id}`)
			if (reply.ok) put(list.appendChild(document.createElement("li")), page)
		},
	}
}
