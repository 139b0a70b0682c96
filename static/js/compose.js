// SPDX-License-Identifier: AGPL-3.0-or-later
// The compose form: counts, keeps a draft, takes files, completes, and posts without leaving the page.
import { count } from "./count.js"

const offset = () => new Date().getTimezoneOffset() * 60000
const local = utc => utc && new Date(Date.parse(`${utc}:00Z`) - offset()).toISOString().slice(0, 16)
const universal = time => time && new Date(time).toISOString().slice(0, 16)

export function start(form, kit) {
	const fields = form.elements, text = fields.status, said = form.dataset, list = form.querySelector("#compose-attached")
	form.prepend(...document.querySelectorAll("input[form=compose]")) // its tokens, from the end of the page: they go when it goes
	const toggle = name => form.querySelector(`[name="${name}"]`)
	const submit = form.querySelector("[type=submit]"), label = submit.textContent
	let uploads, reminded = false

	const problem = words => {
		const line = document.getElementById("compose-problem")
		line.textContent = words
		return false
	}
	const open = () => form.classList.add("compose-open")

	// --- the count
	const number = document.getElementById("compose-count")
	const counted = () => {
		const warning = toggle("with_warning").checked ? [...new Intl.Segmenter().segment(fields.spoiler_text.value)].length : 0
		const left = form.dataset.most - count(text.value) - warning
		number.textContent = left
		number.classList.toggle("compose-over", left < 0)
		text.setAttribute("aria-invalid", left < 0)
		if (left < 0) problem(said.tooLong)
		else if (document.getElementById("compose-problem").textContent === said.tooLong) problem("")
	}

	// --- a poll grows
	const options = form.querySelector(".compose-options")
	const another = () => {
		const last = options.lastElementChild, input = last.querySelector("input")
		if (options.children.length >= options.dataset.most) return
		const next = last.cloneNode(true), field = next.querySelector("input"), name = input.placeholder.replace(/\d+/, options.children.length + 1)
		Object.assign(field, { value: "", placeholder: name, ariaLabel: name })
		options.append(next)
	}
	options.addEventListener("input", event => event.target.value && event.target.closest("li") === options.lastElementChild && another())

	// --- the draft
	const place = `folkmoot.draft.${said.keep}`
	const state = () => JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrf", "key", "next", "into"].includes(name)))
	let clean, saving
	const save = () => {
		try {
			if (state() === clean) localStorage.removeItem(place)
			else localStorage.setItem(place, state())
		} catch { /* the browser keeps nothing: then there is no draft */ }
	}
	const later = () => {
		clearTimeout(saving)
		saving = setTimeout(save, 400)
	}
	const forget = () => {
		clearTimeout(saving)
		try {
			localStorage.removeItem(place)
		} catch { /* as above */ }
	}
	const fill = async entries => {
		const values = name => entries.filter(one => one[0] === name).map(one => one[1])
		const files = values("media_ids[]")
		for (const field of [...fields]) {
			if (["radio", "checkbox"].includes(field.type)) field.checked = values(field.name).includes(field.value)
			else if (["text", "textarea", "datetime-local", "select-one"].includes(field.type) && field.name !== "poll[options][]") field.value = values(field.name)[0] ?? field.value
		}
		values("poll[options][]").forEach((value, i) => {
			if (i >= options.children.length) another()
			if (options.children[i]) options.children[i].querySelector("input").value = value
		})
		for (const id of files) if (!document.getElementById(`m${id}`)) await (await filesReady()).fetchOne(id)
		for (const field of [...fields]) if (/^media_attributes/.test(field.name)) field.value = values(field.name)[0] ?? field.value
		counted()
	}
	const restore = () => {
		let kept
		try {
			kept = JSON.parse(localStorage.getItem(place))
		} catch { /* none, or not ours */ }
		if (!Array.isArray(kept) || document.getElementById("compose-problem").textContent || (text.value && said.keep.endsWith("/new-0"))) return
		const first = JSON.parse(clean)
		fill(kept)
		open()
		const button = document.createElement("button")
		Object.assign(button, { type: "button", className: "button button-small", textContent: said.discard })
		button.addEventListener("click", () => {
			list.replaceChildren()
			fill(first)
			forget()
			kit.hush()
			text.focus()
		})
		kit.say(said.back, true, button, 12)
	}

	// --- files
	const filesReady = async () => uploads ??= (await import("./upload.js")).start(form, kit, problem, later)
	const chooser = Object.assign(document.createElement("input"), { type: "file", multiple: true, hidden: true, accept: "image/*,video/*,audio/*" })
	chooser.addEventListener("change", async () => {
		(await filesReady()).add([...chooser.files])
		chooser.value = ""
	})
	form.append(chooser)
	const tool = (old, press) => {
		const button = Object.assign(document.createElement("button"), { type: "button", className: "tool", title: old.title })
		button.append(...[...old.childNodes].filter(node => node.nodeName !== "INPUT"))
		button.addEventListener("click", press)
		old.replaceWith(button)
		return button
	}
	tool(toggle("with_files").closest("label"), () => chooser.click())
	const hasFiles = data => [...data?.types ?? []].includes("Files")
	const take = async (event, data) => {
		if (!data?.files.length) return
		event.preventDefault()
		open()
		;(await filesReady()).add([...data.files])
	}
	text.addEventListener("paste", event => event.clipboardData.types.includes("text/plain") || take(event, event.clipboardData))
	form.addEventListener("dragover", event => {
		if (!hasFiles(event.dataTransfer)) return
		event.preventDefault()
		form.classList.add("compose-drop")
	})
	form.addEventListener("dragleave", event => form.contains(event.relatedTarget) || form.classList.remove("compose-drop"))
	form.addEventListener("drop", event => {
		form.classList.remove("compose-drop")
		take(event, event.dataTransfer)
	})
	if (list.children.length) filesReady()

	// --- who sees it; languages; emoji; when
	const pick = form.querySelector("[data-pick]")
	document.addEventListener("click", event => pick.open && !pick.contains(event.target) && (pick.open = false))
	pick.addEventListener("keydown", event => {
		if (event.key !== "Escape" || !pick.open) return
		event.stopPropagation()
		pick.open = false
		pick.querySelector("summary").focus()
	})
	const chosen = fields.language, recent = "folkmoot.languages"
	const used = () => {
		try {
			return JSON.parse(localStorage.getItem(recent)) ?? []
		} catch {
			return []
		}
	}
	for (const [code, name] of used().reverse()) {
		const option = [...chosen.options].find(one => one.value === code) ?? new Option(name, code)
		chosen.prepend(option)
	}
	const remember = () => {
		const now = [chosen.value, chosen.selectedOptions[0]?.text]
		try {
			localStorage.setItem(recent, JSON.stringify([now, ...used().filter(one => one[0] !== now[0])].slice(0, 4)))
		} catch { /* then the list stays in its order */ }
	}
	const language = form.querySelector("[data-short]")
	language?.addEventListener("focus", async () => {
		const { page } = await kit.fetchPart("/compose?language=all")
		const known = new Set([...language.options].map(one => one.value)), all = page.getElementById("compose-language")
		language.append(...[...all?.children ?? []].filter(one => !known.has(one.value)))
	}, { once: true })
	form.addEventListener("focusin", async () => {
		open()
		;(await import("./complete.js")).start(form, text, kit)
	}, { once: true })
	form.addEventListener("focusin", open)
	const emoji = document.getElementById("compose-emoji")
	emoji.addEventListener("click", async () => (await import("./complete.js")).pick(form, text, emoji, kit))
	const timed = toggle("with_schedule")
	if (timed) {
		fields.schedule.value = local(fields.schedule.value)
		document.getElementById("compose-zone").textContent = said.zone
		timed.addEventListener("change", () => submit.textContent = timed.checked ? said.later : label)
	}

	// --- posting
	const undescribed = () => [...list.querySelectorAll("textarea")].find(field => !field.value.trim())
	const ready = () => {
		const bare = undescribed()
		if (uploads?.busy()) return problem(said.uploading)
		if (!bare || reminded) return true
		reminded = true
		bare.focus()
		return problem(said.noAlt)
	}
	const arrived = (page, reply) => {
		const words = page.querySelector(".flash")?.textContent.trim(), into = said.into, known = new Set([...document.querySelectorAll("article[id]")].map(one => one.id))
		const post = [...page.querySelectorAll("article[id]")].find(one => !known.has(one.id))
		if (!into || (into === "statuses" && reply.redirected)) return location.assign(reply.url)
		if (into === "statuses") {
			document.getElementById(into).querySelector(".empty")?.remove()
			document.getElementById(into).prepend(document.importNode(post, true))
			kit.swap("#compose", page)
		} else kit.swap(`#${into}`, page)
		kit.say(words)
		const here = document.getElementById(post?.id)
		here?.setAttribute("tabindex", "-1")
		here?.focus()
	}
	form.addEventListener("submit", async event => {
		event.preventDefault()
		if (submit.getAttribute("aria-busy") === "true" || !ready()) return
		const data = new FormData(form)
		for (const name of [...data.keys()]) if (name.startsWith("files[")) data.delete(name)
		if (data.get("schedule")) data.set("schedule", universal(data.get("schedule")))
		submit.setAttribute("aria-busy", "true")
		try {
			const { reply, page } = await kit.fetchPart(form.action, { method: "POST", body: data })
			if (!reply.ok) {
				problem(page.querySelector("#compose-problem")?.textContent || page.querySelector(".error p:not([aria-hidden])")?.textContent || document.body.dataset.failed)
				return
			}
			if (new URL(reply.url).pathname.startsWith("/auth/")) return save() // signed out meanwhile: the draft waits
			remember()
			forget()
			arrived(page, reply)
		} catch {
			problem(document.body.dataset.offline)
		} finally {
			submit.removeAttribute("aria-busy")
		}
	})
	form.addEventListener("keydown", event => {
		if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
		event.preventDefault()
		form.requestSubmit(submit)
	})

	form.classList.add("compose-live")
	form.addEventListener("input", counted)
	form.addEventListener("input", later)
	form.addEventListener("change", later)
	counted()
	clean = state()
	restore()
}
