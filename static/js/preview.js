// SPDX-License-Identifier: AGPL-3.0-or-later
// A picture that is about to be uploaded, shown beside its input.

export function start(input) {
	const shown = input.parentElement.querySelector("img")
	input.addEventListener("change", () => {
		const [file] = input.files, reader = new FileReader()
		shown.hidden = true
		if (!file?.type.startsWith("image/")) return
		reader.addEventListener("load", () => {
			shown.src = reader.result
			shown.hidden = false
		})
		reader.readAsDataURL(file)
	})
}
