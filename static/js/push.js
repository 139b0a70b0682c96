// SPDX-License-Identifier: AGPL-3.0-or-later
// The settings of notifications on this device: asks the browser for a subscription, and tells the server where it is.
const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), c => c.charCodeAt(0))
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")

export function start(form) {
	const on = form.querySelector("[data-push-on]"), off = form.querySelector("[data-push-off]")
	const complain = what => {
		const line = form.querySelector("[data-push-problem]")
		line.textContent = what
		line.hidden = false
		line.setAttribute("role", "alert")
	}
	if (!("PushManager" in window) || !navigator.serviceWorker) {
		if (on) on.disabled = true
		return complain(form.dataset.unable)
	}
	on?.addEventListener("click", async event => {
		event.preventDefault()
		if ((await Notification.requestPermission()) !== "granted") return complain(form.dataset.denied)
		try {
			const { pushManager } = await navigator.serviceWorker.ready
			const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) })
			form.elements.endpoint.value = subscription.endpoint
			for (const name of ["p256dh", "auth"]) form.elements[name].value = text(subscription.getKey(name))
			form.action = on.formAction
			form.submit()
		} catch {
			complain(form.dataset.unable)
		}
	})
	off?.addEventListener("click", async event => {
		event.preventDefault()
		const registration = await navigator.serviceWorker.getRegistration()
		await (await registration?.pushManager.getSubscription())?.unsubscribe()
		form.action = off.formAction
		form.submit()
	})
}
