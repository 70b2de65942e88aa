# Kanon: `make play` builds and plays, `make test` tests. Both install what is missing first.
#
#   make play ARGS="vortex --record take.wav"    options of `kanon play`
#   make test | lint | test-realtime | test-races | test-lab | test-reference
#   make bench                                   what voices cost, in time and in instructions; UPDATE=1 writes these down
#   make bench-kernels                           the lab under several kernels: the tables of docs/realtime.md
#   make gallery | continuity | reference        docs/gallery.md, docs/continuity.md, docs/parameters.md
#   make install | uninstall PREFIX=/usr/local   the command, presets and mappings

SHELL := /bin/bash
SWIFT ?= swift
PREFIX ?= /usr/local
ARGS ?=
.PHONY: play build test lint test-realtime test-races test-lab test-reference bench bench-gate bench-kernels gallery continuity reference install uninstall setup jackd clean

play: build
	@.build/release/kanon play $(ARGS)

# With Swift's libraries in it: what is played, installed and measured runs without any Swift. Only linking differs from the tests.
build: setup
	@STATIC=1 $(SWIFT) build -c release --product kanon --quiet

test: setup jackd
	@[ -e /usr/include/ebur128.h ] || .ci/packages libebur128-dev
	@$(SWIFT) build -c release --build-tests --quiet
	@.ci/test

lint:
	@.ci/lint

# The same under RealtimeSanitizer: the first lock, allocation or system call in the audio callback ends the program.
test-realtime:
	@RTSAN=1 $(MAKE) --no-print-directory test

# The I/O layer under ThreadSanitizer and AddressSanitizer, with a real JACK server.
test-races: setup jackd
	@.ci/test-races

# The real path in a virtual machine: USB keyboard, ALSA, JACK, sound card.
# Where that cannot be, it says so before anything is built. SCENARIOS="scale knob" plays these alone, KANON=program another build.
test-lab:
	@Tests/lab/supply >/dev/null
	@Tests/lab/test --self-test
	@[ -n "$(KANON)" ] || $(MAKE) --no-print-directory build
	@KANON=$(or $(KANON),$(CURDIR)/.build/release/kanon) Tests/lab/test $(SCENARIOS)

# Texts to the byte and sound to the last bit, against Benchmarks/reference. LONG=1 renders everything; UPDATE=1 writes down what is
# another on purpose, as the README there says.
test-reference:
	@Benchmarks/reference/self_test.py
	@[ -n "$(KANON)" ] || $(MAKE) --no-print-directory build
	@KANON=$(or $(KANON),$(CURDIR)/.build/release/kanon) Benchmarks/corpus $(if $(UPDATE),--update)
	@KANON=$(or $(KANON),$(CURDIR)/.build/release/kanon) Benchmarks/hashes $(if $(UPDATE),--update)

# Times and instructions; the latter are compared with the reference and with Benchmarks/instructions.json.
bench: build
	@.build/release/kanon bench $(ARGS)
	@Benchmarks/count $(if $(UPDATE),--update)

# Instructions alone, which are the same on every machine.
bench-gate: build
	@Benchmarks/count

# The same virtual machine under real-time and ordinary kernels: docs/realtime.md and docs/kernels.svg. Some minutes a kernel.
bench-kernels: build
	@Tests/lab/supply >/dev/null
	@Benchmarks/kernels/measure

# Builds nothing: run as root, it would leave root's files here, and miss a toolchain that is on the player's PATH alone.
# DESTDIR, for packagers, stands before PREFIX and is known to nothing that is installed.
export PREFIX DESTDIR
install:
	@.ci/install

uninstall:
	@.ci/install uninstall

# Every preset as a picture and a table: docs/gallery.png and docs/gallery.md.
gallery: build
	@.ci/packages python3-numpy python3-matplotlib
	@Benchmarks/gallery/draw

# Held keys while the sound changes, beside other programs: docs/continuity.png and the table of docs/continuity.md.
continuity: build
	@Benchmarks/continuity/draw --install

# What is written from tables: docs/parameters.md, and the chart in docs/midi-implementation.md.
reference: build
	@{ echo '# Parameters'; echo; echo 'What `kanon params` prints, written by `make reference`.'; echo; echo '```'; \
		.build/release/kanon params; echo '```'; } >docs/parameters.md
	@.build/release/kanon midi >.build/chart.md
	@sed -i -e '/<!-- chart -->/,/<!-- end -->/{/<!-- chart -->/r .build/chart.md' -e '/<!--/!d}' docs/midi-implementation.md

setup:
	@.ci/setup

# Tests talk to a server of their own, whichever has the sound here.
jackd:
	@command -v jackd >/dev/null || .ci/packages jackd2

clean:
	rm -rf .build .build-*
