# SPDX-License-Identifier: AGPL-3.0-or-later
# Folkmoot's commands. `make run` and `make test` are all a newcomer needs.
.PHONY: help build
help:
	@sed -n 's/^# //p' Makefile; grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 16

build: ## the release binary at build/folkmoot
	@test -f build/build.ninja || meson setup build --buildtype=release -Db_lto=false
	@ninja -C build
