// SPDX-License-Identifier: AGPL-3.0-or-later
// The results of a poll, fetched anew in place.
export function start(poll, kit) {
	poll.querySelector("a[data-part]")?.addEventListener("click", async event => {
		if (event.ctrlKey || event.metaKey || event.shiftKey) return
		event.preventDefault()
		const link = event.currentTarget
		const { reply, page } = await kit.fetchPart(link.href).catch(() => ({}))
		if (!reply?.ok) return kit.say(document.body.dataset.offline, false)
		kit.swap(link.dataset.part, page)
		document.querySelector(link.dataset.part)?.querySelector("a, button")?.focus({ preventScroll: true })
	})
}
