// SPDX-License-Identifier: AGPL-3.0-or-later
// The service worker, at /sw.js?v=VERSION-LANGUAGE: another version is another address, and is installed anew.
// It keeps: files of /static/, which never change; /offline; and the home timeline as it was read last, until the member signs out.
const SHELL = "shell " + new URL(location).searchParams.get("v"), KEPT = "kept"

async function keepShell() {
	const cache = await caches.open(SHELL), files = new Set()
	for (const path of ["/offline", "/offline?kept=1"]) {
		const reply = await fetch(path)
		if (!reply.ok) throw new Error(path)
		await cache.put(path, reply.clone())
		for (const [, file] of (await reply.text()).matchAll(/="(\/static\/[^"#]+)/g)) files.add(file)
	}
	for (const file of [...files].filter(name => /\/app\..*js$/.test(name)))
		for (const [, name] of (await (await fetch(file)).text()).matchAll(/"\.\/([\w.]+\.js)"/g)) files.add("/static/js/" + name)
	await cache.addAll([...files])
}

addEventListener("install", event => event.waitUntil(keepShell().then(() => skipWaiting())))

addEventListener("activate", event => event.waitUntil((async () => {
	for (const name of await caches.keys()) if (name.startsWith("shell ") && name !== SHELL) await caches.delete(name)
	await registration.navigationPreload?.enable()
	await clients.claim()
})()))

async function staticFile(request) {
	const found = await caches.match(request)
	if (found) return found
	const reply = await fetch(request)
	if (reply.ok && /\.[0-9a-f]{12}\.\w+$/.test(request.url)) (await caches.open(SHELL)).put(request, reply.clone())
	return reply
}

async function page(event, path) {
	try {
		const reply = (await event.preloadResponse) || (await fetch(event.request))
		if (path === "/home" && reply.ok && !reply.redirected) await (await caches.open(KEPT)).put("/home", reply.clone())
		if (reply.type === "opaqueredirect" && path === "/home") await caches.delete(KEPT) // led to sign in
		return reply
	} catch {
		const kept = await caches.match("/home", { cacheName: KEPT })
		if (kept && (path === "/home" || path === "/")) return kept
		return (await caches.match(kept ? "/offline?kept=1" : "/offline", { cacheName: SHELL })) || Response.error()
	}
}

addEventListener("fetch", event => {
	const { request } = event, url = new URL(request.url)
	if (url.origin !== location.origin) return
	if (request.method === "POST" && url.pathname === "/auth/sign_out") event.waitUntil(caches.delete(KEPT))
	if (request.method !== "GET") return
	if (url.pathname.startsWith("/static/")) event.respondWith(staticFile(request))
	else if (request.mode === "navigate") event.respondWith(page(event, url.pathname + url.search))
})

// --- Web Push ---------------------------------------------------------------------------------------------------------------------------

addEventListener("push", event => {
	const { title, body, icon, url, notification_id, preferred_locale } = event.data?.json() ?? {}
	if (title) event.waitUntil(registration.showNotification(title, { body, icon, badge: icon, lang: preferred_locale, tag: String(notification_id), data: { url } }))
})

addEventListener("notificationclick", event => {
	event.notification.close()
	event.waitUntil((async () => {
		const url = new URL(event.notification.data?.url || "/notifications", location.origin)
		if (url.origin !== location.origin) return
		const [open] = await clients.matchAll({ type: "window" })
		const shown = open && (await open.focus().catch(() => null)) && (await open.navigate(url.href).catch(() => null))
		if (!shown) await clients.openWindow(url.href)
	})())
})

// The push service has given the subscription up, or made another: the server hears where notifications go now. Which ones stays as it was.
async function renew(event) {
	const settings = await (await fetch("/settings/notifications")).text(), said = pattern => settings.match(pattern)?.[1]
	const csrf = said(/name="csrf" value="([^"]+)"/), applicationServerKey = said(/data-push data-key="([^"]+)"/)
	const subscription = event.newSubscription || (applicationServerKey && (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })))
	if (!subscription) return
	const { endpoint, keys } = subscription.toJSON()
	const reply = csrf && (await fetch("/push/renew", { method: "POST", headers: { "Folkmoot-Part": "1" }, body: new URLSearchParams({ csrf, endpoint, ...keys }) }))
	if (!reply?.ok) await subscription.unsubscribe() // signed out, or turned off: nobody would send there
}

addEventListener("pushsubscriptionchange", event => event.waitUntil(renew(event)))
