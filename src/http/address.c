/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which addresses are not on the public internet (RFC 6890 and the registries of IANA). */
#include "http/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static const struct {
	uint32_t net;
	unsigned bits;
} private_v4[] = {
	{ 0x00000000, 8 },  /* this network */
	{ 0x0a000000, 8 },  /* private */
	{ 0x64400000, 10 }, /* shared by a provider's customers */
	{ 0x7f000000, 8 },  /* this machine */
	{ 0xa9fe0000, 16 }, /* this link: also where clouds keep their metadata */
	{ 0xac100000, 12 }, /* private */
	{ 0xc0000000, 24 }, /* protocol assignments */
	{ 0xc0000200, 24 }, /* documentation */
	{ 0xc0586300, 24 }, /* relays of 6to4 */
	{ 0xc0a80000, 16 }, /* private */
	{ 0xc6120000, 15 }, /* benchmarks */
	{ 0xc6336400, 24 }, /* documentation */
	{ 0xcb007100, 24 }, /* documentation */
	{ 0xe0000000, 4 },  /* multicast */
	{ 0xf0000000, 4 },  /* reserved, broadcast */
};

static bool is_private_v4(uint32_t address)
{
	for (size_t i = 0; i < COUNT_OF(private_v4); i++)
		if ((address ^ private_v4[i].net) >> (32 - private_v4[i].bits) == 0)
			return true;
	return false;
}

static uint32_t v4_at(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Only 2000::/3 is handed out; inside of it, what tunnels IPv4 is judged by what it carries. */
static bool is_private_v6(const unsigned char a[16])
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff }, nat64[12] = { 0x00, 0x64, 0xff, 0x9b };
	if (memcmp(a, mapped, 12) == 0 || memcmp(a, nat64, 12) == 0)
		return is_private_v4(v4_at(a + 12));
	if (a[0] >> 5 != 1)
		return true;
	if (a[0] == 0x20 && a[1] == 0x02) /* 6to4 */
		return is_private_v4(v4_at(a + 2));
	bool assigned = a[0] == 0x20 && a[1] == 0x01 && a[2] < 2; /* 2001::/23: Teredo, benchmarks, ORCHID */
	bool documentation = (v4_at(a) == 0x20010db8) || (a[0] == 0x3f && a[1] == 0xff && a[2] < 0x10);
	return assigned || documentation;
}

bool address_is_private(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return is_private_v4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
	if (address->sa_family == AF_INET6)
		return is_private_v6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
	return true;
}
