// SPDX-License-Identifier: AGPL-3.0-or-later
// <section id="x" data-again="2">: fetched again every two seconds for as long as it says so, and put in the place of what is there.
// While nobody looks at the page, it waits.
export function start(element, kit) {
	const again = async () => {
		if (!element.isConnected) return
		if (document.hidden) return document.addEventListener("visibilitychange", again, { once: true })
		try {
			const { reply, page } = await kit.fetchPart(location.href)
			if (reply.ok) return kit.swap(`#${element.id}`, page) // the new one has its own clock
		} catch { /* offline: later */ }
		setTimeout(again, 10000)
	}
	setTimeout(again, element.dataset.again * 1000)
}
