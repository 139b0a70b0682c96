// SPDX-License-Identifier: AGPL-3.0-or-later
// A moment that somebody has to be ready for: said in the time of the device.
export function start(time) {
	time.textContent = new Date(time.dateTime).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" })
}
