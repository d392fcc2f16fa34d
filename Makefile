# straykey - GNU make. `make help` lists the targets; `make` needs no network.
BUILD   ?= build
ifeq ($(origin CC),default)
CC      := gcc
endif
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
# The program is optimised as a whole; its objects can also be linked without, and the tests are: that is quicker.
LTO     ?= $(if $(findstring gcc,$(CC)),-flto=auto -ffat-lto-objects)
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla
PKGS    := libpcre2-8 libcjson zlib libarchive expat glib-2.0 libcrypto cairo cairo-pdf pango pangocairo pangofc fontconfig libqpdf
VERSION := $(shell cat VERSION)

CPPFLAGS += -I. -I$(BUILD) -D_POSIX_C_SOURCE=200809L -DSTRAYKEY_VERSION='"$(VERSION)"'
SYSCFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS)))
LDLIBS  := $(shell pkg-config --libs $(PKGS)) -pthread
STD     := -std=c17 -fno-strict-aliasing -pthread

ROOMS   := base parser attribution report cli
SOURCES := $(filter-out cli/main.c,$(wildcard $(addsuffix /*.c,$(ROOMS)) $(addsuffix /*/*.c,$(ROOMS))))
LANGUAGES := $(sort $(patsubst report/words/%.po,%,$(wildcard report/words/*.po)))
DEFS    := report/words/words.def report/words/words_explain.def report/words/words_outside.def report/words/words_verify.def report/words/words_papers.def report/words/words_html.def report/words/words_first.def
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/builtin_formats.o $(BUILD)/builtin_page.o $(LANGUAGES:%=$(BUILD)/words_%.o) $(BUILD)/words_languages.o
LIBRARY := $(BUILD)/libstraykey.a
PROGRAM := $(BUILD)/straykey
FORMATS := $(sort $(wildcard formats/exchanges/*.json formats/bots/*.json formats/issuers/*.json))
UNITS   := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))

SIMS    := $(wildcard tests/accuracy/sim_*.c)
SIMULATORS := $(patsubst tests/accuracy/%.c,$(BUILD)/accuracy/%,$(filter-out $(SIMS),$(wildcard tests/accuracy/*.c)))

.PHONY: all check html pdfa words words-pot words-update unit cases formats formats-table formats-table-check tamper redaction samples readme damage damage-quick invariance accuracy tape-uniqueness fuzz-replay fuzz asan bench style install clean help
all: $(PROGRAM)

$(PROGRAM): $(BUILD)/cli/main.o $(LIBRARY)
	$(CC) $(STD) $(CFLAGS) $(LTO) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/%.o: %.c Makefile VERSION
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(CFLAGS) $(LTO) $(CPPFLAGS) $(SYSCFLAGS) -MMD -MP -c -o $@ $<

# The definitions are part of the binary: one array of {path, text, length}.
$(BUILD)/embed: scripts/embed.c
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -O1 -o $@ $<
$(BUILD)/builtin_formats.c: $(BUILD)/embed $(FORMATS) formats/exchanges formats/bots formats/issuers
	$(BUILD)/embed builtin_formats $(FORMATS) > $@.tmp && mv $@.tmp $@
# So are the script and the style sheet of report.html.
PAGE    := report/html/page.css report/html/page.js
$(BUILD)/builtin_page.c: $(BUILD)/embed $(PAGE)
	$(BUILD)/embed builtin_page $(PAGE) > $@.tmp && mv $@.tmp $@
$(BUILD)/builtin_formats.o $(BUILD)/builtin_page.o: %.o: %.c
	$(CC) $(STD) $(WARN) $(CFLAGS) $(CPPFLAGS) -c -o $@ $<

# A language is a table in the binary too, made of its catalogue; what is not translated yet stays English there, and
# `make words` fails. msgfmt is of gettext.
TONGUE  := $(patsubst %.c,$(BUILD)/%.o,$(wildcard base/*.c) report/words/words.c report/words/english.c)
$(BUILD)/catalogue: $(BUILD)/scripts/catalogue.o $(TONGUE)
	$(CC) $(STD) $(CFLAGS) $(LTO) $(LDFLAGS) -o $@ $^ $(LDLIBS)
$(BUILD)/words_%.mo: report/words/%.po
	@mkdir -p $(@D)
	msgfmt -o $@ $<
$(BUILD)/words_%.c: $(BUILD)/words_%.mo $(BUILD)/catalogue
	$(BUILD)/catalogue table $* $< > $@.tmp && mv $@.tmp $@
$(BUILD)/words_languages.c: $(BUILD)/catalogue report/words
	$(BUILD)/catalogue list $(LANGUAGES) > $@.tmp && mv $@.tmp $@
$(BUILD)/words_%.o: $(BUILD)/words_%.c
	$(CC) $(STD) $(WARN) $(CFLAGS) $(CPPFLAGS) -c -o $@ $<
.SECONDARY: $(LANGUAGES:%=$(BUILD)/words_%.mo) $(LANGUAGES:%=$(BUILD)/words_%.c)

check: style unit words formats formats-table-check cases html pdfa tamper redaction samples readme fuzz-replay damage-quick invariance ## every test
unit: $(UNITS) ## unit tests (cmocka)
	@scripts/run-units $(UNITS)
words: $(PROGRAM) $(BUILD)/catalogue $(BUILD)/straykey-pseudo ## the languages are complete, and reports in them say the same
	@scripts/check-words $(BUILD)
words-pot: $(BUILD)/catalogue ## write the template of the catalogues anew
	$(BUILD)/catalogue template $(DEFS) > report/words/straykey.pot
words-update: words-pot ## and take new sentences into every catalogue, untranslated
	@for po in $(LANGUAGES:%=report/words/%.po); do msgmerge --quiet --update --backup=none --no-fuzzy-matching --width=120 $$po report/words/straykey.pot; done
formats: $(PROGRAM) ## the definitions prove themselves by their samples
	@scripts/check-formats $(PROGRAM)
formats-table: $(PROGRAM) ## write the table of definitions in formats/README.md anew
	@scripts/formats-table $(PROGRAM)
formats-table-check: $(PROGRAM)
	@scripts/formats-table --check $(PROGRAM)
samples: $(PROGRAM) ## real export files, where a folder of them is at hand (STRAYKEY_SAMPLES)
	@scripts/check-samples $(PROGRAM)
cases: $(PROGRAM) ## golden cases in tests/fixtures
	@scripts/run-cases test $(PROGRAM)
html: $(PROGRAM) ## report.html in a headless Chromium
	@scripts/test-html $(PROGRAM)
pdfa: $(PROGRAM) ## reports hold to the rules of PDF/A-3U, and broken ones are refused
	@scripts/check-pdfa-reports $(PROGRAM)
tamper: $(PROGRAM) ## attacks on a case folder with a time stamp and a signature
	@scripts/check-tamper $(PROGRAM)
redaction: $(PROGRAM) ## copies to share hold nothing of what is taken out
	@scripts/check-redaction $(PROGRAM)
readme: $(PROGRAM) ## the commands in README.md
	@scripts/check-readme $(PROGRAM)
damage: $(PROGRAM) $(SIMULATORS) ## the demo, cut and flipped in hundreds of places
	@scripts/damage-demo $(PROGRAM)
damage-quick: $(PROGRAM) $(SIMULATORS)
	@scripts/damage-demo $(PROGRAM) --quick
invariance: $(PROGRAM) $(SIMULATORS) ## the same files in other arrangements give the same verdicts
	@scripts/check-invariance $(PROGRAM)
accuracy: $(PROGRAM) $(SIMULATORS) ## simulated victims with known truth
	@scripts/accuracy $(PROGRAM)
tape-uniqueness: $(PROGRAM) $(SIMULATORS) ## how many trades of an invented tape fit a fill without an id
	@scripts/tape-uniqueness $(PROGRAM)
fuzz-replay: $(FUZZERS) ## the fuzzers' corpus, once
	@scripts/fuzz-replay $(FUZZERS)
style: ## house rules that a machine can check
	@scripts/check-style
asan: ## `make check` under address and undefined-behaviour sanitizers
	LSAN_OPTIONS=print_suppressions=0 $(MAKE) BUILD=build-asan LTO= CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined" check
bench: $(PROGRAM) $(SIMULATORS) ## figures, as ratios against a peer in the same run
	@scripts/bench $(PROGRAM)
fuzz: ## libFuzzer for a minute each (clang); SECONDS=60
	@scripts/fuzz

# The program with an invented language that disguises each sentence.
$(BUILD)/words_q%.po: $(BUILD)/catalogue
	$(BUILD)/catalogue pseudo q$* $(DEFS) > $@.tmp && mv $@.tmp $@
$(BUILD)/words_q%.mo: $(BUILD)/words_q%.po
	msgfmt -o $@ $<
$(BUILD)/pseudo/words_languages.c: $(BUILD)/catalogue
	@mkdir -p $(@D)
	$(BUILD)/catalogue list $(PSEUDO) > $@
$(BUILD)/pseudo/words_languages.o: $(BUILD)/pseudo/words_languages.c
	$(CC) $(STD) $(WARN) $(CFLAGS) $(CPPFLAGS) -c -o $@ $<
PSEUDO  := qps
$(BUILD)/straykey-pseudo: $(BUILD)/cli/main.o $(BUILD)/pseudo/words_languages.o $(PSEUDO:%=$(BUILD)/words_%.o) $(LIBRARY)
	$(CC) $(STD) $(CFLAGS) $(if $(LTO),-fno-lto) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/unit/%: tests/unit/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(CFLAGS) $(CPPFLAGS) -DTEST_ROOT='"$(CURDIR)"' $(SYSCFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(if $(LTO),-fno-lto) $(LDFLAGS) -lcmocka $(LDLIBS)
$(BUILD)/accuracy/%: tests/accuracy/%.c $(SIMS) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(CFLAGS) $(CPPFLAGS) -MMD -MP -o $@ $< $(SIMS) $(LIBRARY) $(if $(LTO),-fno-lto) $(LDFLAGS) $(LDLIBS)
$(BUILD)/fuzz/%: tests/fuzz/%.c tests/fuzz/replay.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(CFLAGS) $(CPPFLAGS) $(SYSCFLAGS) -MMD -MP -o $@ $< tests/fuzz/replay.c $(LIBRARY) $(if $(LTO),-fno-lto) $(LDFLAGS) $(LDLIBS)

install: $(PROGRAM) ## DESTDIR and PREFIX are honoured
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/straykey
	install -D -m 644 straykey.1 $(DESTDIR)$(PREFIX)/share/man/man1/straykey.1
clean: ## what make has built
	rm -rf build build-*
help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' Makefile

-include $(BUILD)/scripts/catalogue.d $(OBJECTS:.o=.d) $(BUILD)/cli/main.d $(UNITS:=.d) $(FUZZERS:=.d)
