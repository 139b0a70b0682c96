/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/cli.h"

#include <signal.h>
#include <sodium.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	if (sodium_init() < 0) {
		fputs("folkmoot: libsodium did not start\n", stderr);
		return 1;
	}
	signal(SIGPIPE, SIG_IGN);
	return cli_main(argc, argv);
}
