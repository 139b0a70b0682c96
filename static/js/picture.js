// SPDX-License-Identifier: AGPL-3.0-or-later
// A picture that was chosen: shown before it is sent, and cut to what its owner wants to be seen.

const MOVING = ["image/gif", "image/webp", "image/avif"] // cutting would stop them

export function start(input) {
	const field = input.closest(".field-file"), box = field.querySelector(".crop")
	if (!box) return
	const canvas = box.querySelector("canvas"), paint = canvas.getContext("2d")
	const [zoom, across, down] = box.querySelectorAll("input")
	let picture, chosen

	const size = () => {
		const scale = Math.max(canvas.width / picture.width, canvas.height / picture.height) * zoom.value
		return [picture.width * scale, picture.height * scale]
	}
	function draw() {
		const [width, height] = size()
		paint.clearRect(0, 0, canvas.width, canvas.height)
		paint.drawImage(picture, (canvas.width - width) * across.value, (canvas.height - height) * down.value, width, height)
	}
	// What is sent instead of the file: only once something was moved, for the server cuts the middle out by itself.
	function keep() {
		const type = chosen.type === "image/jpeg" ? "image/jpeg" : "image/png"
		canvas.toBlob(blob => {
			const files = new DataTransfer()
			files.items.add(new File([blob], chosen.name, { type }))
			input.files = files.files
		}, type, 0.92)
	}

	input.addEventListener("change", async () => {
		chosen = input.files[0]
		box.hidden = true
		picture = chosen && await createImageBitmap(chosen).catch(() => null)
		if (!picture) return
		zoom.value = 1
		across.value = down.value = 0.5
		draw()
		box.hidden = false
		for (const row of box.querySelectorAll("label")) row.hidden = MOVING.includes(chosen.type)
	})
	for (const slider of [zoom, across, down]) {
		slider.addEventListener("input", draw)
		slider.addEventListener("change", keep)
	}

	let held
	canvas.addEventListener("pointerdown", event => {
		if (MOVING.includes(chosen.type)) return
		held = { x: event.clientX, y: event.clientY, across: +across.value, down: +down.value }
		canvas.setPointerCapture(event.pointerId)
	})
	canvas.addEventListener("pointermove", event => {
		if (!held) return
		const [width, height] = size(), shown = canvas.width / canvas.clientWidth
		if (width > canvas.width) across.value = held.across - (event.clientX - held.x) * shown / (width - canvas.width)
		if (height > canvas.height) down.value = held.down - (event.clientY - held.y) * shown / (height - canvas.height)
		draw()
	})
	canvas.addEventListener("pointerup", () => {
		if (held) keep()
		held = null
	})
}
