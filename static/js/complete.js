// SPDX-License-Identifier: AGPL-3.0-or-later
// Completes @names, #hashtags and :emoji: while somebody types (a listbox that the text field leads: ARIA APG, combobox), and lets pick
// an emoji.
const begun = /(?:^|[^\p{L}\p{N}_@/:.])(@[\w.-]+(?:@[\w.-]*)?|#[\p{L}\p{M}\p{N}_]+|:[\w+-]{2,})$/u

function insert(text, what, from, to) {
	text.setRangeText(what, from, to, "end")
	text.dispatchEvent(new Event("input", { bubbles: true }))
}

export function start(form, text, kit) {
	let list = null, at = 0, from = 0, asked = 0, waiting
	text.setAttribute("aria-autocomplete", "list")
	text.setAttribute("aria-haspopup", "listbox")

	const close = () => {
		list?.remove()
		list = null
		text.removeAttribute("aria-controls")
		text.removeAttribute("aria-activedescendant")
	}
	const choose = index => {
		at = (index + list.children.length) % list.children.length
		;[...list.children].forEach((one, i) => one.setAttribute("aria-selected", i === at))
		text.setAttribute("aria-activedescendant", list.children[at].id)
		list.children[at].scrollIntoView({ block: "nearest" })
	}
	const accept = index => {
		const what = list.children[index].dataset.insert
		insert(text, `${what} `, from, text.selectionEnd)
		close()
	}
	const show = (fresh, start) => {
		close()
		if (!fresh?.children.length || document.activeElement !== text) return
		list = document.importNode(fresh, true)
		from = start
		list.style.top = `${text.offsetTop + text.offsetHeight + 4}px`
		list.style.insetInlineStart = getComputedStyle(form).direction === "rtl" ? "auto" : `${text.offsetLeft}px`
		list.addEventListener("mousedown", event => event.preventDefault())
		list.addEventListener("click", event => {
			const one = event.target.closest("li")
			if (one) accept([...list.children].indexOf(one))
		})
		form.append(list)
		text.setAttribute("aria-controls", list.id)
		choose(0)
	}
	const look = async () => {
		const word = text.selectionStart === text.selectionEnd && text.value.slice(0, text.selectionEnd).match(begun)?.[1]
		const mine = ++asked
		if (!word) return close()
		const start = text.selectionEnd - word.length
		const { reply, page } = await kit.fetchPart(`/compose/complete?q=${encodeURIComponent(word)}`).catch(() => ({}))
		if (mine === asked) show(reply?.ok && page.getElementById("completions"), start)
	}
	text.addEventListener("input", () => {
		clearTimeout(waiting)
		waiting = setTimeout(look, 120)
	})
	text.addEventListener("blur", close)
	text.addEventListener("keydown", event => {
		if (!list || event.isComposing || event.ctrlKey || event.metaKey) return
		const keys = { ArrowDown: () => choose(at + 1), ArrowUp: () => choose(at - 1), Enter: () => accept(at), Tab: () => accept(at), Escape: close }
		if (!keys[event.key]) return
		event.preventDefault()
		event.stopPropagation()
		keys[event.key]()
	})
}

export async function pick(form, text, button, kit) {
	const old = document.getElementById("picker")
	const close = back => {
		document.getElementById("picker")?.remove()
		button.setAttribute("aria-expanded", "false")
		if (back) text.focus()
	}
	if (old) return close(true)
	const { reply, page } = await kit.fetchPart("/compose/emoji")
	if (!reply.ok) return
	const picker = document.importNode(page.getElementById("picker"), true), find = picker.querySelector("input"), buttons = [...picker.querySelectorAll("button")]
	form.append(picker)
	button.setAttribute("aria-expanded", "true")
	find.focus()
	find.addEventListener("input", event => {
		event.stopPropagation() // it is no part of the draft
		const word = find.value.trim().toLowerCase()
		for (const one of buttons) one.hidden = !one.title.toLowerCase().includes(word)
	})
	picker.addEventListener("click", event => {
		const one = event.target.closest("button")
		if (!one) return
		insert(text, one.dataset.insert + (one.dataset.insert.startsWith(":") ? " " : ""), text.selectionStart, text.selectionEnd)
		close(true)
	})
	picker.addEventListener("focusout", event => event.relatedTarget && !picker.contains(event.relatedTarget) && close(false))
	picker.addEventListener("keydown", event => {
		const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key], seen = buttons.filter(one => !one.hidden), here = seen.indexOf(document.activeElement)
		if (event.key === "Escape") close(true)
		else if (event.key === "Enter" && document.activeElement === find) seen[0]?.click()
		else if (step && (here >= 0 || step === 8)) seen[Math.max(0, Math.min(seen.length - 1, here < 0 ? 0 : here + step))]?.focus()
		else return
		event.preventDefault()
		event.stopPropagation()
	})
}
