// SPDX-License-Identifier: AGPL-3.0-or-later
// What the scripts of masto.js share: steps with a name, two clients, answers kept for check_schema.py, waiting, small pictures.
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import zlib from "node:zlib";
import { createRestAPIClient } from "masto";

export const { FOLKMOOT_URL: url, FOLKMOOT_ANSWERS: answers } = process.env;
export const tokens = { ada: process.env.ADA_TOKEN, bob: process.env.BOB_TOKEN };
export { assert };

// A failed look at a picture that is still made answers 206; whatever is JSON is kept.
const fetchReally = globalThis.fetch;
globalThis.fetch = async (input, init) => {
	const request = new Request(input, init);
	const response = await fetchReally(request);
	if (answers && response.headers.get("content-type")?.includes("json"))
		keep(request.method, new URL(request.url).pathname, response.status, await response.clone().json());
	return response;
};

export const keep = (method, path, status, body) => answers && appendFileSync(answers, JSON.stringify({ method, path, status, body }) + "\n");

export const ada = createRestAPIClient({ url, accessToken: tokens.ada });
export const bob = createRestAPIClient({ url, accessToken: tokens.bob });
export const visitor = createRestAPIClient({ url });

const steps = [];
export const step = (name, run) => steps.push([name, run]);

export async function run() {
	let failed = 0;
	for (const [name, what] of steps) {
		try {
			await what();
			console.log(`ok    masto.js: ${name}`);
		} catch (error) {
			failed++;
			console.log(`FAIL  masto.js: ${name}\n${error.stack}`);
		}
	}
	console.log(`      ${steps.length - failed} steps passed, ${failed} failed`);
	process.exit(failed ? 1 : 0);
}

export const ids = (list) => list.map((one) => one.id);
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export async function eventually(what, look) {
	for (let i = 0; i < 100; i++) {
		const found = await look();
		if (found) return found;
		await sleep(50);
	}
	throw new Error(`not seen in 5 seconds: ${what}`);
}

export async function refused(status, promise) {
	const error = await promise.then(() => null, (reason) => reason);
	assert.ok(error, `expected ${status}, it was allowed`);
	assert.equal(error.statusCode, status, String(error));
	assert.ok(error.message.length > 5, "a refusal says what is wrong");
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
	for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
	return n >>> 0;
});

function chunk(kind, data) {
	const body = Buffer.concat([Buffer.from(kind, "latin1"), data]), out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length, 0);
	body.copy(out, 4);
	out.writeUInt32BE((body.reduce((crc, byte) => crcTable[(crc ^ byte) & 255] ^ (crc >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0, body.length + 4);
	return out;
}

export function picture(width, height) {
	const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]), rows = Buffer.alloc(height * (1 + width * 3), 120);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	for (let y = 0; y < height; y++) rows[y * (1 + width * 3)] = 0;
	const png = [Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), chunk("IDAT", zlib.deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
	return new Blob(png, { type: "image/png" });
}
