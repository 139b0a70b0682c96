// SPDX-License-Identifier: AGPL-3.0-or-later
// Forms: how much room is left in a text, and lists of fields that grow and shrink.

async function room(area) {
	const { count } = await import("./count.js")
	const left = area.closest(".field").querySelector(".field-count")
	const show = () => {
		const rest = area.dataset.most - count(area.value)
		left.textContent = rest
		left.classList.toggle("field-count-over", rest < 0)
	}
	area.addEventListener("input", show)
	show()
}

// The rows are all there without JavaScript; with it, those that are empty come one by one.
function pairs(list) {
	const rows = [...list.querySelectorAll(".pair")], add = list.querySelector("[data-pair-add]")
	const inputs = row => [...row.querySelectorAll("input:not([type=hidden]):not([type=checkbox])")]
	const empty = row => inputs(row).every(input => !input.value)
	const settle = () => { add.hidden = !rows.some(row => row.hidden) }
	rows.forEach((row, i) => {
		row.hidden = i > 0 && empty(row)
		const drop = row.querySelector(".pair-drop")
		drop.hidden = false
		drop.addEventListener("click", () => {
			for (const input of inputs(row)) input.value = ""
			row.hidden = true
			settle()
			add.focus()
		})
	})
	add.addEventListener("click", () => {
		const row = rows.find(one => one.hidden)
		row.hidden = false
		list.insertBefore(row, add.parentElement)
		inputs(row)[0].focus()
		settle()
	})
	settle()
}

export const start = element => element.matches("[data-most]") ? room(element) : pairs(element)
